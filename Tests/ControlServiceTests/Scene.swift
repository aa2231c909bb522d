import ControlInterface
import Foundation
import Journal
import Quantities
import SHA256
import Settings
import Synchronization
import Testing
import VarlinkWire

@testable import ControlService
@testable import PulseDispatch
@testable import SafetyKernel

/// The logic with the shipped configuration and a generator, a clock that the test moves, and what it said last.
struct Scene {
  var logic: ControlLogic
  var status = MachineStatus()
  var now = HostInstant.nanoseconds(1_000_000_000)
  var calls: UInt64 = 0
  var clients: UInt64 = 0

  static let daemonUser: UInt32 = 1_000

  /// - Parameter access: nil stands for a configuration without `access:`.
  init(access: AccessTable? = nil, configured: Bool = true) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "config")
    let scratch = FileManager.default.temporaryDirectory.appending(path: "porate-scene-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    for name in ["electrodes", "protocols", "absolute-caps", "porated.yaml"] {
      try FileManager.default.copyItem(at: folder.appending(path: name), to: scratch.appending(path: name))
    }
    let file = scratch.appending(path: "porated.yaml")
    if configured {
      let text = try String(contentsOf: file, encoding: .utf8)
      try (text + "\ngenerator: {driver: native, device: /dev/null}\n").write(
        to: file, atomically: true, encoding: .utf8)
    }
    let setup = ServiceSetup(
      configuration: try Configuration.read(file.path), problems: [], configurationFile: "porated.yaml",
      version: "test",
      pid: 1, journalPath: nil, access: access ?? AccessTable(daemonUser: Scene.daemonUser), lastTrain: nil)
    let seed = Counter()
    logic = ControlLogic(setup, moment: RecordTime(wall: .microseconds(1), monotonic: now)) { seed.next() }
    status.state.mode = .standby(pedalReleased: false)
  }

  /// Words that differ from each other.
  final class Counter: Sendable {
    private let value = Mutex<UInt64>(0)

    func next() -> UInt64 {
      value.withLock { value in
        value += 1
        return value
      }
    }
  }

  var moment: RecordTime { RecordTime(wall: .microseconds(now.nanoseconds / 1_000), monotonic: now) }

  mutating func pass(_ time: TimeSpan) { now = now.adding(time) ?? now }

  @discardableResult
  mutating func take(_ event: ControlEvent) -> [ControlEffect] {
    logic.handle(event, status: status, moment: moment)
  }

  /// The loop says something, as the answer to a command if it has a number.
  @discardableResult
  mutating func loop(_ event: KernelEvent, _ correlation: UInt32 = 0) -> [ControlEffect] {
    take(.loop(OutboxRecord(tick: 1, time: now, correlation: correlation, event: .kernel(event))))
  }

  mutating func connect(uid: UInt32 = Scene.daemonUser, groups: Set<UInt32> = []) -> ClientID {
    clients += 1
    let client = ClientID(number: clients)
    take(.opened(client, Peer(uid: uid, groups: groups, pid: 7, user: "user\(uid)")))
    return client
  }

  mutating func call<Method: InterfaceMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters, from client: ClientID, more: Bool = false
  ) throws -> (id: CallID, effects: [ControlEffect]) {
    calls += 1
    let id = CallID(number: calls)
    let members = try #require(try JSONValue(encoding: parameters).members)
    let call = ServiceCall(id: id, client: client, method: Method.name, parameters: members, wantsMore: more)
    return (id, take(.call(call)))
  }

  /// Takes the lease; the token, and the call whose stream it is.
  mutating func acquire(_ client: ClientID) throws -> (token: String, call: CallID) {
    let (id, effects) = try call(Control.AcquireControl.self, .init(), from: client, more: true)
    return (try #require(effects.reply(Control.AcquireControl.self, to: id)).token, id)
  }

  /// Prepares plates at 6 mm; the digest.
  mutating func prepare(_ token: String, _ client: ClientID) throws -> Control.PreparedPlan {
    let plan = Control.Plan(array: "plates", protocolName: "plates-1khz", gap: .millimetres(6))
    let (id, effects) = try call(Control.Prepare.self, .init(token: token, plan: plan), from: client)
    let message = try #require(effects.inbox.first)
    guard case .prepare(let number, _, let proposal) = message, let bytes = CanonicalPlan(proposal) else {
      throw SceneError.unexpected("\(message)")
    }
    let answer = loop(.prepared(bytes.digest()), number)
    return try #require(answer.reply(Control.Prepare.self, to: id)).plan
  }

  /// Arms the prepared plan up to the kernel's intent; the call that waits.
  mutating func beginArming(_ token: String, _ digest: String, _ client: ClientID) throws -> CallID {
    let parameters = Control.Arm.Parameters(token: token, digest: digest, confirmedArray: "plates")
    let (id, effects) = try call(Control.Arm.self, parameters, from: client, more: true)
    guard case .arm(let number, _, let prepared, _)? = effects.inbox.first else { throw SceneError.unexpected("arm") }
    loop(.accepted, number)
    loop(
      .intent(
        Scene.nonce, prepared, Scene.serial, BootIdentity(value: 5), counterBefore: 100, plannedPulses: 8), number)
    return id
  }

  static let nonce = Nonce(value: 0xABC)
  static let serial = DeviceSerial(ascii: "PG-1") ?? DeviceSerial(low: 1, high: 0)

  /// A good pulse of the armed train.
  static func report(_ index: UInt16) -> PulseReport {
    PulseReport(
      nonce: nonce, step: 0, index: index, start: .microseconds(Int64(index) * 1_000), width: .microseconds(100),
      voltage: .volts(780), current: .amperes(9), peakCurrent: .amperes(9), cut: .none)
  }
}

enum SceneError: Error {
  case unexpected(String)
}

extension [ControlEffect] {
  /// The messages to the loop, in order.
  var inbox: [InboxMessage] {
    compactMap { if case .inbox(let message) = $0 { message } else { nil } }
  }

  /// The jobs for the record, in order.
  var jobs: [JournalJob] {
    compactMap { if case .journal(let job) = $0 { job } else { nil } }
  }

  /// The typed replies to a call, in order.
  func replies<Method: InterfaceMethod>(_ method: Method.Type, to call: CallID) -> [Method.Reply] {
    compactMap {
      guard case .reply(call, let members, _) = $0 else { return nil }
      return try? JSONValue.object(members).decoded(as: Method.Reply.self)
    }
  }

  func reply<Method: InterfaceMethod>(_ method: Method.Type, to call: CallID) -> Method.Reply? {
    replies(method, to: call).last
  }

  /// Whether a call was ended by a reply.
  func ended(_ call: CallID) -> Bool {
    contains { if case .reply(call, _, last: true) = $0 { true } else { false } }
  }

  /// The typed error that ended a call.
  func failure<Value: Complaint>(_ type: Value.Type, of call: CallID) -> Value? {
    for effect in self {
      if case .fail(call, error: Value.name, let members) = effect {
        return try? JSONValue.object(members).decoded(as: Value.self)
      }
    }
    return nil
  }

  /// Whether a call ended with any error.
  func failed(_ call: CallID) -> Bool {
    contains { if case .fail(call, _, _) = $0 { true } else { false } }
  }
}
