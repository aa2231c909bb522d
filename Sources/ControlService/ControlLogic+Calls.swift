import ControlInterface
import Journal
import PulseDispatch
import Quantities
import SafetyKernel
import Treatment
import VarlinkWire

extension ControlLogic {
  /// Everyone may stop, at once, whatever else is under way.
  mutating func stop(_ call: ServiceCall) {
    effects.append(.stop)
    let peer = peers[call.client]
    note("stop", ["user": peer?.user ?? "unknown", "pid": peer.map { "\($0.pid)" } ?? ""])
    reply(call.id, Control.Stop.Reply(mode: mode))
  }

  /// Answers a call, or hands it to the loop or the record and answers later.
  mutating func answer(_ call: ServiceCall) {
    guard let peer = peers[call.client] else { return }
    switch call.method {
    case Control.GetInfo.name: run(Control.GetInfo.self, call, peer, .read) { $0.info(call, peer) }
    case Control.GetState.name: run(Control.GetState.self, call, peer, .read) { $0.state(call) }
    case Control.Monitor.name: run(Control.Monitor.self, call, peer, .read) { $0.monitor(call) }
    case Control.ListElectrodes.name: run(Control.ListElectrodes.self, call, peer, .read) { $0.listElectrodes(call) }
    case Control.ListProtocols.name: run(Control.ListProtocols.self, call, peer, .read) { $0.listProtocols(call) }
    case Control.GetDiagnostics.name: run(Control.GetDiagnostics.self, call, peer, .diagnose) { $0.diagnose(call) }
    case Control.AcquireControl.name:
      acting(Control.AcquireControl.self, call, peer, .lease) { $0.acquire(call, $1, peer) }
    case Control.RenewControl.name: acting(Control.RenewControl.self, call, peer, .lease) { $0.renew(call, $1, peer) }
    case Control.Prepare.name: acting(Control.Prepare.self, call, peer, .lease) { $0.prepare(call, $1, peer) }
    case Control.Arm.name: acting(Control.Arm.self, call, peer, .lease) { $0.arm(call, $1, peer) }
    case Control.Fire.name: acting(Control.Fire.self, call, peer, .lease) { $0.fire(call, $1, peer) }
    case Control.Disarm.name: acting(Control.Disarm.self, call, peer, .lease) { $0.disarm(call, $1, peer) }
    case Control.SelfTest.name: acting(Control.SelfTest.self, call, peer, .selfTest) { $0.selfTest(call, $1, peer) }
    case Control.AcknowledgeFault.name:
      acting(Control.AcknowledgeFault.self, call, peer, .acknowledge) { logic, _ in logic.acknowledge(call, peer) }
    case Control.ResolveTrain.name:
      acting(Control.ResolveTrain.self, call, peer, resolveAction) { $0.resolve(call, $1, peer) }
    case Record.GetTrain.name, Record.ListTrains.name: readRecord(call, peer)
    case _: log(.error, "a method that is declared and not implemented: \(call.method)")
    }
  }

  /// A method without parameters that changes nothing.
  private mutating func run<Method: InterfaceMethod>(
    _ method: Method.Type, _ call: ServiceCall, _ peer: Peer, _ action: Action, _ body: (inout Self) -> Void
  ) {
    guard setup.access.may(peer, action) else { return refuse(call, peer, action) }
    body(&self)
  }

  /// A method whose parameters count.
  private mutating func acting<Method: InterfaceMethod>(
    _ method: Method.Type, _ call: ServiceCall, _ peer: Peer, _ action: Action,
    _ body: (inout Self, Method.Parameters) -> Void
  ) {
    guard setup.access.may(peer, action) else { return refuse(call, peer, action) }
    do {
      body(&self, try JSONValue.object(call.parameters).decoded(as: Method.Parameters.self))
    } catch {
      // The interface's own check was before; what comes here is a number that does not fit its type.
      fail(call.id, Control.BadValue(field: "parameters", explanation: "\(error)"))
    }
  }

  mutating func refuse(_ call: ServiceCall, _ peer: Peer, _ action: Action) {
    fail(call.id, notAllowed(peer, action))
    note("access.refused", ["user": peer.user, "method": call.method])
  }

  /// The error for an action that a peer's roles do not allow.
  func notAllowed(_ peer: Peer, _ action: Action) -> Control.NotAllowed {
    let needed = action.allowed.map(\.rawValue).joined(separator: ", ")
    return Control.NotAllowed(
      needed: action.allowed, explanation: "user \(peer.user) has none of the roles \(needed)",
      remedy: "ask for a role: `access:` in \(setup.configurationFile)")
  }

  /// The error while there is no generator to talk to.
  var notConfigured: Control.NotConfigured {
    Control.NotConfigured(
      problems: setup.problems.map(\.wire),
      explanation: setup.configuration == nil ? "the configuration is bad" : "no generator is configured",
      nextCommand: nextCommand ?? "")
  }

  /// What a person should do where the machine cannot go on by itself.
  var nextCommand: String? {
    if setup.configuration == nil { return "porated check --config \(setup.configurationFile)" }
    if !setup.isConfigured {
      return "add `generator:` to \(setup.configurationFile), then: porated check --config \(setup.configurationFile)"
    }
    return nil
  }

  /// Which right stating an outcome takes: that for tissue, unless the train is known to have gone into a load.
  private var resolveAction: Action {
    switch delivery?.train.planned.plan.kind ?? setup.lastTrain?.intent.kind {
    case .testLoad, .selfTest: .resolveLoad
    case .treatment, nil: .resolveTreatment
    }
  }

  // MARK: Commands to the loop

  mutating func send(_ kind: PendingCommand.Kind, _ message: (UInt32) -> InboxMessage) {
    // Zero means that no answer is wanted, so it is left out when the count wraps.
    lastCorrelation = lastCorrelation == .max ? 1 : lastCorrelation &+ 1
    pending[lastCorrelation] = PendingCommand(kind: kind, since: now)
    effects.append(.inbox(message(lastCorrelation)))
  }

  /// A command that met a stop or an opened interlock in its tick is not answered: precedence.
  mutating func lapseCommands() {
    for (correlation, command) in pending {
      guard let age = now.since(command.since), age > Self.answerPatience else { continue }
      pending[correlation] = nil
      fail(
        command.call,
        Control.Refused(
          name: "notAnswered", explanation: "the machine had something more urgent to do",
          remedy: "see porate status, then try again"))
    }
  }

  /// Notes something in the record. What any client can cause at will is noted some times in a while only, and nothing of
  /// this kind while the record is far behind: a flood must fill neither disk nor memory.
  mutating func note(_ kind: String, _ values: [String: String], _ nonce: Nonce? = nil) {
    guard let bytes = try? JSONValue.object(values.mapValues { .string($0) }).encoded() else { return }
    guard notes.allows(kind, at: now), record.outstanding < Self.maximumBacklog else { return }
    let body = String(decoding: bytes, as: UTF8.self)
    journal(.event(kind: kind, body: body, nonce, moment))
    log(.info, kind + " " + body)
  }
}
