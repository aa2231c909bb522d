import GRDB
import Quantities
import SafetyKernel

// Each record as the values of its row, in the order of the table's columns, and back.

extension TrainIntent {
  /// The values of its row.
  func cells(_ train: TrainID) -> [DatabaseValue] {
    let millivolts = voltages.map { String($0.millivolts) }.joined(separator: ",")
    return [
      Cell.number(train.number), Cell.bits(nonce.value), Cell.digest(digest.value), Cell.bytes(plan),
      Cell.text(kind.recordName), Cell.text(array.ascii), Cell.text(protocolName), Cell.text(serial.ascii),
      Cell.bits(boot.value), Cell.number(counterBefore), Cell.number(UInt32(plannedPulses)),
      Cell.number(UInt32(isSimulated ? 1 : 0)), Cell.digest(configuration), Cell.digest(calibration), Cell.text(build),
      Cell.number(operatorUID), Cell.text("[\(millivolts)]"), Cell.text(detail),
      Cell.number(time.wall.microseconds), Cell.number(time.monotonic.nanoseconds),
    ]
  }

  /// The intent of a row of `trains`, with its number.
  static func read(_ row: Row) throws -> (train: TrainID, intent: TrainIntent) {
    var reader = try RowReader(row, of: .trains)
    let train = TrainID(number: try reader.number())
    let intent = TrainIntent(
      nonce: Nonce(value: try reader.bits()), digest: PlanDigest(value: try reader.digest()),
      plan: try reader.bytes(), kind: try reader.parsed(PlanKind.init(recordName:)),
      array: try reader.parsed(ArrayIdentity.init(ascii:)), protocolName: try reader.text(),
      serial: try reader.parsed(DeviceSerial.init(ascii:)), boot: BootIdentity(value: try reader.bits()),
      counterBefore: try reader.number(), plannedPulses: try reader.number(),
      isSimulated: try reader.number(Int.self) != 0, configuration: try reader.digest(),
      calibration: try reader.digestIfAny(), build: try reader.text(), operatorUID: try reader.number(),
      voltages: try reader.parsed(voltages(of:)), detail: try reader.textIfAny(), time: try reader.time())
    return (train, intent)
  }

  /// The voltages of a JSON array of whole millivolts.
  private static func voltages(of json: String) -> [Voltage]? {
    guard json.hasPrefix("["), json.hasSuffix("]") else { return nil }
    let parts = json.dropFirst().dropLast().split(separator: ",")
    let values = parts.compactMap { Int64($0).map(Voltage.millivolts) }
    return values.count == parts.count ? values : nil
  }
}

extension OutcomeRecord {
  /// The values of its row.
  func cells(_ train: TrainID) -> [DatabaseValue] {
    let columns = OutcomeColumns(conclusion)
    return [
      Cell.number(train.number), Cell.text(columns.name), Cell.number(columns.pulses.map(UInt32.init)),
      Cell.text(cause.recordName), Cell.number(counterAfter), Cell.text(columns.settledBy), Cell.number(columns.uid),
      Cell.text(columns.reason), Cell.number(time.wall.microseconds), Cell.number(time.monotonic.nanoseconds),
    ]
  }

  /// The word of a row of `outcomes`, with its train.
  static func read(_ row: Row) throws -> (train: TrainID, outcome: OutcomeRecord) {
    var reader = try RowReader(row, of: .outcomes)
    let train = TrainID(number: try reader.number())
    let name = try reader.text()
    let pulses = try reader.numberIfAny(UInt16.self)
    let cause = try reader.parsed(EndCause.init(recordName:))
    let counter = try reader.numberIfAny(UInt32.self)
    let columns = OutcomeColumns(
      name: name, pulses: pulses, settledBy: try reader.text(), uid: try reader.numberIfAny(),
      reason: try reader.textIfAny())
    guard let conclusion = columns.conclusion else { throw reader.damaged }
    let outcome = OutcomeRecord(
      conclusion: conclusion, cause: cause, counterAfter: counter, time: try reader.time())
    return (train, outcome)
  }
}

extension PulseRecord {
  /// The values of its row.
  func cells(_ train: TrainID) -> [DatabaseValue] {
    [
      Cell.number(train.number), Cell.number(UInt32(index)), Cell.number(UInt32(step)),
      Cell.number(start.microseconds), Cell.number(width.nanoseconds), Cell.number(voltage.millivolts),
      Cell.number(current.milliamperes), Cell.number(peakCurrent.milliamperes), Cell.text(cut.recordName),
      Cell.text(verdict?.recordName),
    ]
  }

  /// The pulse of a row of `pulses`.
  static func read(_ row: Row) throws -> PulseRecord {
    var reader = try RowReader(row, of: .pulses)
    _ = try reader.number(Int64.self)
    var pulse = PulseRecord(
      index: try reader.number(), step: try reader.number(), start: .microseconds(try reader.number()),
      width: .nanoseconds(try reader.number()), voltage: .millivolts(try reader.number()),
      current: .milliamperes(try reader.number()), peakCurrent: .milliamperes(try reader.number()),
      cut: try reader.parsed(DeviceCut.init(recordName:)), verdict: nil)
    if let name = try reader.textIfAny() {
      guard let fault = Fault(recordName: name) else { throw reader.damaged }
      pulse.verdict = fault
    }
    return pulse
  }
}

extension WaveformRecord {
  /// How samples are kept: 16-bit numbers, low byte first. A later coding gets a name of its own.
  static let coding = "i16le"

  /// The values of its row.
  func cells(_ train: TrainID) -> [DatabaseValue] {
    [
      Cell.number(train.number), Cell.number(UInt32(index)), Cell.number(firstSample.nanoseconds),
      Cell.number(interval.nanoseconds), Cell.number(microvoltsPerCount), Cell.number(microamperesPerCount),
      Cell.number(voltageOffset.millivolts), Cell.number(currentOffset.milliamperes), Cell.text(Self.coding),
      Cell.bytes(sampleBytes),
    ]
  }

  /// The waveform of a row of `waveforms`.
  static func read(_ row: Row) throws -> WaveformRecord {
    var reader = try RowReader(row, of: .waveforms)
    _ = try reader.number(Int64.self)
    var waveform = WaveformRecord(
      index: try reader.number(), firstSample: .nanoseconds(try reader.number()),
      interval: .nanoseconds(try reader.number()), microvoltsPerCount: try reader.number(),
      microamperesPerCount: try reader.number(), voltageOffset: .millivolts(try reader.number()),
      currentOffset: .milliamperes(try reader.number()), samples: [])
    guard try reader.text() == coding, let samples = samples(of: try reader.bytes()) else { throw reader.damaged }
    waveform.samples = samples
    return waveform
  }
}

extension EventRecord {
  /// The values of its row.
  var cells: [DatabaseValue] {
    [
      Cell.text(kind), train.map { Cell.number($0.number) } ?? .null, Cell.text(body),
      Cell.number(time.wall.microseconds), Cell.number(time.monotonic.nanoseconds),
    ]
  }

  /// The event of a row of `events`, with its place in the chain.
  static func read(_ row: Row) throws -> (sequence: Int64, event: EventRecord) {
    var reader = try RowReader(row, of: .events)
    let event = EventRecord(
      kind: try reader.text(), train: try reader.numberIfAny().map(TrainID.init(number:)), body: try reader.text(),
      time: try reader.time())
    return (reader.sequence, event)
  }
}

extension RowReader {
  /// The two clocks, which are the last columns of several tables.
  fileprivate mutating func time() throws -> RecordTime {
    RecordTime(wall: .microseconds(try number()), monotonic: .nanoseconds(try number()))
  }
}
