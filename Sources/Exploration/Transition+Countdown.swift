import SafetyKernel

extension Transition {
  /// Every countdown that is alive runs in every tick, unless what it waited for came.
  var countdownRule: Rule? {
    if case .open(_, _, let left) = before.standing, case .open(_, _, let now) = after.standing, !before.mode.energises,
      now != left &- 1
    {
      return .countdownsRun
    }
    switch (before.mode, after.mode) {
    case (.probing(let step, let loaded, _, let left), .probing(let same, let still, _, let now))
    where step == same && loaded == still:
      return now == left &- 1 ? nil : .countdownsRun
    case (.charging(let left, let probe), .charging(let now, let probeNow)):
      return now == left &- 1 && probeNow == probe &- 1 ? nil : .countdownsRun
    case (.charging(_, let probe), .armed(_, _, let probeNow)): return probeNow == probe &- 1 ? nil : .countdownsRun
    case (.armed(_, let left, let probe), .armed(_, let now, let probeNow)):
      return now == left &- 1 && probeNow == probe &- 1 ? nil : .countdownsRun
    case (.waitingForBeat(let at, _, let left, let blank), .waitingForBeat(let same, _, let now, let blankNow))
    where at == same:
      return now == left &- 1 && blankNow == (blank > 0 ? blank &- 1 : 0) ? nil : .countdownsRun
    case (.delivering(let from, _, let started, let left), .delivering(let same, _, let still, let now))
    where from == same && started == still:
      return truth.hasReport || now == left &- 1 ? nil : .countdownsRun
    case (.settling(let at, _, let left), .settling(let same, _, let now)) where at == same:
      return now == left &- 1 ? nil : .countdownsRun
    case (.discharging(let left), .discharging(let now)):
      return now == (left > 0 ? left &- 1 : 0) ? nil : .countdownsRun
    case (.starting(let left), .starting(let now)):
      if !truth.fresh { return now == left ? nil : .countdownsRun }
      let bounded = min(left, configuration.ticks.discharge)
      return now == (bounded > 0 ? bounded &- 1 : 0) ? nil : .countdownsRun
    default: return nil  // Another state, or another part of one: its countdown began anew.
    }
  }
}
