internal import GeneratorLink
internal import Quantities
internal import SafetyKernel

/// A place for one report.
struct ReportPlace: Sendable {
  var filled: Bool
  var report: PulseReport

  @_noAllocation @_noLocks
  init() {
    filled = false
    report = PulseReport(
      nonce: Nonce(value: 0), step: 0, index: 0, start: .zero, width: .zero, voltage: .zero, current: .zero,
      peakCurrent: .zero, cut: .none)
  }
}

/// Puts the reports of one train in order: each is handed over once, the next only after the one before.
///
/// A report more than 256 ahead of the one that is due is dropped; the generator keeps it and is asked for it later.
struct ReportGathering: Sendable {
  /// The arming whose reports are gathered; 0 for none.
  private(set) var nonce: UInt64 = 0
  /// The index that is handed over next.
  private(set) var next: UInt16 = 0
  /// Whether the next report is lost for good.
  private(set) var lost = false
  /// One more than the highest index that is known to have been given.
  private(set) var known: UInt16 = 0
  /// Since when nothing moved although a report is due.
  private var waitingSince = HostInstant.zero
  /// What the generator answered about this train.
  private(set) var fate: TrainFateMessage?
  private var places: InlineArray<256, ReportPlace> = InlineArray(repeating: ReportPlace())

  init() {}

  /// Begins with another train.
  @_noAllocation @_noLocks
  mutating func begin(nonce: UInt64, now: HostInstant) {
    self.nonce = nonce
    next = 0
    lost = false
    known = 0
    waitingSince = now
    fate = nil
    for index in 0..<256 { places[index].filled = false }
  }

  /// Takes a report, calibrated; false if it is of no use.
  @_noAllocation @_noLocks
  mutating func take(_ report: PulseReport, now: HostInstant) -> Bool {
    guard report.nonce.value == nonce, nonce != 0 else { return false }
    // One that was handed over already comes again when its answer overtook it: nothing is wrong with that.
    guard report.index >= next else { return true }
    guard report.index &- next < 256 else { return false }
    let place = Int(report.index & 255)
    places[place].report = report
    places[place].filled = true
    waitingSince = now
    if report.index >= known { known = report.index == UInt16.max ? report.index : report.index &+ 1 }
    return true
  }

  /// The report that is due cannot be had any more.
  @_noAllocation @_noLocks
  mutating func lose(index: UInt16) { if index == next { lost = true } }

  /// Telemetry says that so many pulses were given.
  @_noAllocation @_noLocks
  mutating func told(nonce: UInt64, pulses: UInt16, now: HostInstant) {
    guard nonce == self.nonce, nonce != 0, pulses > known else { return }
    if next == known { waitingSince = now }
    known = pulses
  }

  /// Takes the generator's word on the train.
  @_noAllocation @_noLocks
  mutating func take(_ message: TrainFateMessage, now: HostInstant) {
    guard message.nonce == nonce, nonce != 0 else { return }
    fate = message
    told(nonce: message.nonce, pulses: message.pulses, now: now)
    switch message.state {
    case .ended: if message.reportsKept <= next, next < message.pulses, !hasNext { lost = true }
    case .unknown, .waitingForTrigger, .running, .neverStarted: break
    }
  }

  private var hasNext: Bool { @_noAllocation @_noLocks mutating get { places[Int(next & 255)].filled } }

  /// Hands over the report that is due, if it is there.
  @_noAllocation @_noLocks
  mutating func handOver(now: HostInstant) -> PulseReport? {
    guard hasNext, !lost, next < UInt16.max else { return nil }
    let place = Int(next & 255)
    places[place].filled = false
    next &+= 1
    waitingSince = now
    return places[place].report
  }

  /// The index of the report to ask for, or nil while none is missing for long enough.
  @_noAllocation @_noLocks
  mutating func missing(now: HostInstant, after: TimeSpan) -> UInt16? {
    guard nonce != 0, !lost, !hasNext, next < known, let waited = now.since(waitingSince), waited >= after else {
      return nil
    }
    return next
  }

  /// What the kernel is told: that the train ended, only once each of its reports was handed over or is lost for good.
  var word: TrainFate {
    @_noAllocation @_noLocks get {
      guard let fate else { return .unknown }
      switch fate.state {
      case .unknown, .waitingForTrigger, .running: return .unknown
      case .neverStarted: return .neverStarted
      case .ended:
        if next >= fate.pulses { return .ended(pulses: fate.pulses) }
        return lost ? .endedUnreported(pulses: fate.pulses) : .unknown
      }
    }
  }

  /// Whether the generator's word is final, so that it need not be asked again.
  var isConcluded: Bool {
    @_noAllocation @_noLocks get {
      guard let fate else { return false }
      switch fate.state {
      case .unknown, .waitingForTrigger, .running: return false
      case .ended, .neverStarted: return true
      }
    }
  }
}
