public import Quantities
internal import Synchronization

/// How late ticks were: counts by size, four classes to each doubling, from 1 µs to over 4 s. The loop counts, anybody
/// reads.
///
/// Why it is safe to share: each count is an atomic of its own, written by one thread. A reader may see a count that is
/// one tick younger than another, which a statistic can bear.
public struct LatenessHistogram: @unchecked Sendable {
  /// Number of classes.
  public static var classCount: Int { @_noAllocation @_noLocks get { 92 } }

  private let counts: UnsafeMutablePointer<Atomic<UInt64>>
  private let worst: UnsafeMutablePointer<Atomic<Int64>>

  /// All zero.
  public init() {
    counts = .allocate(capacity: LatenessHistogram.classCount)
    for index in 0..<LatenessHistogram.classCount { (counts + index).initialize(to: Atomic(0)) }
    worst = .allocate(capacity: 1)
    worst.initialize(to: Atomic(0))
  }

  /// Gives the memory back; nobody may use a copy afterwards.
  public func destroy() {
    counts.deinitialize(count: LatenessHistogram.classCount).deallocate()
    worst.deinitialize(count: 1).deallocate()
  }

  /// The memory that the loop touches, to be locked before it starts.
  var memory: [UnsafeRawBufferPointer] {
    [
      UnsafeRawBufferPointer(start: counts, count: LatenessHistogram.classCount &* 8),
      UnsafeRawBufferPointer(start: worst, count: 8),
    ]
  }

  /// Counts a tick; one that came early counts as on time.
  @_noAllocation @_noLocks
  public func count(_ lateness: TimeSpan) {
    let index = LatenessHistogram.index(of: lateness)
    counts[index].store(counts[index].load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    if lateness.nanoseconds > worst.pointee.load(ordering: .relaxed) {
      worst.pointee.store(lateness.nanoseconds, ordering: .relaxed)
    }
  }

  /// The class of a lateness, 0 to ``classCount`` − 1.
  @_noAllocation @_noLocks
  static func index(of lateness: TimeSpan) -> Int {
    let microseconds = UInt64(clamping: lateness.nanoseconds / 1000)
    if microseconds < 4 { return Int(microseconds) }
    // At least 2, so the shift is not negative; the two bits below the highest choose the quarter.
    let octave = 63 &- microseconds.leadingZeroBitCount
    let quarter = Int(truncatingIfNeeded: (microseconds &>> UInt64(octave &- 2)) & 3)
    return min((octave &- 1) &* 4 &+ quarter, classCount &- 1)
  }

  /// The first lateness that no longer belongs to a class.
  public static func upperBound(ofClass index: Int) -> TimeSpan {
    guard index >= 4 else { return .microseconds(Int32(clamping: index + 1)) }
    let octave = index / 4 + 1
    let quarter = index % 4
    // Octave at most 24 with 92 classes.
    return .microseconds(Int32(clamping: Int64(4 + quarter + 1) << Int64(octave - 2)))
  }

  /// The ticks counted so far, class by class.
  public func read() -> [UInt64] { (0..<LatenessHistogram.classCount).map { counts[$0].load(ordering: .relaxed) } }

  /// The worst lateness so far.
  public var worstLateness: TimeSpan { .nanoseconds(worst.pointee.load(ordering: .relaxed)) }

  /// The bound below which this many of a million ticks were; nil before the first tick.
  public func quantile(perMillion: UInt64) -> TimeSpan? {
    let all = read()
    let total = all.reduce(0, &+)
    guard total > 0 else { return nil }
    var below: UInt64 = 0
    for (index, count) in all.enumerated() {
      below &+= count
      let (left, overflow) = below.multipliedReportingOverflow(by: 1_000_000)
      let (right, beyond) = total.multipliedReportingOverflow(by: min(perMillion, 1_000_000))
      if overflow || beyond || left >= right { return LatenessHistogram.upperBound(ofClass: index) }
    }
    return worstLateness
  }
}
