import Foundation
import PulseDispatch
import Quantities
import SafetyKernel
import Settings
import Testing

@testable import ControlService

@Suite struct CapsAgainstBudgetTests {
  private func caps(pulses: UInt32, energy: Int32) -> AbsoluteCaps {
    AbsoluteCaps(
      maximumVoltage: .volts(1000), maximumCurrent: .amperes(34), maximumWidth: .microseconds(120),
      maximumTrainPulses: 96, window: .seconds(60), maximumWindowPulses: pulses, maximumWindowEnergy: .joules(energy))
  }

  private var budget: WindowBudget {
    var budget = WindowBudget()
    budget.pulsesPerMinute = 300
    budget.energyPerMinute = .joules(400)
    return budget
  }

  private func sentences(_ caps: AbsoluteCaps) -> [String] {
    let text = "# caps\nmax_window_pulses 1 pulses\n  max_window_energy 1 J\n"
    return CapsAgainstBudget.problems(caps, budget: budget, file: "absolute-caps", bytes: Array(text.utf8))
      .map(\.description)
  }

  @Test func `caps that leave room for the kernel's budget are good`() {
    #expect(sentences(caps(pulses: 300, energy: 560)).isEmpty)
  }

  @Test func `an energy below 1.4 times the kernel's is refused in a sentence`() {
    #expect(
      sentences(caps(pulses: 300, energy: 559)) == [
        "absolute-caps:3:1: `max_window_energy` is 559 J, less than 1.4 times the 400 J of `energy_per_minute` "
          + "(allow 560 J or more, or lower `energy_per_minute`)"
      ])
  }

  @Test func `fewer pulses than the kernel's are refused in a sentence`() {
    #expect(
      sentences(caps(pulses: 299, energy: 560)) == [
        "absolute-caps:2:1: `max_window_pulses` is 299, less than the 300 of `pulses_per_minute` "
          + "(allow 300 or more, or lower `pulses_per_minute`)"
      ])
  }

  @Test func `the whole shipped configuration is good, and is refused with less energy`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let shipped = folder.appending(path: "config")
    let checked = try CheckedConfiguration.read(shipped.appending(path: "porated.yaml").path())
    #expect(checked.caps.maximumWindowEnergy == .joules(600))
    let copy = FileManager.default.temporaryDirectory.appending(path: "porate-caps-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: copy) }
    for name in ["electrodes", "protocols", "porated.yaml"] {
      try FileManager.default.copyItem(at: shipped.appending(path: name), to: copy.appending(path: name))
    }
    // Written anew and never changed in place: the copy must not lead back to what is shipped.
    let text = try String(contentsOf: shipped.appending(path: "absolute-caps"), encoding: .utf8)
    let caps = copy.appending(path: "absolute-caps")
    try text.replacing("600 J", with: "400 J").write(to: caps, atomically: true, encoding: .utf8)
    #expect(throws: SettingsFailure.self) {
      try CheckedConfiguration.read(copy.appending(path: "porated.yaml").path())
    }
  }
}
