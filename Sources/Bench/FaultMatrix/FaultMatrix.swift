import GeneratorLink
import PulseDispatch
import Quantities
public import SafetyKernel
import VirtualGenerator

/// The fault matrix in virtual time: each fault in each state, judged on the generator's truth.
public struct FaultMatrix: Sendable {
  /// One seed, one execution of every cell.
  public let seed: UInt64

  /// A matrix; another seed sets each fault some ticks later in its state, and draws other noise.
  public init(seed: UInt64 = 1) { self.seed = seed }

  /// All cells, state by state.
  public static var cells: [(fault: MatrixFault, state: StateName)] {
    StateName.allCases.flatMap { state in MatrixFault.allCases.map { ($0, state) } }
  }

  /// Plays one cell and the same one without its fault, and judges.
  public func run(_ fault: MatrixFault, in state: StateName) -> CellResult {
    var result = CellResult(fault: fault, state: "\(state)")
    result.baselineDelivers = deliversWithout(fault, in: state)
    if !result.baselineDelivers { result.problems.append("without the fault it does not deliver") }
    let run = CellRun(state, fault: fault, like: fault, seed: seed)
    result.isReached = reach(run)
    guard result.isReached else {
      result.problems.append("the state was not reached")
      return result
    }
    run.setFault()
    goOn(run)
    run.judgePulses(&result)
    run.judgePower(&result)
    run.mend()
    run.run(for: .seconds(12)) { $0.isKnown }
    judgeMended(run, &result)
    return result
  }

  /// Whether the very same cell delivers both trains where no fault is set.
  public func deliversWithout(_ fault: MatrixFault, in state: StateName) -> Bool {
    let run = CellRun(state, fault: nil, like: fault, seed: seed)
    guard reach(run) else { return false }
    goOn(run)
    var result = CellResult(fault: fault, state: "\(state)")
    run.judgePulses(&result)
    run.judgePower(&result)
    run.judgeOutcomes(&result)
    return run.deliveredBoth && result.isSafe && result.problems.isEmpty
  }

  /// Ticks until the state is reached by both sides; some ticks more by the seed, as long as it lasts.
  private func reach(_ run: CellRun) -> Bool {
    guard run.run(for: .seconds(10), until: { $0.scene.isReached($0.bench) }) else { return false }
    for _ in 0..<delay(in: run.scene) { run.tick() }
    return run.scene.isReached(run.bench)
  }

  /// Ticks that the fault waits in its state: fewer than the state lasts.
  private func delay(in scene: CellScene) -> UInt64 {
    switch scene.state {
    case .starting: 0
    case .standby, .probing, .settling: seed % 8
    case .armed: seed % 20
    case .charging, .waitingForBeat, .discharging: seed &* 7 % 60
    // The brisk train is over in six ticks; the other one's pulses are 400 ms apart.
    case .delivering: scene.isBrisk ? 0 : seed &* 37 % 380
    }
  }

  /// What a person does behind it, then a stop in the midst of the last train, then time to become safe.
  private func goOn(_ run: CellRun) {
    run.run(for: .seconds(18)) { run in
      let isMidst =
        run.person.plans.count == 1 && run.bench.generator.state == .delivering
        && run.bench.generator.pulsesGiven == 2
      return run.sequel.isEmpty && (isMidst || run.person.isDone && run.isKnown)
    }
    run.callStop()
    run.run(for: .milliseconds(20))
    run.run(for: .milliseconds(6_500)) { $0.isKnown && $0.bench.stateName == .standby && $0.watch.safeSince != nil }
  }

  /// What became of the trains, once everything is mended and before anybody arms again.
  private func judgeMended(_ run: CellRun, _ result: inout CellResult) {
    var mended = CellResult(fault: result.fault, state: result.state)
    run.judgePulses(&mended)
    if mended.pulsesAfter + mended.defiantPulses > result.pulsesAfter + result.defiantPulses {
      result.pulsesHold = false
      result.problems.append("a pulse behind the mending")
    }
    run.judgeOutcomes(&result)
    result.isInEffect = run.isInEffect
    if !result.isInEffect { result.problems.append("no witness that the fault was in effect") }
    result.firstCause = run.firstCause()
    if result.firstCause == "completed", result.fault.mustShow { result.problems.append("the fault went unnoticed") }
    if result.firstCause == nil { result.problems.append("no first cause") }
  }
}

extension CellRun {
  /// Whether the last train's outcome is known, if there was one, and the daemon rests.
  var isKnown: Bool {
    switch bench.status.state.standing {
    case .open, .unresolved: return false
    case .none, .settled: return bench.stateName == .standby
    }
  }
}
