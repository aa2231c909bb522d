import ControlInterface
import GeneratorLink
import Glibc
import Quantities
import Varlink
import VarlinkWire
import VirtualGenerator

/// io.porate.Simulator on the server's event loop.
final class SimulatorHandler: CallHandler {
  /// Entries of the truth log in one reply; each is at most 500 bytes, a message at most 65,536.
  static let truthPage = 100

  private let machine: Machine
  private let signals: SignalDesk
  private var settings: SimulatorOptions
  private var resistor: Resistance?

  init(_ machine: Machine, _ signals: SignalDesk, _ options: SimulatorOptions) {
    self.machine = machine
    self.signals = signals
    settings = options
  }

  func connectionOpened(_ connection: ConnectionID, peer: PeerCredentials) {}

  func connectionClosed(_ connection: ConnectionID, reason: ClosedReason) {}

  func handle(_ call: IncomingCall, responder: Responder) {
    do {
      try answer(call, responder)
    } catch let complaint as any Complaint {
      refuse(complaint, responder)
    } catch {
      refuse(Simulator.Unclear(explanation: "\(error)"), responder)
    }
  }

  private func refuse(_ complaint: some Complaint, _ responder: Responder) {
    do {
      try responder.fail(type(of: complaint).name, encoding: complaint)
    } catch {
      complain("\(error)")
    }
  }

  private func answer(_ call: IncomingCall, _ responder: Responder) throws {
    switch "\(call.interface).\(call.method)" {
    case Simulator.Press.name:
      let wanted = try call.decoded(as: Simulator.Press.Parameters.self)
      try schedule(Orders.move(wanted.line, isPressed: true), wanted.trigger)
    case Simulator.Release.name:
      let wanted = try call.decoded(as: Simulator.Release.Parameters.self)
      try schedule(Orders.move(wanted.line, isPressed: false), wanted.trigger)
    case Simulator.Set.name: try set(try call.decoded(as: Simulator.Set.Parameters.self).settings)
    case Simulator.Inject.name:
      let wanted = try call.decoded(as: Simulator.Inject.Parameters.self)
      try inject(wanted.injection, wanted.trigger)
    case Simulator.ClearFaults.name: machine.use { $0.clearFaults() }
    case Simulator.GetTruth.name:
      let from = try call.decoded(as: Simulator.GetTruth.Parameters.self).from ?? 1
      return try tell(from: UInt64(max(1, from)), responder)
    case Simulator.GetState.name: return try responder.reply(encoding: state())
    case _: throw Simulator.Unclear(explanation: "\(call.method) is not served")
    }
    try responder.reply()
  }

  private func schedule(_ action: SimulatedAction, _ trigger: Simulator.Trigger?) throws {
    let trigger = try Orders.trigger(trigger)
    machine.use { $0.schedule(action, at: trigger) }
  }

  private func inject(_ injection: Simulator.Injection, _ trigger: Simulator.Trigger?) throws {
    switch (injection.fault, injection.signal) {
    case (.some, nil): try schedule(.fault(try Orders.fault(injection)), trigger)
    case (nil, let signal?):
      guard let pid = injection.pid else { throw Simulator.Unclear(explanation: "a signal needs a pid") }
      let process = Int32(try Orders.within(pid, 2, Int64(Int32.max), "pid"))
      // Asked now, so that a wrong number is told now and not when the trigger comes.
      guard kill(process, 0) == 0 else {
        throw Simulator.CannotSignal(pid: pid, explanation: "process \(pid): \(String(cString: strerror(errno)))")
      }
      try schedule(.notice(signals.order(signal, to: process)), trigger)
    case _: throw Simulator.Unclear(explanation: "an injection names a fault, or a signal with a pid")
    }
  }

  /// Changes everything that is given, or, if one of it is wrong, nothing.
  private func set(_ wanted: Simulator.Settings) throws {
    var next = settings
    var nextResistor = resistor
    if let name = wanted.tissue {
      guard SimulatorOptions.tissues.contains(name) else {
        throw Simulator.NoSuchName(field: "tissue", name: name, known: SimulatorOptions.tissues)
      }
      next.tissue = name
    }
    if let name = wanted.array {
      let kind = ArrayKind(rawValue: name)
      guard kind != nil || name == "none" else {
        throw Simulator.NoSuchName(field: "array", name: name, known: ArrayKind.allCases.map(\.rawValue) + ["none"])
      }
      if kind != next.array { next.gap = nil }
      next.array = kind
    }
    if let chip = wanted.chip { next.carriesChip = chip }
    if let gap = wanted.gap { next.gap = .micrometres(try Orders.within(gap.micrometres, 1_000, 50_000, "gap_um")) }
    if let load = wanted.load {
      let milliohms = try Orders.within(load.milliohms, 0, 1_000_000_000, "load_mohm")
      nextResistor = milliohms == 0 ? nil : .milliohms(milliohms)
    }
    let beats = try wanted.beatsPerMinute.map { $0 == 0 ? 0 : try Orders.within($0, 6, 300, "beats_per_minute") }
    let supply = try wanted.supplyMilliwatts.map { try Orders.within($0, 0, 100_000_000, "supply_mW") }
    let bank = try wanted.bankNanofarads.map { try Orders.within($0, 1_000, 100_000_000, "bank_nF") }
    let touchesArray =
      wanted.tissue != nil || wanted.array != nil || wanted.chip != nil || wanted.gap != nil || wanted.load != nil
    let array = touchesArray ? try makeArray(next, nextResistor) : nil
    settings = next
    resistor = nextResistor
    machine.use { device in
      if touchesArray { device.schedule(.array(array)) }
      if let beats { device.setHeart(interval: beats == 0 ? nil : .nanoseconds(60_000_000_000 / beats)) }
      if let supply { device.setSupply(power_W: Double(supply) * 1e-3) }
      if let bank { device.setCapacitance(Double(bank) * 1e-9) }
    }
  }

  private func makeArray(_ options: SimulatorOptions, _ resistor: Resistance?) throws -> SimulatedArray? {
    guard let resistor, let kind = options.array else { return try options.makeArray() }
    var array = SimulatedArray(resistor: resistor, kind: kind)
    array.carriesChip = options.carriesChip
    return array
  }

  private func tell(from number: UInt64, _ responder: Responder) throws {
    var number = number
    while true {
      let events = machine.log.events(from: number, atMost: Self.truthPage)
      guard let stream = responder.stream, events.count == Self.truthPage, let last = events.last else {
        return try responder.reply(["lines": .array(events.map(Self.line))])
      }
      try stream.send(["lines": .array(events.map(Self.line))])
      number = last.number &+ 1
      guard stream.hasRoom else { return whenRoom(stream, from: number, responder) }
    }
  }

  /// Goes on when the client has taken what it got.
  private func whenRoom(_ stream: ReplySender, from number: UInt64, _ responder: Responder) {
    stream.whenRoom { [self] in
      do { try tell(from: number, responder) } catch { complain("\(error)") }
    }
  }

  private static func line(_ event: TruthEvent) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for field in event.fields {
      switch field.value {
      case .integer(let value): members[field.name] = .integer(value)
      case .text(let value): members[field.name] = .string(value)
      }
    }
    return .object(members)
  }

  private func state() -> Simulator.GetState.Reply {
    let link = machine.link
    return machine.use { device in
      Simulator.GetState.Reply(
        serial: device.memory.serial.ascii, state: "\(device.state)", bank: device.bankVoltage,
        permit: device.isPermitLive, counter: Int64(device.memory.pulseCounter), linkPath: link,
        closed: Simulator.Line.allCases.filter { device.lines[Orders.line($0)] },
        array: device.array?.identity.ascii ?? "none", tissue: device.array?.contents ?? "none",
        fault: "\(device.fault)", faults: device.activeFaults.map(\.rawValue), waiting: Int64(device.pendingActions))
    }
  }
}
