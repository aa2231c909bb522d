// The classes of everything that one tick can bring. Within a class the kernel's rules see no difference that matters;
// which values stand for a class depends on the state that is explored (``InputWriter``).

/// What the generator does, by its telemetry.
package enum DeviceClass: UInt8, CaseIterable, Sendable {
  /// What it should do in this state.
  case expected = 0
  case idleEmpty, idleLive, probing, chargingLow, armedReady, armedFar, armedOtherNonce, deliveringSame
  case deliveringAhead, waitingReady, waitingFar, waitingOtherNonce, endedWhole, endedShort, idleWhole, idleAhead
  case faultEmpty, faultLive
}

/// What is wrong with the link, with telemetry or with what it tells beside ``DeviceClass``.
package enum HealthClass: UInt8, CaseIterable, Sendable {
  case good = 0
  case stale, ageNegative, opening, down, otherSerial, otherBoot, ownFault, oneBankLies, bankTooHigh, outputLive
  case counterExtra, counterLeapt, counterBack, arrayAbsent, arrayOther, arrayNamed, arrayUnnamed
}

/// What the generator answered to a question, and beats.
package enum ReplyClass: UInt8, CaseIterable, Sendable {
  /// The read-back stands as in this state it should; nothing else.
  case usual = 0
  case noReadBack, readBackEqual, readBackDiffers, probeGood, probeShort, probeOpen, probeOtherStep, probeOtherNonce
  case fateNeverStarted, fateEnded, fateEndedAhead, fateUnreported, beatUsable, beatPast, beatImplausible, beatAhead
}

/// The control lease.
package enum LeaseClass: UInt8, CaseIterable, Sendable {
  /// The holder who armed (or may arm) holds the firing.
  case holding = 0
  case loose, otherHolder, technician, engineer, lapsed, ageNegative, none
}

/// Interlock lines and pedal.
package enum LinesClass: UInt8, CaseIterable, Sendable {
  case released = 0
  case pedalFirst, pedalSecond, pedalAbsent, pedalImplausible, doorOpen, chainOpen
}

/// When the tick came.
package enum TimingClass: UInt8, CaseIterable, Sendable {
  case onTime = 0
  case late, early
}

/// The host's own conditions, one of them bad at a time.
package enum HostClass: UInt8, CaseIterable, Sendable {
  case good = 0
  case intentMissing, intentOther, recordBad, clockBad, uncalibrated, notRealtime, gateRefused, sumsExhausted
  case nonceSpent, nonceZero
}

/// The command of the tick.
package enum CommandClass: UInt8, CaseIterable, Sendable {
  case none = 0
  case prepare, prepareSelfTest, prepareBad, prepareOtherLease, arm, armUnconfirmed, armWrongDigest, armOtherLease
  case fire, fireWrongNonce, fireOldTicket, fireNegativeTicket, fireOtherLease, disarm, disarmOtherLease
  case acknowledge, resolveNone, resolveOne
}

/// The pulse report of the tick.
package enum ReportClass: UInt8, CaseIterable, Sendable {
  case none = 0
  case good, voltageLow, voltageHigh, voltageReversed, currentLow, currentHigh, currentReversed, tooShort, tooLong, cut
  case duplicate, ahead, extra, mistimed, otherNonce, otherStep
}
