internal import Quantities

/// Pulses and energy in the last window, in 64 slices; a slice leaves only when all of it is older than the window, so
/// the sums are never too small.
struct GateWindow: Sendable {
  private var slice: Int64
  private var newest: Int64
  private var pulses: InlineArray<64, UInt32>
  private var energy: InlineArray<64, Int64>
  /// Pulses in the window, saturating.
  private(set) var pulseSum: UInt64
  /// Energy in the window in µJ, saturating.
  private(set) var energySum: Int64

  /// An empty window of this length.
  @_noAllocation @_noLocks
  init(length: TimeSpan) {
    // 63 whole slices cover the window, the 64th is the one being filled. One more nanosecond rounds up.
    slice = max(1, length.nanoseconds / 63 &+ 1)
    newest = 0
    pulses = InlineArray(repeating: 0)
    energy = InlineArray(repeating: 0)
    pulseSum = 0
    energySum = 0
  }

  /// Moves on to a time; one before the newest changes nothing.
  @_noAllocation @_noLocks
  mutating func advance(to now: HostInstant) {
    let number = now.nanoseconds / slice
    guard number > newest else { return }
    let (gap, overflow) = number.subtractingReportingOverflow(newest)
    newest = number
    if overflow || gap >= 64 {
      self.pulses = InlineArray(repeating: 0)
      self.energy = InlineArray(repeating: 0)
    } else {
      var back: Int64 = 0
      while back < gap {
        let place = Int(truncatingIfNeeded: (number &- back) & 63)
        pulses[place] = 0
        energy[place] = 0
        back &+= 1
      }
    }
    pulseSum = 0
    energySum = 0
    for place in 0..<64 {
      pulseSum = pulseSum &+ UInt64(pulses[place])
      energySum = GateWindow.saturated(energySum, energy[place])
    }
  }

  /// Counts pulses of at most this energy together in the present slice.
  @_noAllocation @_noLocks
  mutating func count(_ given: UInt32, energy added: Energy) {
    let place = Int(truncatingIfNeeded: newest & 63)
    let (sum, overflow) = pulses[place].addingReportingOverflow(given)
    pulses[place] = overflow ? UInt32.max : sum
    let total = added.microjoules
    energy[place] = GateWindow.saturated(energy[place], total)
    // 64 slices of 32 bits fit into 64.
    pulseSum = pulseSum &+ UInt64(given)
    energySum = GateWindow.saturated(energySum, total)
  }

  @_noAllocation @_noLocks
  private static func saturated(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? Int64.max : sum
  }
}
