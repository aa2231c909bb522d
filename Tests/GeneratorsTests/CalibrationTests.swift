import GeneratorLink
import Generators
import Quantities
import SafetyKernel
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

  @Test(arguments: [-1, 1] as [Int64])
  func `Offsets beyond 5 V, 1 A and 1 µs are not allowed, either way`(sign: Int64) {
    let channels: [(WritableKeyPath<Calibration, ChannelCorrection>, Int64)] = [
      (\.bankA, 5000), (\.bankB, 5000), (\.pulseVoltage, 5000), (\.pulseCurrent, 1000), (\.width, 1000),
    ]
    for (channel, largest) in channels {
      var calibration = Calibration()
      calibration[keyPath: channel].offset = sign * largest
      #expect(calibration.isAllowed)
      calibration[keyPath: channel].offset = sign * (largest + 1)
      #expect(!calibration.isAllowed)
    }
  }

  @Test(arguments: [
    // Raw and corrected below 42 V: the larger one. Corrected above: that one.
    (Int64(40_000), Int64(-3000), Int64(0), Int64(40_000)), (43_000, -3000, 0, 43_000), (-43_000, 3000, 0, -43_000),
    (40_000, 1000, 0, 41_000), (40_000, 5000, 0, 45_000), (45_500, 0, -100_000, 45_500), (60_000, -3000, 0, 57_000),
  ])
  func `A reading counts as below 42 V only if it is so raw and corrected`(
    raw: Int64, offset: Int64, gain: Int64, expected: Int64
  ) {
    let rig = DriverRig()
    rig.generator.fixedBank = .millivolts(raw)
    var calibration = Calibration()
    calibration.bankA = ChannelCorrection(gain: .partsPerMillion(gain), offset: offset)
    calibration.bankB = calibration.bankA
    rig.driver.calibrate(calibration)
    #expect(rig.run { rig.isUp })
    #expect(rig.input.telemetry.bankA == .millivolts(expected))
    #expect(rig.input.telemetry.bankB == .millivolts(expected))
  }

  @Test func `The corrections of one generator are not used for another`() {
    let rig = DriverRig()
    rig.generator.fixedBank = .volts(500)
    var calibration = Calibration()
    calibration.bankA.offset = 2000
    rig.driver.calibrate(calibration)
    #expect(rig.run { rig.isUp })
    #expect(rig.input.telemetry.bankA == .volts(502))
    rig.generator.serial = .init(ascii: "ANOTHER") ?? .zero
    rig.generator.restart()
    #expect(rig.run(2000) { rig.isUp && rig.input.telemetry.serial.ascii == "ANOTHER" })
    #expect(rig.input.telemetry.bankA == .volts(500))
  }
}
