import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@testable import PulseDispatch

/// What may reach the loop between two ticks, each by a way of its own, so that nobody orders it.
///
/// A lease that is granted or ended is not among them: whose lease comes after whose is an order by nature, and so is
/// that of two commands, of which a tick takes one.
enum Arrival: CaseIterable, Sendable {
  /// The stop flag.
  case stop
  /// The console's renewal, without which the lease lapses in this very tick.
  case renewal
  /// The journal's word that it can be written and that the clock is good.
  case recordWord
  /// The journal's word that the intent is on disk.
  case durable
  /// A calibration for this generator.
  case calibration
  /// The one command of the tick.
  case command
  /// Bytes of telemetry; the interlock lines are in it.
  case telemetry
  /// Bytes of a pulse report.
  case report
}

/// One set of things that reach the loop between the same two ticks.
struct Arrivals: Sendable, CustomTestStringConvertible {
  var state: StateName
  var isStopped = false
  /// The door's line opens, and the report is of a pulse that must not be.
  var isTroubled = false

  var testDescription: String { "\(state)\(isStopped ? ", stopped" : "")\(isTroubled ? ", troubled" : "")" }

  var all: [Arrival] {
    Arrival.allCases.filter { arrival in
      switch arrival {
      case .stop: isStopped
      case .durable: state == .charging
      case .report: isTroubled && state == .armed || state == .delivering
      case .calibration: state == .standby
      case .renewal, .recordWord, .command, .telemetry: true
      }
    }
  }

  static var every: [Arrivals] {
    [StateName.standby, .charging, .armed, .delivering].flatMap { state in
      [false, true].flatMap { stop in
        [false, true].map { Arrivals(state: state, isStopped: stop, isTroubled: $0) }
      }
    }
  }
}

/// What came of one order.
struct Consequence: Equatable {
  var status: String
  var events: [String] = []
  var bytes: [[UInt8]] = []
  var pulses: [Int64] = []
}

@Suite struct OrderTests {
  /// A bed in which everything that arrives matters: the lease is about to lapse and the record's word is missing where
  /// arming waits for it.
  private struct Bed {
    let rig: LoopRig
    let of: Arrivals

    /// nil if the state was not reached.
    init?(_ arrivals: Arrivals) {
      of = arrivals
      rig = LoopRig { $0.leaseLapse = .milliseconds(150) }
      guard rig.ready() else { return nil }
      switch arrivals.state {
      case .standby:
        rig.offer(.prepare(correlation: 1, rig.lease, examplePlan()))
        rig.offer(.recordState(healthy: false, clockGood: true))
        rig.offer(.calibrationWithdrawn)
        rig.tick()
        guard becomesOld() else { return nil }
      case .charging:
        rig.offer(.prepare(correlation: 1, rig.lease, examplePlan()))
        rig.ticks(2)
        rig.offer(.arm(correlation: 2, rig.lease, rig.status.digest, confirmed: examplePlan().array.identity))
        rig.renews = false
        // The bank is charged and only the intent's word is missing.
        guard rig.run(130, until: { rig.mode == .charging && rig.generator.state == .armed }) else { return nil }
        guard becomesOld() else { return nil }
      case .armed:
        guard rig.arm(), becomesOld() else { return nil }
      case .delivering:
        rig.generator.withheldReports = [2]
        guard rig.arm() else { return nil }
        rig.fire()
        guard rig.run(until: { rig.generator.pulses.count == 3 }) else { return nil }
        rig.renews = false
      case .starting, .probing, .waitingForBeat, .settling, .discharging: return nil
      }
      guard rig.mode == arrivals.state else { return nil }
      _ = rig.sent()
    }

    /// Lets the lease come within its last tick.
    private func becomesOld() -> Bool {
      rig.renews = false
      return rig.run(200) {
        guard case .held(_, _, let age, _) = rig.status.lease else { return false }
        return age >= .milliseconds(149)
      }
    }

    func deliver(_ arrival: Arrival) {
      let nonce = rig.status.arming?.nonce ?? Nonce(value: 0)
      switch arrival {
      case .stop: rig.ends.signals.callStop()
      case .renewal: rig.offer(.leaseRenewed(rig.lease, at: .nanoseconds(rig.now), hold: true))
      case .recordWord: rig.offer(.recordState(healthy: true, clockGood: !(of.isTroubled && of.state != .standby)))
      case .durable: rig.offer(.recordDurable(nonce))
      case .calibration: rig.offer(.calibration(rig.status.telemetry.serial, Calibration()))
      case .command: command(nonce)
      case .telemetry: telemetry()
      case .report: report()
      }
    }

    private func command(_ nonce: Nonce) {
      switch of.state {
      case .standby:
        rig.offer(.arm(correlation: 9, rig.lease, rig.status.digest, confirmed: examplePlan().array.identity))
      case .armed, .delivering:
        rig.offer(.fire(correlation: 9, rig.lease, nonce, ticketIssued: .nanoseconds(rig.now)))
      case .charging, .starting, .probing, .waitingForBeat, .settling, .discharging:
        rig.offer(.acknowledge(correlation: 9))
      }
    }

    private func telemetry() {
      let generator = rig.generator
      if of.isTroubled { generator.flags.doorClosed = false }
      var message = TelemetryMessage()
      message.deviceTime = .microseconds(generator.now)
      message.bootLow = UInt32(truncatingIfNeeded: generator.boot)
      message.pulseCounter = generator.counter
      message.state = generator.state
      message.flags = generator.flags
      message.bankA = generator.bank
      message.bankB = generator.bank
      message.nonce = generator.nonce
      message.pulsesGiven = UInt16(generator.pulses.count)
      message.arrayIdentity = generator.arrayIdentity
      generator.send(.telemetry(message), request: 0)
    }

    /// The report of the pulse whose report is withheld; in trouble, of one of half the voltage.
    private func report() {
      let generator = rig.generator
      let start = generator.pulses.count > 2 ? generator.pulses[2] : generator.now
      let message = PulseReportMessage(
        nonce: max(generator.nonce, 1), step: 0, index: of.state == .delivering ? 2 : 0, start: .microseconds(start),
        startNanoseconds: 0, width: .microseconds(100), voltage: .volts(of.isTroubled ? 520 : 1040),
        current: .amperes(5), peakCurrent: .amperes(5), cut: .none)
      generator.send(.pulseReport(message), request: 0)
    }

    /// The tick that hears of it all, and what follows from it.
    func consequence() -> Consequence {
      let before = rig.events.count
      rig.tick()
      var found = Consequence(status: String(describing: rig.status))
      found.bytes.append(rig.sent())
      for _ in 0..<40 {
        rig.tick()
        found.bytes.append(rig.sent())
      }
      found.status += String(describing: rig.status)
      found.events = rig.events.dropFirst(before).map { String(describing: $0) }
      found.pulses = rig.generator.pulses
      return found
    }
  }

  private func consequence(_ arrivals: Arrivals, _ order: [Arrival]) -> Consequence? {
    guard let bed = Bed(arrivals) else { return nil }
    for arrival in order { bed.deliver(arrival) }
    return bed.consequence()
  }

  /// Every order of some things.
  private func orders(_ things: [Arrival]) -> [[Arrival]] {
    guard things.count > 1 else { return [things] }
    return things.indices.flatMap { first in
      var rest = things
      let head = rest.remove(at: first)
      return orders(rest).map { [head] + $0 }
    }
  }

  @Test(arguments: Arrivals.every)
  func `Whatever reaches the loop between two ticks, its order changes neither status nor events nor bytes`(
    arrivals: Arrivals
  ) throws {
    let expected = try #require(consequence(arrivals, arrivals.all))
    #expect(!expected.events.isEmpty)
    for order in orders(arrivals.all) {
      let found = try #require(consequence(arrivals, order))
      guard found == expected else {
        Issue.record(
          """
          \(order) differs from \(arrivals.all): events \(found.events), expected \(expected.events); \
          status \(found.status == expected.status), bytes \(found.bytes == expected.bytes)
          """)
        return
      }
    }
  }
}

/// Orders by nature, which count.
@Suite struct NaturalOrderTests {
  @Test(arguments: [false, true])
  func `Of two words on calibration while there is energy the later one counts from standby on`(withdrawnLast: Bool) {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    let serial = rig.status.telemetry.serial
    if !withdrawnLast { rig.offer(.calibrationWithdrawn) }
    rig.offer(.calibration(serial, Calibration()))
    if withdrawnLast { rig.offer(.calibrationWithdrawn) }
    rig.ticks(2)
    rig.ends.signals.callStop()
    #expect(rig.run { rig.mode == .standby })
    rig.ticks(3)
    #expect(rig.status.calibrationValid != withdrawnLast)
    #expect(rig.status.blockers.contains(.calibration) == withdrawnLast)
  }

  @Test func `Of two commands the second waits for the next tick with all that is behind it, and none is lost`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.renews = false
    rig.offer(.acknowledge(correlation: 81))
    rig.offer(.recordState(healthy: false, clockGood: true))
    rig.offer(.resolve(correlation: 82, pulses: 0))
    rig.offer(.recordState(healthy: true, clockGood: true))
    rig.tick()
    #expect(rig.events.map(\.correlation).suffix(1) == [81])
    #expect(rig.status.blockers.contains(.record))
    rig.tick()
    #expect(rig.events.map(\.correlation).suffix(2) == [81, 82])
    #expect(!rig.status.blockers.contains(.record))
  }

  @Test func `A lease that ends behind a firing in the same moment is heard before the pulse`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.fire()
    rig.offer(.leaseEnded(rig.lease))
    rig.tick()
    #expect(rig.status.state.cause == .leaseEnded)
    #expect(rig.run { rig.mode == .standby })
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 0)
    #expect(rig.generator.pulses.isEmpty)
  }
}

extension LoopRig {
  /// The bytes that are on their way to the generator; they stay on their way.
  fileprivate func sent() -> [UInt8] {
    var bytes: [UInt8] = []
    while let byte = channel.toDevice.take() { bytes.append(byte) }
    for byte in bytes { _ = channel.toDevice.put(byte) }
    return bytes
  }
}
