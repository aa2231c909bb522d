import SafetyKernel

/// How much of the latched faults and of the end's cause tells states apart.
package enum Precision: String, CaseIterable, Sendable {
  /// Only what rules can see: whether a fault is latched, whether one needs a self-test or an array first, and whether the
  /// generator completed or ended the train by itself. ``Commutation`` shows that the rules see no more.
  case classes
  /// Also which fault was first and what exactly ended the train.
  case first
}

/// What tells two moments of an exploration apart: all that rules can see, packed.
struct AbstractKey: Hashable, Sendable {
  let mode: UInt64
  let beside: UInt64

  private init(mode: UInt64, beside: UInt64) {
    self.mode = mode
    self.beside = beside
  }

  /// Fills the places of a table that are not in use.
  static var none: AbstractKey { AbstractKey(mode: .max, beside: .max) }

  init(_ moment: KernelMoment, _ places: PlanPlaces, precision: Precision) {
    let state = moment.state
    mode = AbstractKey.pack(state.mode)
    var bits = AbstractKey.pack(state.faults, state.cause, precision)
    func put(_ value: UInt64, _ width: UInt64) { bits = bits << width | value }
    put(state.prepared ? 1 : 0, 1)
    put(state.selfTestPassed ? 1 : 0, 1)
    put(state.arrayConfirmed ? 1 : 0, 1)
    put(UInt64(places.prepared), 1)
    put(UInt64(places.armed), 2)
    var owed = false
    switch state.standing {
    case .none: put(0, 2 + 8 + 1 + 4)
    case .open(let judged, let good, let left):
      owed = true
      put(1 << 13 | UInt64(judged & 0xff) << 5 | (good ? 16 : 0) | UInt64(min(left, 15)), 15)
    case .unresolved(let judged, let good):
      owed = true
      put(2 << 13 | UInt64(judged & 0xff) << 5 | (good ? 16 : 0), 15)
    case .settled(let outcome): put(3 << 13 | AbstractKey.pack(outcome), 15)
    }
    // Dead where no report can be judged any more.
    put((owed || state.mode.energises) && moment.planOfArming ? 1 : 0, 1)
    put(owed ? moment.releasedFrom.map { UInt64($0 & 0x7f) + 1 } ?? 0 : 0, 8)
    beside = bits
  }

  static func pack(_ outcome: Outcome) -> UInt64 {
    switch outcome {
    case .delivered: 1 << 11
    case .partial(let pulses): 2 << 11 | UInt64(min(pulses, 0x7ff))
    case .notDelivered: 3 << 11
    case .deliveredUnmeasured: 0
    }
  }

  private static func pack(_ mode: Mode) -> UInt64 {
    func pack(_ first: UInt8, _ flags: UInt64, _ one: UInt16, _ other: UInt16 = 0) -> UInt64 {
      UInt64(mode.name.code) << 48 | UInt64(first) << 40 | flags << 32 | UInt64(one) << 16 | UInt64(other)
    }
    switch mode {
    case .starting(let left): return pack(0, 0, left)
    case .standby(let released): return pack(0, released ? 1 : 0, 0)
    case .probing(let step, let loaded, let asked, let left):
      return pack(step, (loaded ? 1 : 0) | (asked ? 2 : 0), left)
    case .charging(let left, let probe): return pack(0, 0, left, probe)
    case .armed(let released, let left, let probe): return pack(0, released ? 1 : 0, left, probe)
    case .waitingForBeat(let at, let byPedal, let left, let blank):
      return pack(UInt8(truncatingIfNeeded: at), byPedal ? 1 : 0, left, blank)
    case .delivering(let from, let byPedal, let started, let left):
      return pack(UInt8(truncatingIfNeeded: from), (byPedal ? 1 : 0) | (started ? 2 : 0), left)
    case .settling(let at, let byPedal, let left):
      return pack(UInt8(truncatingIfNeeded: at), byPedal ? 1 : 0, left)
    case .discharging(let left): return pack(0, 0, left)
    }
  }

  private static func pack(_ faults: FaultSet, _ cause: EndCause, _ precision: Precision) -> UInt64 {
    var bits: UInt64 = faults.isEmpty ? 0 : 1
    if !faults.isEmpty {
      if faults.contains(FaultClearing.afterSelfTest) { bits |= 2 }
      if faults.contains(FaultClearing.whenArrayPresent) { bits |= 4 }
    }
    switch precision {
    case .classes: return bits << 2 | AbstractKey.seen(cause)
    case .first:
      bits |= UInt64((faults.first?.code ?? 0) & 63) << 3
      return bits << 7 | AbstractKey.exact(cause)
    }
  }

  /// The causes that a rule asks for.
  private static func seen(_ cause: EndCause) -> UInt64 {
    switch cause {
    case .completed: 1
    case .generatorEnded: 2
    case .none, .stop, .leaseEnded, .disarmed, .expired, .released, .probeOpen, .probeShort, .probeAged, .triggerLost,
      .noBeat, .proceedLost, .recordFailed, .restarted, .conditionLost, .fault:
      0
    }
  }

  static func exact(_ cause: EndCause) -> UInt64 {
    switch cause {
    case .none: 0
    case .completed: 1
    case .generatorEnded: 2
    case .stop: 3
    case .leaseEnded: 4
    case .disarmed: 5
    case .expired: 6
    case .released: 7
    case .probeOpen: 8
    case .probeShort: 9
    case .probeAged: 10
    case .triggerLost: 11
    case .noBeat: 12
    case .proceedLost: 13
    case .recordFailed: 14
    case .restarted: 15
    case .conditionLost: 16
    case .fault(let fault): 32 + UInt64(fault.code)
    }
  }
}
