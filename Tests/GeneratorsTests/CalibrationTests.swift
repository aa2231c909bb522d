import Generators
import Quantities
import Testing

@Suite struct CalibrationTests {
  @Test(arguments: [
    (Int64(1_000_000), Int64(20_000), Int64(500), Int64(1_020_500)),
    (1_000_000, -20_000, 0, 980_000),
    (-1_000_000, 20_000, 500, -1_019_500),
    (0, 99_999, -7, -7),
    (3, 500_000, 0, 4),
  ])
  func `A reading is scaled by its gain and then shifted by its offset`(
    raw: Int64, gain: Int64, offset: Int64, expected: Int64
  ) {
    let correction = ChannelCorrection(gain: .partsPerMillion(gain), offset: offset)
    #expect(correction.apply(raw) == expected)
  }

  @Test func `A correction that does not fit gives nothing instead of a wrapped number`() {
    #expect(ChannelCorrection(gain: .zero, offset: Int64.max).apply(1) == nil)
    #expect(ChannelCorrection(gain: .partsPerMillion(Int64.max), offset: 0).apply(1) == nil)
    #expect(ChannelCorrection(gain: .zero, offset: 0).apply(Int64.max) == nil)
  }

  @Test func `Gains beyond a tenth are not allowed`() {
    var calibration = Calibration()
    #expect(calibration.isAllowed)
    calibration.width.gain = .percent(10)
    #expect(calibration.isAllowed)
    calibration.width.gain = .partsPerMillion(100_001)
    #expect(!calibration.isAllowed)
  }
}
