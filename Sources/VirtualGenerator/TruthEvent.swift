public import GeneratorLink
public import Quantities
public import SHA256

/// One entry of the simulator's own log of what really happened, from the plant's true values, never from its channels.
public struct TruthEvent: Sendable, Equatable {
  /// Running number, from 1 on.
  public var number: UInt64
  /// On the simulation's clock.
  public var time: SimulationInstant
  /// On the device's clock, since its start.
  public var deviceTime: TimeSpan
  /// The device's start that it belongs to.
  public var boot: UInt64
  /// What happened.
  public var fact: TruthFact
}

/// A pulse that begins.
public struct TruePulseStart: Sendable, Equatable {
  /// Its train.
  public var nonce: UInt64
  /// Its index in the whole train, from 0.
  public var index: UInt16
  /// Its step, from 0.
  public var step: UInt8
  /// The electrode that is positive in truth.
  public var positive: UInt8
  /// The electrode that is negative in truth.
  public var negative: UInt8
  /// The counter with this pulse.
  public var counter: UInt32
  /// Until when the permit stands, on the device's clock.
  public var permitUntil: DeviceInstant
}

/// A pulse that ended.
public struct TruePulseEnd: Sendable, Equatable {
  /// Its train.
  public var nonce: UInt64
  /// Its index in the whole train, from 0.
  public var index: UInt16
  /// Its step, from 0.
  public var step: UInt8
  /// True mean voltage over the middle 80 %, positive when the step's positive electrode is.
  public var voltage: Voltage
  /// True mean current over the middle 80 %, signed as the voltage.
  public var current: Current
  /// Highest true current.
  public var peakCurrent: Current
  /// True width at half height; 0 when no voltage came out.
  public var width: TimeSpan
  /// True energy at the terminals.
  public var energy: Energy
  /// Why the device cut it.
  public var cut: PulseCut
}

/// What can happen.
public enum TruthFact: Sendable, Equatable {
  /// The device runs.
  case started(serial: Bytes16, counter: UInt32, byWatchdog: Bool)
  /// A host opened a link.
  case linkOpened(UInt32)
  /// The device's state changed.
  case entered(DeviceState, from: DeviceState)
  /// A permit began to live; heartbeats that prolong it are not logged, see ``TruePulseStart/permitUntil``.
  case permitGranted(until: DeviceInstant)
  /// The permit lapsed.
  case permitLapsed
  /// A discharge request or a new link revoked the permit.
  case permitRevoked
  /// A discharge request arrived that found a live permit, an energised device or a charged bank.
  case dischargeReceived
  /// A program is held from now on.
  case programCommitted(nonce: UInt64, digest: SHA256Digest)
  /// Charging for a train was accepted; the nonce is spent.
  case chargeAccepted(nonce: UInt64)
  /// A release was accepted.
  case releaseAccepted(nonce: UInt64, step: UInt8, pulse: UInt16)
  /// A release was refused.
  case releaseRefused(nonce: UInt64, RejectReason)
  /// A pulse begins.
  case pulseStart(TruePulseStart)
  /// A pulse ended.
  case pulseEnd(TruePulseEnd)
  /// A train is over.
  case trainEnded(nonce: UInt64, EndReason, pulses: UInt16)
  /// The bank's true voltage rose above 42 V.
  case bankAbove42V
  /// The bank's true voltage fell below 42 V.
  case bankBelow42V
  /// The device found a fault of its own.
  case deviceFault(DeviceFault)
  /// The device's own fault is gone.
  case deviceFaultGone
  /// A fault of the menu takes effect.
  case injected(SimulatedFault)
  /// A fault of the menu changed something for the first time since it came: bytes were lost, a pulse is missing.
  case tookEffect(FaultEntry)
  /// A fault of the menu is over.
  case cleared(FaultEntry)
  /// A line moved.
  case line(InputLine, isClosed: Bool)
  /// Another array is on the socket; nil for none.
  case array(Bytes16?)
}
