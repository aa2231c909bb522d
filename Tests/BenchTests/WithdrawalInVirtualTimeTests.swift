import Bench
import GeneratorLink
import Generators
import Plant
import PulseDispatch
import Quantities
import SafetyKernel
import Testing
import VirtualGenerator

/// A way to lose the permit, as the world does it.
enum Loss: String, CaseIterable, Sendable {
  case interlockOpened, lineCut, daemonFrozen, daemonKilled, leaseLapsed, stop, generatorRebooted, arrayRemoved
}

/// Where it happens.
enum Moment: String, CaseIterable, Sendable {
  case probing, charging, armed, pulse3, pulse8
}

struct LossCase: Sendable, CustomTestStringConvertible {
  var loss: Loss
  var moment: Moment
  var isHexagonal: Bool
  var testDescription: String { "\(loss.rawValue) at \(moment.rawValue), \(isHexagonal ? "hexagonal" : "plates")" }

  static let all: [LossCase] = Loss.allCases.flatMap { loss in
    Moment.allCases.flatMap { moment in
      [false, true].compactMap { hexagonal in
        moment == .pulse8 && !hexagonal ? nil : LossCase(loss: loss, moment: moment, isHexagonal: hexagonal)
      }
    }
  }
}

@Suite struct `Losing the permit in virtual time` {
  static let plates: SimulatedArray? = try? SimulatedArray(.plates)
  static let hexagonal: SimulatedArray? = try? SimulatedArray(.hexagonal)

  /// A bench brought to a moment of a train at 1 Hz, so that pulses are left to lose.
  static func bench(at moment: Moment, isHexagonal: Bool) -> VirtualBench {
    var setup = BenchSetup(array: isHexagonal ? hexagonal : plates, seed: 5)
    setup.device.hardware = GeneratorHardware(supplyPower_W: 2_000)
    let bench = VirtualBench(setup)
    bench.settle()
    let plan = isHexagonal ? BenchPlans.hexagonal(period: .seconds(1)) : BenchPlans.plates(period: .seconds(1))
    _ = bench.prepare(plan)
    _ = bench.arm(plan)
    switch moment {
    case .probing: bench.run(2_000) { $0.status.telemetry.state == .probing }
    case .charging: bench.run(5_000) { $0.stateName == .charging && $0.status.telemetry.bankA > .volts(200) }
    case .armed: bench.run(10_000) { $0.stateName == .armed }
    case .pulse3, .pulse8:
      bench.run(10_000) { $0.stateName == .armed }
      _ = bench.fire()
      let wanted = moment == .pulse3 ? 3 : 8
      bench.run(20_000) { $0.ended == wanted }
    }
    return bench
  }

  static func lose(_ loss: Loss, _ bench: VirtualBench) {
    switch loss {
    case .interlockOpened: bench.generator.schedule(.line(.door, isClosed: false))
    case .lineCut: bench.channel.cut()
    case .daemonFrozen: bench.freeze(for: .seconds(3))
    case .daemonKilled: bench.kill()
    case .leaseLapsed: bench.renewsLease = false
    case .stop: bench.ends.signals.callStop()
    case .generatorRebooted: bench.generator.schedule(.fault(.reboot))
    case .arrayRemoved: bench.generator.schedule(.array(nil))
    }
  }

  @Test(arguments: LossCase.all)
  func `no pulse starts once the permit is gone, and the bank is emptied`(at place: LossCase) throws {
    let bench = Self.bench(at: place.moment, isHexagonal: place.isHexagonal)
    let before = bench.pulses()
    if place.moment == .pulse3 { #expect(before == 3) }
    if place.moment == .pulse8 { #expect(before == 8) }
    Self.lose(place.loss, bench)
    // Where the daemon acts, in its next tick or once the lease has lapsed, the withdrawal leaves at once; where it
    // cannot, the permit lapses by itself. At 1 Hz one pulse at most may start before that, and only with a lapsing lease.
    bench.run(20_000) { $0.generator.bankVoltage < .volts(42) && !$0.generator.isPermitLive }
    for _ in 0..<2_500 { bench.tick() }
    #expect(bench.generator.bankVoltage < .volts(42), "bank \(bench.generator.bankVoltage.millivolts) mV")
    #expect(!bench.generator.isPermitLive)
    let allowed = place.loss == .leaseLapsed && before > 0 ? 1 : 0
    #expect(bench.pulses() - before <= allowed)
    #expect(bench.startedWithoutPermit == 0)
  }

  @Test(arguments: [
    Loss.interlockOpened, .lineCut, .daemonFrozen, .leaseLapsed, .stop, .generatorRebooted, .arrayRemoved,
  ])
  func `the first cause is told, and what was delivered equals the generator's log`(loss: Loss) throws {
    let bench = Self.bench(at: .pulse3, isHexagonal: false)
    Self.lose(loss, bench)
    for _ in 0..<3_000 { bench.tick() }
    if loss == .lineCut { bench.channel.join() }
    if loss == .lineCut { bench.reattach() }
    bench.run(60_000) { $0.isSettled }
    let state = bench.status.state
    switch loss {
    case .interlockOpened: #expect(state.cause == .fault(.interlockOpened))
    case .lineCut: #expect(state.cause == .fault(.linkLost))
    case .daemonFrozen: #expect(state.faults.contains(.tickLate) || state.faults.contains(.telemetryStale))
    case .leaseLapsed: #expect(state.cause == .leaseEnded)
    case .stop: #expect(state.cause == .stop)
    case .generatorRebooted:
      #expect([.fault(.generatorRebooted), .fault(.linkLost), .fault(.telemetryStale)].contains(state.cause))
    case .arrayRemoved: #expect(state.cause == .fault(.arrayRemoved))
    case .daemonKilled: break
    }
    guard case .settled(.partial(let pulses)) = state.standing else {
      Issue.record("standing \(state.standing)")
      return
    }
    #expect(Int(pulses) == bench.pulses())
  }
}

extension VirtualBench {
  /// Pulses that have ended, by the generator's log.
  var ended: Int { truth.count { if case .pulseEnd = $0.fact { true } else { false } } }

  /// Pulses that began when no permit stood, by the generator's log.
  var startedWithoutPermit: Int {
    truth.count { event in
      if case .pulseStart(let start) = event.fact {
        return event.deviceTime.nanoseconds > start.permitUntil.microseconds * 1_000
      }
      return false
    }
  }
}
