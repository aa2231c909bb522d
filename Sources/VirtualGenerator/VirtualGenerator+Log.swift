import GeneratorLink
import Quantities

extension VirtualGenerator {
  mutating func log(_ fact: TruthFact) { log(fact, at: now_ns) }

  mutating func log(_ crossing: BankUnit.Crossing) {
    log(crossing.isRising ? .bankAbove42V : .bankBelow42V, at: crossing.time_ns)
  }

  private mutating func log(_ fact: TruthFact, at time_ns: Int64) {
    truthNumber = truthNumber &+ 1
    let event = TruthEvent(
      number: truthNumber, time: .nanoseconds(time_ns), deviceTime: .nanoseconds(time_ns &- bootedAt_ns), boot: boot,
      fact: fact)
    if let sink = hooks.truth { sink(event) } else { truth.append(event) }
  }

  /// The device's clock in whole µs, as it goes over the line.
  var deviceNow: DeviceInstant { .microseconds((now_ns &- bootedAt_ns) / 1_000) }

  /// The simulation's clock at a device time.
  func simulationTime(_ instant: DeviceInstant) -> Int64 {
    let (span_ns, overflow) = instant.microseconds.multipliedReportingOverflow(by: 1_000)
    let (sum, overflowToo) = bootedAt_ns.addingReportingOverflow(span_ns)
    return overflow || overflowToo ? Timers.never : sum
  }
}
