import PulseDispatch
import Quantities
import Testing

private let good = """
  # The second gate's own limits.
  max_voltage 3000 V
  max_current 50 A     # at the electrodes
  max_width 200 us
  max_train_pulses 96 pulses

  window 60 s
  max_window_pulses 400 pulses
  max_window_energy 600 J
  """

@Suite struct CapsTests {
  private func mistake(_ text: String) -> AbsoluteCapsError? {
    do {
      _ = try AbsoluteCaps(reading: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  private func replaced(_ line: String, by other: String) -> String {
    good.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasPrefix(line) ? other : String($0) }
      .joined(separator: "\n")
  }

  @Test func `Every cap is read in its unit`() throws {
    let caps = try AbsoluteCaps(reading: Array(good.utf8))
    #expect(
      caps
        == AbsoluteCaps(
          maximumVoltage: .volts(3000), maximumCurrent: .amperes(50), maximumWidth: .microseconds(200),
          maximumTrainPulses: 96, window: .seconds(60), maximumWindowPulses: 400, maximumWindowEnergy: .joules(600)))
  }

  @Test(arguments: [
    ("max_voltage", "max_voltage 3000", 2, 13),
    ("max_voltage", "max_voltage 3000 kV", 2, 18),
    ("max_voltage", "max_voltage 3e3 V", 2, 13),
    ("max_voltage", "max_voltage -5 V", 2, 13),
    ("max_voltage", "max_voltage 0 V", 2, 13),
    ("max_voltage", "max_voltage 10001 V", 2, 13),
    ("max_voltage", "max_voltage 99999999999999999999 V", 2, 13),
    ("max_voltage", "max_voltage", 2, 1),
    ("max_voltage", "max_volts 3000 V", 2, 1),
    ("max_width", "max_width 200 us please", 4, 18),
    ("window", "max_voltage 3000 V", 7, 1),
    ("max_width", "max_width 200 \u{b5}s", 4, 15),
  ])
  func `A mistake is told with its line and column`(line: String, other: String, at: Int, column: Int) throws {
    let error = try #require(mistake(replaced(line, by: other)))
    #expect(error.line == at)
    #expect(error.column == column)
    #expect(error.description.hasPrefix("\(at):\(column): "))
  }

  @Test func `A cap that is missing is named`() throws {
    let error = try #require(mistake(replaced("window", by: "")))
    #expect(error.problem == .missing("window"))
    #expect(error.description == "window is missing")
  }

  @Test func `A file beyond its size bound is refused`() throws {
    let error = try #require(mistake(good + String(repeating: "\n", count: AbsoluteCaps.maximumFileBytes)))
    #expect(error.problem == .fileTooLong)
  }

  @Test func `No bytes at all are missing caps, and any bytes at all are never a trap`() {
    #expect(mistake("") != nil)
    var random: UInt64 = 1
    for _ in 0..<2000 {
      var bytes = Array(good.utf8)
      for _ in 0..<3 {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(random >> 33) % bytes.count] = UInt8(truncatingIfNeeded: random >> 20)
      }
      _ = try? AbsoluteCaps(reading: bytes)
    }
  }
}
