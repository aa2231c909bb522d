import Quantities
import SafetyKernel

/// The section `timeouts:`; what it leaves out keeps the kernel's default.
enum TimeoutReader {
  static func read(_ value: Value, into ticks: inout KernelTicks) -> Void? {
    guard let section = value.section() else { return nil }
    func read(_ key: String, _ ticks: inout UInt16) {
      ticks = section.optional(key, or: ticks) { value -> UInt16? in
        // The kernel counts down in ticks of a millisecond, 16 bits wide.
        guard let span = value.time(in: TimeSpan.milliseconds(10)...TimeSpan.seconds(65)) else { return nil }
        let (milliseconds, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest == 0 else {
          value.problem("\(value.path) is counted in whole milliseconds", "write it in ms or s")
          return nil
        }
        return UInt16(truncatingIfNeeded: milliseconds)
      }
    }
    read("load", &ticks.load)
    read("probe", &ticks.probe)
    read("charge", &ticks.charge)
    read("armed", &ticks.armed)
    read("probe_valid", &ticks.probeValid)
    read("pulse", &ticks.pulse)
    read("settle", &ticks.settle)
    read("beat", &ticks.beat)
    read("blank", &ticks.blank)
    read("collect", &ticks.collect)
    read("discharge", &ticks.discharge)
    section.finish()
    return ()
  }
}

/// The section `bank:`: how well the measured bank has to agree with the plan and with itself.
enum BankReader {
  static func read(_ value: Value, into kernel: inout KernelConfiguration) -> Void? {
    guard let section = value.section() else { return nil }
    func thousandths(_ key: String, _ usual: Int64) -> Int64 {
      section.optional(key, or: usual) { value -> Int64? in
        let range = Proportion.partsPerMillion(1000)...Proportion.percent(20)
        guard let proportion = value.proportion(in: range) else { return nil }
        let (thousandths, rest) = proportion.partsPerMillion.quotientAndRemainder(dividingBy: 1000)
        if rest == 0 { return thousandths }
        value.problem("\(value.path) is counted in whole thousandths", "write it in steps of 0.1 %")
        return nil
      }
    }
    kernel.bankTolerance = thousandths("tolerance", kernel.bankTolerance)
    kernel.bankAgreement = thousandths("agreement", kernel.bankAgreement)
    kernel.bankOffset = section.optional("offset", or: kernel.bankOffset) { $0.voltage(in: .volts(1)...(.volts(40))) }
    kernel.stuckVoltage = section.optional("stuck_voltage", or: kernel.stuckVoltage) { value in
      value.voltage(in: .volts(5)...(.volts(60)))
    }
    section.finish()
    return ()
  }
}

/// The section `beats:`; without it no beat is usable, so that no synchronised train is given.
enum BeatReader {
  static func read(_ value: Value, into beats: inout BeatRules) -> Void? {
    guard let section = value.section() else { return nil }
    beats.delay = section.required("delay", or: .zero) { $0.time(in: .milliseconds(1)...(.milliseconds(300))) }
    beats.window = section.required("window", or: .zero) { $0.time(in: .milliseconds(1)...(.milliseconds(300))) }
    let interval = TimeSpan.milliseconds(200)...TimeSpan.seconds(3)
    beats.shortestInterval = section.required("shortest_interval", or: .zero) { $0.time(in: interval) }
    beats.longestInterval = section.required("longest_interval", or: .zero) { $0.time(in: interval) }
    section.finish()
    if section.has("delay"), section.has("window"), beats.window <= beats.delay {
      section.log.add(section.place(of: "window"), "`window` ends before `delay` does", "a longer window")
    }
    if section.has("shortest_interval"), section.has("longest_interval"),
      beats.longestInterval <= beats.shortestInterval
    {
      section.log.add(
        section.place(of: "longest_interval"), "`longest_interval` is not above `shortest_interval`", "correct one")
    }
    return ()
  }
}
