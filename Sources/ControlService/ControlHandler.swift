internal import CRealtime
internal import ControlInterface
internal import Glibc
internal import Journal
internal import PulseDispatch
internal import Quantities
internal import SafetyKernel
internal import Settings
internal import Varlink
internal import VarlinkWire

/// What the server's side needs beside the logic; all of it may be used from the server's thread.
struct HandlerTools: Sendable {
  /// The loop's other end; nil where there is no generator.
  var ends: LoopEnds?
  /// The record's thread; nil where the record cannot be opened, with the reason.
  var journal: JournalWriter?
  var journalFailure: JournalError
  /// Keeps the serial port open; nil where there is no generator.
  var port: PortKeeper?
  /// The folder of calibrations.
  var calibrationFolder: String?
  var log: @Sendable (LogLine) -> Void
}

/// The thin adapter between varlink's server and the logic: it numbers calls, does effects, and passes on what the loop
/// and the record say. Everything here runs on the server's one thread and waits for nothing.
final class ControlHandler: CallHandler {
  private var logic: ControlLogic
  private let tools: HandlerTools
  private let loop: ServiceLoop
  private var clients: [ConnectionID: ClientID] = [:]
  private var responders: [CallID: (responder: Responder, client: ClientID)] = [:]
  private var lastNumber: UInt64 = 0
  /// Messages that found the loop's inbox full; in order, before any later one.
  private var backlog: [InboxMessage] = []
  private var scheduled: (work: ScheduledWork, at: HostInstant)?
  private var door: LoopDoor<ControlHandler>?
  /// Effects that wait for those before them.
  private var waiting: [ControlEffect] = []
  private var isPerforming = false

  init(_ setup: ServiceSetup, tools: HandlerTools, loop: ServiceLoop) {
    self.tools = tools
    self.loop = loop
    logic = ControlLogic(setup, moment: SystemClock.now) { SystemClock.entropy() }
  }

  /// Begins to pass on what loop and record say; `door` is the way back to this handler from their threads.
  func begin(door: LoopDoor<ControlHandler>) {
    self.door = door
    take(.timer)
  }

  /// Whether this thread works, for the watchdog.
  var isAlive: Bool { true }

  // MARK: Varlink

  func connectionOpened(_ connection: ConnectionID, peer: PeerCredentials) {
    let client = ClientID(number: nextNumber())
    clients[connection] = client
    take(.opened(client, Peer(peer)))
  }

  func handle(_ call: IncomingCall, responder: Responder) {
    guard let client = clients[call.connection] else { return }
    let id = CallID(number: nextNumber())
    responders[id] = (responder, client)
    take(
      .call(
        ServiceCall(
          id: id, client: client, method: "\(call.interface).\(call.method)", parameters: call.parameters,
          wantsMore: responder.stream != nil)))
  }

  func connectionClosed(_ connection: ConnectionID, reason: ClosedReason) {
    guard let client = clients.removeValue(forKey: connection) else { return }
    if reason == .slowReader { tools.log(LogLine(level: .warning, text: "a client was dropped: \(reason)")) }
    for (id, entry) in responders where entry.client == client { responders[id] = nil }
    take(.closed(client))
  }

  // MARK: Loop and record

  /// Takes everything that the loop has said.
  func pump() {
    guard let ends = tools.ends else { return }
    flushBacklog()
    while let record = ends.outbox.take() {
      if case .channelReleased(let descriptor) = record.event { tools.port?.released(descriptor) }
      if case .link(.up) = record.event { tools.port?.linkIsUp() }
      take(.loop(record))
    }
    while let fragment = ends.waveforms.take() { take(.waveform(fragment)) }
  }

  func take(_ answers: [JournalAnswer]) { for answer in answers { take(.journal(answer)) } }

  /// Hands a port to the loop.
  func attach(descriptor: Int32, baud: Int32) { offer(.attach(descriptor: descriptor, baud: baud)) }

  private func take(_ event: ControlEvent) {
    let status = tools.ends?.snapshot.read() ?? MachineStatus()
    for effect in logic.handle(event, status: status, moment: SystemClock.now) {
      // A stop waits for nothing, not even for the effects of the event that is being done.
      if case .stop = effect { perform(effect) } else { waiting.append(effect) }
    }
    // An answer may bring the connection's next call here, from within: its effects come after those that wait.
    guard !isPerforming else { return }
    isPerforming = true
    var next = 0
    while next < waiting.count {
      perform(waiting[next])
      next += 1
    }
    waiting = []
    isPerforming = false
    reschedule()
  }

  private func perform(_ effect: ControlEffect) {
    switch effect {
    case .stop: tools.ends?.signals.callStop()
    case .reply(let id, let parameters, let last):
      answer(id, last: last) { responder throws(ReplyRefusal) in
        if last { try responder.reply(parameters) } else { try responder.stream?.send(parameters) }
      }
    case .fail(let id, let error, let parameters):
      answer(id, last: true) { responder throws(ReplyRefusal) in
        try responder.fail(error, parameters)
      }
    case .inbox(let message): offer(message)
    case .journal(let job): submit(job)
    case .chooseCalibration(let serial): chooseCalibration(serial)
    case .log(let line): tools.log(line)
    }
  }

  private func answer(_ id: CallID, last: Bool, _ body: (Responder) throws(ReplyRefusal) -> Void) {
    guard let entry = responders[id] else { return }
    if last { responders[id] = nil }
    do throws(ReplyRefusal) {
      try body(entry.responder)
    } catch {
      if error == .connectionClosed { return }
      tools.log(LogLine(level: .error, text: "an answer was not sent: \(error)"))
      guard entry.responder.isOpen else { return }
      responders[id] = nil
      try? entry.responder.fail(
        Control.Refused.name,
        encoding: Control.Refused(name: "answerNotSent", explanation: "\(error)", remedy: "see the daemon's log"))
    }
  }

  private func submit(_ job: JournalJob) {
    if let journal = tools.journal { return journal.submit(job) }
    guard let answer = job.answer(failure: tools.journalFailure) else { return }
    // Later, as a journal would: not from within the logic's own effect.
    loop.schedule(after: .zero) { [weak self] in self?.take([answer]) }
  }

  private func offer(_ message: InboxMessage) {
    guard tools.ends != nil else { return }
    backlog.append(message)
    flushBacklog()
  }

  private func flushBacklog() {
    guard let ends = tools.ends else { return }
    while let first = backlog.first, ends.inbox.offer(first) { backlog.removeFirst() }
  }

  /// Reads the calibration folder on another thread: its disk may hang, and this thread may not.
  private func chooseCalibration(_ serial: DeviceSerial) {
    guard let folder = tools.calibrationFolder, let door else { return }
    Task.detached {
      let today = CivilDate(secondsSince1970: SystemClock.now.wall.microseconds / 1_000_000)
      let verdict =
        today.map { CalibrationFolder.verdict(for: serial, on: $0, folder: folder) }
        ?? .absent(serial: serial.ascii, folder: folder)
      door.enter { $0.take(.calibration(serial, verdict)) }
    }
  }

  private func reschedule() {
    let next = backlog.isEmpty ? logic.nextTimer : SystemClock.now.monotonic.adding(.milliseconds(1)) ?? logic.nextTimer
    if let scheduled, scheduled.at <= next { return }
    scheduled?.work.cancel()
    let delay = next.since(SystemClock.now.monotonic)?.nanoseconds ?? 0
    let work = loop.schedule(after: .nanoseconds(max(0, delay))) { [weak self] in
      guard let self else { return }
      self.scheduled = nil
      self.pump()
      self.take(.timer)
    }
    scheduled = (work, next)
  }

  private func nextNumber() -> UInt64 {
    // One a nanosecond would last five hundred years.
    lastNumber = lastNumber &+ 1
    return lastNumber
  }
}

extension JournalJob {
  /// What a record that cannot be opened answers.
  func answer(failure: JournalError) -> JournalAnswer? {
    switch self {
    case .intent(let intent): .failed(failure, of: .intent(intent.nonce))
    case .pulse, .waveform, .outcome, .event: .failed(failure, of: .rows(1))
    case .noteOverrun: .failed(failure, of: .overrun)
    case .probe: .probed(failure)
    case .readTrain(let call, _, _), .readList(let call, _, _): .unreadable(call, failure)
    }
  }
}
