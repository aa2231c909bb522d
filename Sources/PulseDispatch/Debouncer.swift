public import Quantities
public import SafetyKernel

/// Which raw line is what, and how long a contact must rest before it counts.
public struct LineMap: Sendable {
  /// The raw line's bit for each interlock of the configuration, by its place; place 0 is the generator's own chain. An
  /// interlock without a bit is open for ever.
  public var interlocks: InlineArray<16, UInt16>
  /// Set while the pedal is pressed to its first stage; no bit: there is no pedal.
  public var pedalFirst: UInt16
  /// Set while the pedal is pressed to its second stage.
  public var pedalSecond: UInt16
  /// Set while a pedal is connected and its contacts agree with each other.
  public var pedalValid: UInt16
  /// An interlock counts as closed after resting closed for so long; it counts as open at once.
  public var closingRest: TimeSpan
  /// The pedal counts as pressed (further) after resting so for so long; it counts as released at once.
  public var pressingRest: TimeSpan
  /// Contacts that contradict each other for so long are a fault; shorter, they are on their way.
  public var contradictionRest: TimeSpan

  /// No interlock is connected and there is no pedal; rests of 20, 20 and 100 ms.
  @_noAllocation @_noLocks
  public init() {
    interlocks = InlineArray(repeating: 0)
    pedalFirst = 0
    pedalSecond = 0
    pedalValid = 0
    closingRest = .milliseconds(20)
    pressingRest = .milliseconds(20)
    contradictionRest = .milliseconds(100)
  }
}

/// Turns raw lines into interlocks and a pedal. What takes energy away is never delayed: only closing and pressing rest
/// first.
public struct Debouncer: Sendable {
  private let map: LineMap
  /// When each interlock was first seen closed without a break; negative for open.
  private var closedSince: InlineArray<16, Int64>
  private var pedalSince: Int64
  private var pedalSeen: PedalReading
  /// The interlocks that are closed.
  public private(set) var closed: InterlockSet
  /// The pedal.
  public private(set) var pedal: PedalReading

  /// All interlocks open, the pedal unknown.
  @_noAllocation @_noLocks
  public init(map: LineMap) {
    self.map = map
    closedSince = InlineArray(repeating: -1)
    pedalSince = 0
    pedalSeen = .absent
    closed = InterlockSet(bits: 0)
    pedal = .absent
  }

  /// Takes the raw lines of this tick, or nil if nothing is known of them: all interlocks are then open.
  @_noAllocation @_noLocks
  public mutating func update(lines: UInt16?, now: HostInstant) {
    guard let lines else {
      closedSince = InlineArray(repeating: -1)
      closed = InterlockSet(bits: 0)
      pedalSeen = .absent
      pedal = .absent
      return
    }
    var bits: UInt16 = 0
    for place in 0..<16 {
      let line = map.interlocks[place]
      guard line != 0, lines & line == line else {
        closedSince[place] = -1
        continue
      }
      if closedSince[place] < 0 { closedSince[place] = max(0, now.nanoseconds) }
      if now.nanoseconds &- closedSince[place] >= map.closingRest.nanoseconds {
        bits |= UInt16(1) &<< UInt16(truncatingIfNeeded: place)
      }
    }
    closed = InterlockSet(bits: bits)
    updatePedal(lines: lines, now: now)
  }

  @_noAllocation @_noLocks
  private mutating func updatePedal(lines: UInt16, now: HostInstant) {
    guard map.pedalFirst != 0, map.pedalSecond != 0, map.pedalValid != 0 else {
      pedal = .absent
      return
    }
    let seen = contacts(lines)
    if seen.rawValue != pedalSeen.rawValue {
      pedalSeen = seen
      pedalSince = now.nanoseconds
    }
    let rested = now.nanoseconds &- pedalSince
    switch seen {
    case .absent, .released: pedal = .released
    case .first:
      // From the second stage back to the first is a release of the second, and so not delayed.
      if pedal == .second || rested >= map.pressingRest.nanoseconds {
        pedal = .first
      } else if pedal == .implausible {
        pedal = .absent
      }
    case .second:
      if rested >= map.pressingRest.nanoseconds {
        pedal = .second
      } else if pedal == .implausible {
        pedal = .absent
      }
    // On its way a contradiction ends a hold, but is no sight of a release: with the second contact welded, a bounce of the
    // first would else be an edge, and the first stage alone would fire.
    case .implausible: pedal = rested >= map.contradictionRest.nanoseconds ? .implausible : .absent
    }
  }

  @_noAllocation @_noLocks
  private func contacts(_ lines: UInt16) -> PedalReading {
    let first = lines & map.pedalFirst != 0
    let second = lines & map.pedalSecond != 0
    // Contacts disagree on their way for a moment, and with a broken wire or no pedal for ever.
    if lines & map.pedalValid == 0 { return .implausible }
    switch (first, second) {
    case (false, false): return .released
    case (true, false): return .first
    case (true, true): return .second
    case (false, true): return .implausible
    }
  }
}
