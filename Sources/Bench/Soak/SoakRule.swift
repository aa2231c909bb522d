/// What must hold after every tick of a random run, formulated on the simulator's truth, on what the daemon shows, and on
/// the bytes that it sends, never by the kernel's own code.
public enum SoakRule: String, Hashable, Sendable, CaseIterable {
  // The permit.
  /// No permit while a required interlock is open.
  case interlock
  /// No permit without a link and fresh telemetry.
  case telemetry
  /// No permit without a live lease of a role that may do this, held by whoever armed.
  case lease
  /// No permit while the plan's array is not on the socket.
  case array
  /// No permit for an array without a chip that nobody confirmed.
  case arrayConfirmed
  /// No permit for a treatment without a calibration in date.
  case calibration
  /// No permit with a latched fault, but for a self-test.
  case latchedFault
  /// No permit while a former train's outcome is owed.
  case unresolved
  /// No permit towards `armed` without a record that can be written.
  case record
  /// No permit without realtime priority.
  case realtime
  /// No permit in the tick that saw a stop.
  case stop
  /// No permit in a tick beyond its budget of lateness.
  case late
  /// No charge unless the generator holds the confirmed program and read it back unchanged.
  case readBack
  /// A long train ends when nobody holds it.
  case hold
  // What goes over the line.
  /// No heartbeat and no energising request without permit, or after a refusal of the second gate.
  case heartbeat
  /// Each release is sent once.
  case releaseOnce
  /// No release but after a firing that somebody was entitled to, or a press of the pedal.
  case fire
  /// Without permit a discharge is asked for until the bank is measured below 42 V, or that fails as a latched fault.
  case discharge
  // Pulses and bank.
  /// No pulse without a live permit in the device.
  case pulsePermit
  /// No pulse after the daemon's withdrawal, beyond the permit's time to live.
  case pulseAfterWithdrawal
  /// No pulse without a release, beyond a gate, or twice.
  case pulseReleased
  /// Never more pulses than planned; one that a broken generator gives is found and latched.
  case pulseCount
  /// Pulses on the planned electrodes, with the planned polarity and at most the planned voltage.
  case pulsePlace
  /// Synchronised pulses within the window behind a beat.
  case sync
  /// The bank is never above the voltage that was asked for.
  case bank
  /// In standby the bank is below 42 V.
  case standbyBank
  // The machine.
  /// Only the transitions of docs/states.md.
  case transition
  /// No state lasts longer than its countdown.
  case countdown
  /// Latched faults stay until an acknowledgement.
  case faultsKept
  /// The first cause is kept.
  case firstCause
  /// Faults clear only when their conditions are gone.
  case cleared
  // Trains.
  /// Every train with an intent has exactly one outcome, or is unresolved.
  case oneOutcome
  /// `delivered` means that the generator truly gave all pulses, within limits.
  case delivered
  /// A count is the true count.
  case counted
  /// Armed only behind a durable intent.
  case durable
  /// A nonce is used once.
  case nonce
  /// The status and the records tell the same.
  case consistent
  /// Sums of a minute and of a site are kept.
  case sums
  /// No event is lost silently.
  case events
  /// No rule of the machine's: the run showed too little to prove anything.
  case worth

  /// Those that need no records to be judged.
  static let withoutRecords: Set<SoakRule> = [
    .interlock, .telemetry, .late, .stop, .realtime, .heartbeat, .discharge, .pulsePermit, .pulseAfterWithdrawal,
    .standbyBank, .countdown, .events,
  ]
}

/// A rule that did not hold.
public struct SoakFailure: Hashable, Sendable, CustomStringConvertible {
  /// The rule.
  public var rule: SoakRule
  /// The tick after which that was seen, from 1.
  public var tick: Int
  /// What was seen.
  public var text: String

  /// A rule that was seen broken.
  public init(rule: SoakRule, tick: Int, text: String) {
    self.rule = rule
    self.tick = tick
    self.text = text
  }

  /// One line for people.
  public var description: String { "tick \(tick): rule \(rule.rawValue) broken: \(text)" }
}
