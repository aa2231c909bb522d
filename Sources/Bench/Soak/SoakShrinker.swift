/// Makes a failing script short: fewer actions and fewer ticks while the same rule still breaks.
public struct SoakShrinker {
  /// How many replays may still be made.
  private var left: Int
  private let rule: SoakRule
  private let replay: (SoakScript) -> SoakRun
  private var best: SoakScript
  private var failure: SoakFailure

  /// Shrinks a failed run; nil if its script does not fail again, which would be an error of the replay itself.
  ///
  /// - Parameters:
  ///   - replays: how many replays may be made at most.
  ///   - replay: how a script is run again.
  public static func shrink(
    _ run: SoakRun, replays: Int = 1_500, replay: @escaping (SoakScript) -> SoakRun = { SoakRun.replay($0) }
  ) -> (script: SoakScript, failure: SoakFailure)? {
    guard let failure = run.failure else { return nil }
    var shrinker = SoakShrinker(
      left: replays, rule: failure.rule, replay: replay, best: SoakShrinker.cut(run.script, behind: failure.tick),
      failure: failure)
    guard shrinker.fails(shrinker.best) else { return nil }
    shrinker.dropPast()
    for _ in 0..<4 {
      let before = (shrinker.best.count, shrinker.best.ticks)
      shrinker.dropActions()
      shrinker.dropTime()
      if (shrinker.best.count, shrinker.best.ticks) == before { break }
    }
    return (shrinker.best, shrinker.failure)
  }

  private static func cut(_ script: SoakScript, behind tick: Int) -> SoakScript {
    SoakScript(seed: script.seed, ticks: tick, entries: script.entries.filter { $0.tick < tick })
  }

  /// Replays a script; keeps it if the same rule breaks.
  private mutating func fails(_ script: SoakScript) -> Bool {
    guard left > 0 else { return false }
    left -= 1
    let run = replay(script)
    guard let found = run.failure, found.rule == rule else { return false }
    best = SoakShrinker.cut(script, behind: found.tick)
    failure = found
    return true
  }

  /// Keeps the last actions alone, begun on a machine that has just started: a long past seldom matters.
  private mutating func dropPast() {
    let start = 400
    var size = 8
    while size < best.count {
      let kept = best.entries.suffix(size)
      guard let first = kept.first else { return }
      let shift = max(0, first.tick - start)
      let entries = kept.map { SoakEntry(tick: $0.tick - shift, action: $0.action) }
      if fails(SoakScript(seed: best.seed, ticks: best.ticks - shift + 2_000, entries: entries)) { return }
      size *= 2
    }
  }

  /// Delta debugging (Zeller, Hildebrandt 2002, IEEE Transactions on Software Engineering): takes out ever smaller
  /// pieces of the list.
  private mutating func dropActions() {
    var size = max(1, best.count / 2)
    while true {
      var from = 0
      while from < best.count {
        var entries = best.entries
        entries.removeSubrange(from..<min(from + size, entries.count))
        if !fails(SoakScript(seed: best.seed, ticks: best.ticks + 500, entries: entries)) { from += size }
      }
      if size == 1 || left == 0 { return }
      size = max(1, size / 2)
    }
  }

  /// Takes out time between actions, and before the end.
  private mutating func dropTime() {
    var index = 0
    while index < best.count, left > 0 {
      let before = index == 0 ? 0 : best.entries[index - 1].tick
      let gap = best.entries[index].tick - before
      var cut = gap
      while cut > 0 {
        if fails(shifted(from: index, by: cut)) { break }
        cut /= 2
        if cut < 8 { break }
      }
      index += 1
    }
  }

  private func shifted(from index: Int, by ticks: Int) -> SoakScript {
    var entries = best.entries
    for place in index..<entries.count { entries[place].tick -= ticks }
    return SoakScript(seed: best.seed, ticks: max(1, best.ticks - ticks) + 500, entries: entries)
  }
}
