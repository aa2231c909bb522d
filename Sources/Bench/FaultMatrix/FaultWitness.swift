import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

extension CellRun {
  /// Whether there is a witness that the fault was in effect: for what the generator plays its own truth, for what the host
  /// and the operator do what came of it on the daemon's side.
  var isInEffect: Bool {
    guard let fault, let place = truthAtFault else { return false }
    if let entry = fault.simulated?.entry {
      return bench.truth[place...].contains { $0.fact == .tookEffect(entry) }
    }
    switch fault {
    case .doorOpened: return bench.truth[place...].contains { $0.fact == .line(.door, isClosed: false) }
    case .doubleFire: return person.refusedFirings >= 2
    case .fireAtExpiry: return person.lateFirings >= 1
    case .consoleKilled, .consoleFrozen: return watch.sawLeaseLost
    case .takeOver: return watch.sawHolder == CellRun.otherLease && isForeignAnswered
    case .daemonKilled: return bankAtReturn != nil
    case .killedBehindBuffer:
      return bankAtReturn != nil && bench.truth[place...].contains { $0.fact == .tookEffect(.stuckBuffer) }
    case .daemonFrozen10ms: return watch.latestTick >= .milliseconds(10)
    case .daemonFrozen100ms: return watch.latestTick >= .milliseconds(100)
    case .daemonFrozen1s: return watch.latestTick >= .seconds(1)
    case .daemonFrozen10s: return watch.latestTick >= .seconds(10)
    case .tickOverrun: return watch.latestTick >= .milliseconds(15)
    case .wallClockStepped: return watch.blockersSeen.contains(.wallClock)
    case .descriptorsExhausted: return watch.sawLinkDown
    case .diskExhausted: return watch.blockersSeen.contains(.record)
    case .journalLocked, .journalHanging: return !withheld.isEmpty
    case .configSwapped: return watch.sawCalibrationInvalid
    case .planEdited: return isForeignAnswered
    case _: return false
    }
  }

  private var isForeignAnswered: Bool {
    bench.records[recordsAtFault...].contains { record in
      guard foreign.contains(record.correlation), case .kernel(let event) = record.event else { return false }
      switch event {
      case .refused, .accepted, .prepared: return true
      case _: return false
      }
    }
  }
}
