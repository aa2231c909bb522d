import SafetyKernel

extension Transition {
  /// What each step towards energy needs.
  var enteringRule: Rule? {
    if scan.intent, let rule = armingRule { return rule }
    if scan.fired, let rule = firingRule { return rule }
    if scan.armed {
      guard before.mode.name == .charging, truth.durable, truth.bankReady, truth.device == .armed, truth.ours else {
        return .armedEarned
      }
    }
    if after.mode.name == .armed, before.mode.name != .armed, !scan.armed { return .armedEarned }
    if case .charge = command {
      guard case .probing(let step, true, true, _) = before.mode, truth.bankSafe, input.reply == .probeGood,
        step == situation.lastPair
      else { return .chargingEarned }
    }
    if after.mode.name == .charging, before.mode.name != .charging {
      guard case .charge = command else { return .chargingEarned }
    }
    if case .probing(_, true, _, _) = after.mode, case .probing(_, false, _, _) = before.mode, !truth.readBackEqual {
      return .chargingEarned
    }
    if after.mode.name == .standby, before.mode.name != .standby {
      guard truth.bankSafe, truth.device == .idle || truth.device == .fault else { return .standbyEarned }
    }
    return nil
  }

  private var armingRule: Rule? {
    guard before.mode.name == .standby, before.prepared, !truth.stop, !isOwed, roleFits else { return .armingEarned }
    if kind != .selfTest, !before.faults.isEmpty { return .armingEarned }
    let machine = truth.fresh && truth.bankSafe && truth.device == .idle && !truth.ownFault && truth.interlocksClosed
    let host = truth.leaseLive && truth.recordGood && truth.clockGood && !truth.late && !truth.gateRefused
    guard machine, host, !truth.sumsExhausted, truth.freshNonceGood, truth.calibrated || kind != .treatment else {
      return .armingEarned
    }
    var confirmed = before.arrayConfirmed && after.arrayConfirmed
    if confirmsArray {
      confirmed = true
    } else if input.command == .none {
      guard configuration.pedal == .armsAndFires, truth.pedal == .first,
        case .standby(pedalReleased: true) = before.mode
      else { return .armingEarned }
    } else if input.command != .armUnconfirmed {
      return .armingEarned
    }
    guard kind != .selfTest else { return nil }
    guard truth.arrayMatches else { return .armingEarned }
    let named = input.health == .arrayNamed || (situation.carriesIdentity && input.health != .arrayUnnamed)
    return named || confirmed ? nil : .armingEarned
  }

  private var firingRule: Rule? {
    guard case .none = before.standing, case .armed(let released, _, _) = before.mode, !truth.stop, roleFits,
      truth.leaseLive, truth.holderIsArmer, !truth.sumsExhausted
    else { return .fireEarned }
    switch input.command {
    case .fire: return nil
    case .none: return isPressed && released ? nil : .fireEarned
    case .prepare, .prepareSelfTest, .prepareBad, .prepareOtherLease, .arm, .armUnconfirmed, .armWrongDigest,
      .armOtherLease, .fireWrongNonce, .fireOldTicket, .fireNegativeTicket, .fireOtherLease, .disarm, .disarmOtherLease,
      .acknowledge, .resolveNone, .resolveOne:
      return .fireEarned
    }
  }

  /// What people ask for.
  var commandRule: Rule? {
    switch input.command {
    case .prepareBad, .prepareOtherLease, .armWrongDigest, .armOtherLease, .fireWrongNonce, .fireOldTicket,
      .fireNegativeTicket, .fireOtherLease, .disarmOtherLease:
      // The other lease is the holder's own where the other one holds it.
      if isOthersOwn { break }
      if scan.accepted || scan.prepared { return .wrongRefused }
    case .none, .prepare, .prepareSelfTest, .arm, .armUnconfirmed, .fire, .disarm, .acknowledge, .resolveNone,
      .resolveOne:
      break
    }
    if scan.refusal != nil, scan.intent || scan.fired || scan.prepared || scan.cleared { return .refusedIdle }
    if scan.prepared, before.mode.energises, after.mode.energises { return .refusedIdle }
    return nil
  }

  /// Whether the command arms, under its sender's own lease, and confirms the array.
  var confirmsArray: Bool { input.command == .arm || (input.command == .armOtherLease && isOthersOwn) }

  private var isOthersOwn: Bool {
    guard input.lease == .otherHolder else { return false }
    switch input.command {
    case .prepareOtherLease, .armOtherLease, .fireOtherLease, .disarmOtherLease: return true
    case .none, .prepare, .prepareSelfTest, .prepareBad, .arm, .armUnconfirmed, .armWrongDigest, .fire,
      .fireWrongNonce, .fireOldTicket, .fireNegativeTicket, .disarm, .acknowledge, .resolveNone, .resolveOne:
      return false
    }
  }
}
