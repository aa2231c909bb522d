import ControlInterface
public import Journal
public import PulseDispatch
public import Quantities
import SafetyKernel
import Settings
import VarlinkWire

/// The daemon's side of the control protocol: lease, roles, correlation of calls and events, words for people.
///
/// Synchronous and pure over values: one event in, effects out. It has no socket, no thread and no clock; whether energy
/// may flow is decided by the kernel alone, and nothing here can make it.
public struct ControlLogic: Sendable {
  /// Renewals are expected this often.
  static let renewInterval = TimeSpan.milliseconds(250)
  /// A command that the loop did not answer for so long is given up: a stop came first.
  static let answerPatience = TimeSpan.seconds(2)
  /// A journal that did nothing for so long, with work waiting, counts as failed.
  static let journalPatience = TimeSpan.seconds(3)
  /// The record is asked this often whether it could take a train.
  static let probeInterval = TimeSpan.seconds(2)
  /// The calibration folder is read again this often while there is no valid calibration, so that a technician who puts
  /// a file there need not start anything anew; and more seldom otherwise, because a calibration expires.
  static let calibrationRetry = TimeSpan.seconds(5)
  static let calibrationReview = TimeSpan.seconds(600)
  /// Measured values are told to monitors at most this often.
  static let measuredInterval = TimeSpan.milliseconds(100)
  /// The most monitors at once: half of the server's connections, so that these never keep a new one, and its Stop, out.
  static let maximumMonitors = 128
  /// The most calls that may wait for the record at once.
  static let maximumReads = 16
  /// With more jobs than this waiting, the record is told of trains alone.
  static let maximumBacklog = 512
  /// The most bytes of a reason or a site's name.
  static let maximumText = 512

  let setup: ServiceSetup
  var entropy: @Sendable () -> UInt64
  var effects: [ControlEffect] = []
  var status = MachineStatus()
  var moment: RecordTime
  var peers: [ClientID: Peer] = [:]

  var lease: Lease?
  var pending: [UInt32: PendingCommand] = [:]
  var lastCorrelation: UInt32 = 0
  var prepared: PreparedTrain?
  var delivery: Delivery?
  var acceptedArm: (origin: CommandOrigin, uid: UInt32)?
  var acceptedResolve: ResolveRequest?
  var faults: [Fault] = []
  var lastOutcome: Control.Outcome?

  var monitors: [CallID: ClientID] = [:]
  var changeNumber: Int64 = 0
  var publishedState: Control.State?
  var publishedAt: HostInstant = .zero

  var record = RecordKeeper()
  var readers: [CallID: Reader] = [:]
  var interlocksOpenSince: [UInt8: HostInstant] = [:]
  var calibrationFile: CalibrationFile?
  var calibrationObjection: String?
  var calibrationSerial: DeviceSerial?
  var calibrationVerdict: CalibrationVerdict?
  var calibrationAsked: HostInstant?
  var waveforms = WaveformAssembler()
  /// Of how many lost events the record was told.
  var lossTold: UInt64 = 0
  var notes = NoteLimiter()

  /// The logic at start.
  ///
  /// - Parameters:
  ///   - moment: the time now, on both clocks.
  ///   - entropy: random words for tokens and tickets; from the system, or from a seed in virtual time.
  public init(_ setup: ServiceSetup, moment: RecordTime, entropy: @escaping @Sendable () -> UInt64) {
    self.setup = setup
    self.moment = moment
    self.entropy = entropy
    if let last = setup.lastTrain { lastOutcome = OutcomeWords.outcome(of: last) }
  }

  /// Takes one event and says what is to be done, in order.
  ///
  /// - Parameters:
  ///   - status: the loop's newest snapshot.
  ///   - moment: the time now.
  public mutating func handle(
    _ event: ControlEvent, status: MachineStatus, moment: RecordTime
  ) -> [ControlEffect] {
    self.status = status
    self.moment = moment
    effects = []
    // Stop before everything else: nothing that this call could do comes first.
    if case .call(let call) = event, call.method == Control.Stop.name { stop(call) }
    observe()
    switch event {
    case .opened(let client, let peer): peers[client] = peer
    case .closed(let client): closed(client)
    case .call(let call): if call.method != Control.Stop.name { answer(call) }
    case .loop(let record): loop(record)
    case .waveform(let fragment): take(fragment)
    case .journal(let answer): take(answer)
    case .calibration(let serial, let verdict): take(serial, verdict)
    case .timer: progress()
    }
    publish()
    defer { effects = [] }
    return effects
  }

  /// When ``ControlEvent/timer`` is due next: soon while somebody waits for something, else about once a second.
  public var nextTimer: HostInstant {
    let isBusy =
      lease != nil || !pending.isEmpty || !monitors.isEmpty || delivery?.isUnderWay == true
      || record.outstanding > 0
    return now.adding(isBusy ? .milliseconds(50) : .seconds(1)) ?? now
  }

  var now: HostInstant { moment.monotonic }

  /// What follows from time and snapshot alone, whatever the event.
  private mutating func observe() {
    lapseLease()
    lapseCommands()
    observeInterlocks()
    observeRecord()
    observeOverrun()
    observeCalibration()
  }

  private mutating func closed(_ client: ClientID) {
    peers[client] = nil
    for (call, owner) in monitors where owner == client { monitors[call] = nil }
    for (call, reader) in readers where reader.client == client { readers[call] = nil }
    if let lease, lease.client == client { endLease(.released, tell: false) }
    // Answers to its other calls go nowhere by themselves: the adapter drops them.
  }

  private mutating func progress() { tellCharging() }

  // MARK: Answers

  mutating func reply(_ call: CallID, _ value: some Encodable, last: Bool = true) {
    guard let members = try? JSONValue(encoding: value).members else {
      effects.append(.log(LogLine(level: .error, text: "a reply could not be encoded: \(value)")))
      return
    }
    effects.append(.reply(call, members, last: last))
  }

  mutating func fail<Value: Complaint>(_ call: CallID, _ error: Value) {
    guard let members = try? JSONValue(encoding: error).members else {
      effects.append(.log(LogLine(level: .error, text: "an error could not be encoded: \(error)")))
      return
    }
    effects.append(.fail(call, error: Value.name, members))
  }

  mutating func log(_ level: LogLine.Level, _ text: String) { effects.append(.log(LogLine(level: level, text: text))) }
}
