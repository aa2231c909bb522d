import ControlInterface
import PulseDispatch
import Quantities
import SHA256
import SafetyKernel
import Settings
import Treatment

extension ControlLogic {
  /// Plans a train and gives it to the kernel.
  mutating func prepare(_ call: ServiceCall, _ parameters: Control.Prepare.Parameters, _ peer: Peer) {
    guard let configuration = setup.configuration, setup.isConfigured else { return fail(call.id, notConfigured) }
    guard holds(parameters.token, peer), let lease else { return fail(call.id, noLease) }
    let wanted = parameters.plan
    let library = configuration.library
    guard let array = library.array(named: wanted.array) else {
      let known = library.arrays.map(\.name)
      return fail(
        call.id, Control.NoSuchArray(name: wanted.array, known: known, remedy: NameHint.text(wanted.array, known)))
    }
    guard let definition = library.protocolDefinition(named: wanted.protocolName) else {
      let known = library.protocols.map(\.name)
      return fail(
        call.id,
        Control.NoSuchProtocol(
          name: wanted.protocolName, known: known, remedy: NameHint.text(wanted.protocolName, known)))
    }
    if let refusal = kindRefusal(array.kind.planKind, lease.role, peer) { return fail(call.id, refusal) }
    if let site = wanted.site, site.utf8.count > Self.maximumText {
      return fail(call.id, Control.BadValue(field: "site", explanation: "a name of at most 512 bytes"))
    }
    do throws(TreatmentError) {
      let planned = try planner(configuration).planned(
        definition, on: array, gap: wanted.gap, typedVoltage: wanted.voltage, site: site(wanted.site))
      guard let train = preparedTrain(planned, array, definition, uid: peer.uid) else {
        return fail(call.id, PlanErrors.refused(.outOfRange("the plan"), file: definition.file))
      }
      if wanted.acceptLowered == false, planned.isLowered {
        return fail(call.id, PlanErrors.lowered(train.display.pairs))
      }
      send(.prepare(.call(call.id), train)) { .prepare(correlation: $0, lease.identity, planned.plan) }
    } catch {
      fail(call.id, PlanErrors.refused(error, file: definition.file))
    }
  }

  func planner(_ configuration: Configuration) -> TrainPlanner {
    TrainPlanner(configuration: configuration.settings.kernel, machineFile: configuration.settings.limitsFile)
  }

  /// Why a holder's role may not give a kind of plan, or nil.
  private func kindRefusal(_ kind: PlanKind, _ role: Control.Role, _ peer: Peer) -> Control.NotAllowed? {
    let action: Action =
      switch kind {
      case .treatment: .treat
      case .testLoad: .testLoad
      case .selfTest: .selfTest
      }
    return action.allowed.contains(role) ? nil : notAllowed(peer, action)
  }

  /// The spot that a name stands for; no name is the spot nobody named.
  private func site(_ name: String?) -> SiteIdentity {
    guard let name, !name.isEmpty else { return SiteIdentity(value: 0) }
    return SiteIdentity(value: SHA256.digest(of: Array(name.utf8)).word0)
  }

  /// Arms the prepared plan.
  mutating func arm(_ call: ServiceCall, _ parameters: Control.Arm.Parameters, _ peer: Peer) {
    guard setup.isConfigured else { return fail(call.id, notConfigured) }
    guard holds(parameters.token, peer), let lease else { return fail(call.id, noLease) }
    guard let prepared else { return fail(call.id, Complaints.nothingPrepared) }
    // Somebody else may have prepared it: what this holder could not prepare, this holder cannot arm.
    if let refusal = kindRefusal(prepared.planned.plan.kind, lease.role, peer) { return fail(call.id, refusal) }
    guard let digest = SHA256Digest(hex: parameters.digest) else {
      return fail(call.id, Control.BadValue(field: "digest", explanation: "64 hexadecimal digits"))
    }
    guard PlanDigest(value: digest) == prepared.digest else {
      return fail(call.id, Complaints.digestDiffers(prepared.digest))
    }
    var confirmed = ArrayIdentity(low: 0, high: 0)
    if let name = parameters.confirmedArray {
      guard let array = setup.configuration?.library.array(named: name) else {
        let known = setup.configuration?.library.arrays.map(\.name) ?? []
        return fail(call.id, Control.NoSuchArray(name: name, known: known, remedy: NameHint.text(name, known)))
      }
      guard array.name == prepared.planned.array else {
        return fail(
          call.id,
          Control.Refused(
            name: "arrayDiffers", explanation: "the plan is for \(prepared.planned.array), not for \(array.name)",
            remedy: "connect \(prepared.planned.array), or prepare for \(array.name)"))
      }
      confirmed = array.identity
    }
    send(.arm(.call(call.id), uid: peer.uid)) {
      .arm(correlation: $0, lease.identity, prepared.digest, confirmed: confirmed)
    }
  }

  /// Fires the armed train.
  mutating func fire(_ call: ServiceCall, _ parameters: Control.Fire.Parameters, _ peer: Peer) {
    guard setup.isConfigured else { return fail(call.id, notConfigured) }
    guard holds(parameters.token, peer), let lease else { return fail(call.id, noLease) }
    guard let nonce = UInt64(parameters.nonce, radix: 16) else {
      return fail(call.id, Control.BadValue(field: "nonce", explanation: "the nonce that Arm gave"))
    }
    // A ticket that is unknown or forgotten is an old one.
    guard let issued = lease.issued(parameters.ticket), let age = now.since(issued), age >= .zero,
      age <= setup.ticketAge
    else { return fail(call.id, Complaints.ticketTooOld(setup.ticketAge)) }
    send(.fire(.call(call.id))) {
      .fire(correlation: $0, lease.identity, Nonce(value: nonce), ticketIssued: issued)
    }
  }

  /// Gives up the arming.
  mutating func disarm(_ call: ServiceCall, _ parameters: Control.Disarm.Parameters, _ peer: Peer) {
    guard holds(parameters.token, peer), let lease else { return fail(call.id, noLease) }
    send(.disarm(call.id)) { .disarm(correlation: $0, lease.identity) }
  }

  /// A person saw the latched faults.
  mutating func acknowledge(_ call: ServiceCall, _ peer: Peer) {
    guard setup.isConfigured else { return fail(call.id, notConfigured) }
    send(.acknowledge(call.id, user: peer.user)) { .acknowledge(correlation: $0) }
  }

  /// A person states what an unresolved train gave.
  mutating func resolve(_ call: ServiceCall, _ parameters: Control.ResolveTrain.Parameters, _ peer: Peer) {
    guard setup.isConfigured else { return fail(call.id, notConfigured) }
    guard let pulses = UInt16(exactly: parameters.pulses) else {
      return fail(call.id, Control.BadValue(field: "pulses", explanation: "a number from 0 to 65535"))
    }
    guard !parameters.reason.isEmpty, parameters.reason.utf8.count <= Self.maximumText else {
      return fail(call.id, Control.BadValue(field: "reason", explanation: "give a reason of 1 to 512 bytes"))
    }
    let request = ResolveRequest(call: call.id, uid: peer.uid, reason: parameters.reason, pulses: pulses)
    send(.resolve(request)) { .resolve(correlation: $0, pulses: pulses) }
  }

  /// Prepares, arms and fires the self-test of the library under the caller's lease.
  mutating func selfTest(_ call: ServiceCall, _ parameters: Control.SelfTest.Parameters, _ peer: Peer) {
    guard let configuration = setup.configuration, setup.isConfigured else { return fail(call.id, notConfigured) }
    guard holds(parameters.token, peer), let lease else { return fail(call.id, noLease) }
    let library = configuration.library
    guard let array = library.arrays.first(where: { $0.kind == .internalLoad }),
      let definition = library.protocols(for: array).first
    else {
      return fail(
        call.id,
        Control.Refused(
          name: "noSelfTest", explanation: "the library has no self-test",
          remedy: "add an array of kind internal-load and a protocol for it, as the shipped configuration has"))
    }
    do throws(TreatmentError) {
      let planned = try planner(configuration).planned(definition, on: array)
      guard let train = preparedTrain(planned, array, definition, uid: peer.uid) else {
        return fail(call.id, PlanErrors.refused(.outOfRange("the plan"), file: definition.file))
      }
      send(.prepare(.selfTest(call.id), train)) { .prepare(correlation: $0, lease.identity, planned.plan) }
    } catch {
      fail(call.id, PlanErrors.refused(error, file: definition.file))
    }
  }
}
