// A program that writes trains into a journal until it is killed, and says what it was acknowledged: the tests kill it.
//
//   journal-writer PATH SEED [TRAINS [SMALLEST-ROOM]]
//
// Each line is written after the journal's call returned. On an error: `error NAME` and exit code 3.
import Glibc
import Journal
import Quantities
import SHA256
import SafetyKernel

func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(1, bytes, bytes.count)
}

func now() -> RecordTime {
  func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
  return RecordTime(
    wall: .microseconds(nanoseconds(CLOCK_REALTIME) / 1000), monotonic: .nanoseconds(nanoseconds(CLOCK_MONOTONIC)))
}

func intent(nonce: UInt64) throws -> TrainIntent {
  guard let array = ArrayIdentity(ascii: "plates-8mm"), let serial = DeviceSerial(ascii: "SIM-0001") else {
    throw JournalError.refused("names")
  }
  let plan = (0..<72 as Range<UInt8>).map { $0 }
  return TrainIntent(
    nonce: Nonce(value: nonce), digest: PlanDigest(value: SHA256.digest(of: plan)), plan: plan, kind: .treatment,
    array: array, protocolName: "esope-plates-1hz", serial: serial, boot: BootIdentity(value: 7),
    counterBefore: UInt32(truncatingIfNeeded: nonce) & 0xffff, plannedPulses: 8, isSimulated: true,
    configuration: SHA256.digest(of: [1]), calibration: SHA256.digest(of: [2]), build: "journal-writer",
    operatorUID: 1000, voltages: [.volts(1000)], time: now())
}

func pulse(_ index: UInt16, of train: TrainID) -> PulseRecord {
  PulseRecord(
    index: index, step: 0, start: .microseconds(Int64(index) &* 1000), width: .microseconds(100),
    voltage: .millivolts(train.number &* 100 &+ Int64(index)), current: .milliamperes(5000),
    peakCurrent: .milliamperes(5200), cut: .none, verdict: nil)
}

func waveform(_ index: UInt16) -> WaveformRecord {
  WaveformRecord(
    index: index, firstSample: .nanoseconds(-1000), interval: .nanoseconds(500), microvoltsPerCount: 50_000,
    microamperesPerCount: 1000, voltageOffset: .zero, currentOffset: .zero,
    samples: (0..<240).map { WaveformSample(voltage: Int16($0), current: Int16(index)) })
}

func settle(_ train: TrainID, _ journal: Journal, _ settlement: Settlement) throws {
  let outcome = OutcomeRecord(
    conclusion: .settled(.delivered, by: settlement), cause: .completed, counterAfter: 8, time: now())
  try journal.recordOutcome(outcome, of: train)
  say("outcome \(train.number)")
}

func run(_ path: String, seed: UInt64, trains: Int, bounds: JournalBounds) throws {
  let journal = try Journal(at: .file(path: path), bounds: bounds, now: now())
  say("opened")
  if let open = try journal.openTrain() { try settle(open.train, journal, .counter) }
  for count in 0..<UInt64(trains) {
    try journal.probe(at: now())
    let train = try journal.recordIntent(intent(nonce: (seed &<< 32) | count))
    say("intent \(train.number) \((seed &<< 32) | count)")
    for index in 0..<4 as Range<UInt16> {
      try journal.recordPulse(pulse(index, of: train), of: train)
      say("pulse \(train.number) \(index)")
    }
    try journal.record((4..<8).map { .pulse(train, pulse($0, of: train)) })
    for index in 4..<8 { say("pulse \(train.number) \(index)") }
    try settle(train, journal, .reports)
    try journal.record((0..<8).map { .waveform(train, waveform($0)) })
    for index in 0..<8 { say("waveform \(train.number) \(index)") }
    try journal.recordEvent(
      EventRecord(kind: "test", train: train, body: "{\"seed\":\(seed),\"count\":\(count)}", time: now()))
    say("event \(seed) \(count)")
  }
  try journal.close()
  say("done")
}

let arguments = CommandLine.arguments
guard arguments.count >= 3, let seed = UInt64(arguments[2]) else {
  say("usage: journal-writer PATH SEED [TRAINS [SMALLEST-ROOM]]")
  exit(2)
}
let trains = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 1_000_000
let room = arguments.count > 4 ? Int64(arguments[4]) ?? 0 : 64 << 20
do {
  try run(arguments[1], seed: seed, trains: Swift.max(0, trains), bounds: JournalBounds(smallestRoom: room))
} catch let error as JournalError {
  say("error \(error.name)")
  exit(3)
}

extension JournalError {
  var name: String {
    switch self {
    case .diskFull: "diskFull"
    case .readOnly: "readOnly"
    case .corrupt: "corrupt"
    case .locked: "locked"
    case .newerSchema: "newerSchema"
    case .wallClockBehind: "wallClockBehind"
    case .trainOpen: "trainOpen"
    case .alreadySettled: "alreadySettled"
    case .unknownTrain: "unknownTrain"
    case .refused: "refused"
    case .io: "io"
    }
  }
}
