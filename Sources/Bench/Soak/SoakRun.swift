import Quantities

/// One random run, or the replay of one.
public struct SoakRun: Sendable {
  /// What happened, action by action; it replays the run exactly.
  public var script: SoakScript
  /// The first rule that did not hold, or nil.
  public var failure: SoakFailure?
  /// How many ticks were made.
  public var ticks: Int
  /// A number made of the whole execution: bytes, states, voltages.
  public var hash: UInt64
  /// How much time passed on the run's clock, in ms.
  public var virtualMilliseconds: Int64
  /// What was come across.
  public var coverage: SoakCoverage

  /// Runs a seed, with actions that follow from it; ends at the first broken rule.
  ///
  /// - Parameter change: changes the machine and not the rules by which it is judged, to see that they find it.
  public static func run(
    seed: UInt64, ticks: Int, change: (inout BenchSetup) -> Void = { _ in }
  ) -> SoakRun {
    var person = SoakOperator(seed: seed)
    var entries: [SoakEntry] = []
    return run(seed: seed, ticks: ticks, change: change) { rig in
      let actions = person.act(rig)
      for action in actions { entries.append(SoakEntry(tick: rig.ticks, action: action)) }
      return actions[...]
    } script: {
      entries
    }
  }

  /// Runs a script again, on a machine changed likewise.
  public static func replay(_ script: SoakScript, change: (inout BenchSetup) -> Void = { _ in }) -> SoakRun {
    var next = 0
    let entries = script.entries
    return run(seed: script.seed, ticks: script.ticks, change: change) { rig in
      var actions: [SoakAction] = []
      while next < entries.count, entries[next].tick <= rig.ticks {
        actions.append(entries[next].action)
        next += 1
      }
      return actions[...]
    } script: {
      entries
    }
  }

  private static func run(
    seed: UInt64, ticks: Int, change: (inout BenchSetup) -> Void, actions: (SoakRig) -> ArraySlice<SoakAction>,
    script: () -> [SoakEntry]
  ) -> SoakRun {
    let setup = SoakSetup.setup(seed: seed)
    var machine = setup
    change(&machine)
    let rig = SoakRig(machine)
    let watch = SoakWatch(setup)
    let began = rig.now.nanoseconds
    while rig.ticks < ticks, watch.failure == nil {
      for action in actions(rig) { rig.perform(action) }
      rig.tick()
      watch.look(rig)
    }
    watch.coverage.restarts = rig.generation
    return SoakRun(
      script: SoakScript(seed: seed, ticks: ticks, entries: script()), failure: watch.failure, ticks: rig.ticks,
      hash: watch.hash, virtualMilliseconds: (rig.now.nanoseconds - began) / 1_000_000, coverage: watch.coverage)
  }
}
