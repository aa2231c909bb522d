import GeneratorLink
import Plant
public import Quantities

/// The heart at the sync input: R waves at a rate with some unrest.
struct Heart: Sendable {
  /// Mean time between beats in ns; 0 for none.
  var interval_ns: Int64 = 0
  var number: UInt32 = 0
  var last_ns: Int64?
  private var noise: SeededNoise

  /// Standard deviation of the interval, as a share: 30–50 ms of a second are usual in resting adults.
  static let unrest = 0.03

  init(seed: UInt64 = 0) { noise = SeededNoise(seed: seed) }

  mutating func nextInterval_ns() -> Int64 {
    wholeNumber(Double(interval_ns) * (1 + Self.unrest * noise.normal()))
  }
}

extension VirtualGenerator {
  /// Lets the heart beat at this mean interval from now on; nil stops it. 200 ms to 10 s are used.
  public mutating func setHeart(interval: TimeSpan?) {
    guard let interval else {
      timers.beat = Timers.never
      heart.interval_ns = 0
      return
    }
    heart.interval_ns = min(10_000_000_000, max(200_000_000, interval.nanoseconds))
    timers.beat = now_ns &+ heart.nextInterval_ns()
  }

  /// One R wave now, beside the rhythm: a premature beat.
  public mutating func beatNow() { tellBeat() }

  mutating func beat() {
    timers.beat = now_ns &+ max(1_000_000, heart.nextInterval_ns())
    tellBeat()
  }

  private mutating func tellBeat() {
    guard isRunning else { return }
    let interval_ns = heart.last_ns.map { now_ns &- $0 } ?? 0
    heart.last_ns = now_ns
    heart.number = heart.number &+ 1
    guard link != 0 else { return }
    line.queue(
      .beat(time: deviceNow, interval: .nanoseconds(interval_ns), number: heart.number), request: 0, rank: .report,
      at: now_ns)
  }
}
