import GeneratorLink

/// When the device next has something to do, in ns of the simulation's clock; `never` where there is nothing.
struct Timers: Sendable {
  static let never = Int64.max

  /// The next telemetry.
  var telemetry = Timers.never
  /// The permit's lapse.
  var permit = Timers.never
  /// The state's own look at the bank, or the probe's end.
  var work = Timers.never
  /// The next pulse, also one whose release waits for its time.
  var pulse = Timers.never
  /// The end of the pulse under way.
  var pulseEnd = Timers.never
  /// The end of waiting before a gate.
  var gate = Timers.never
  /// The next heart beat.
  var beat = Timers.never
  /// The end of a restart, or the watchdog's patience with firmware that hangs.
  var start = Timers.never

  /// The earliest.
  var next: Int64 {
    min(min(min(telemetry, permit), min(work, pulse)), min(min(pulseEnd, gate), min(beat, start)))
  }

  /// Stops everything but the heart.
  mutating func stop() {
    let beat = beat
    self = Timers()
    self.beat = beat
  }
}

/// A train from its charging on; it is kept when it is over, for the host's query.
struct Train: Sendable {
  let nonce: UInt64
  /// The step that is at work or waited before.
  var step: UInt8 = 0
  /// Pulses given of this step.
  var pulseInStep: UInt16 = 0
  /// Pulses given of all steps.
  var given: UInt16 = 0
  /// When the last pulse started, on the simulation's clock.
  var lastStart_ns: Int64 = 0
  /// Why it is over; `none` while it is not.
  var endReason = EndReason.none

  init(nonce: UInt64) { self.nonce = nonce }
}
