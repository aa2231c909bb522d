import ControlInterface
import Journal
import Quantities
import SHA256
import SafetyKernel
import VarlinkWire

// The record as clients read it: asked for here, answered when the journal has read it.

extension ControlLogic {
  /// Trains in one reply at most.
  private static let trainsPerReply: Int64 = 64
  /// Samples of a waveform in one reply.
  private static let samplesPerReply = 2_048

  mutating func readRecord(_ call: ServiceCall, _ peer: Peer) {
    guard setup.access.may(peer, .read) else {
      return fail(
        call.id,
        Record.NotAllowed(
          explanation: "user \(peer.user) has no role", remedy: "ask for one: `access:` in \(setup.configurationFile)"))
    }
    guard readers.count < Self.maximumReads else {
      return fail(
        call.id, Record.RecordUnavailable(explanation: "too many others read the record just now", remedy: "try again"))
    }
    let object = JSONValue.object(call.parameters)
    if call.method == Record.GetTrain.name, let wanted = try? object.decoded(as: Record.GetTrain.Parameters.self) {
      let waveforms = wanted.waveforms ?? false
      guard !waveforms || call.wantsMore else { return fail(call.id, Record.ExpectedMore()) }
      readers[call.id] = Reader(client: call.client, wantsMore: call.wantsMore, waveforms: waveforms)
      journal(.readTrain(call.id, wanted.id.map(TrainID.init(number:)), waveforms: waveforms))
    } else if let wanted = try? object.decoded(as: Record.ListTrains.Parameters.self) {
      readers[call.id] = Reader(client: call.client, wantsMore: false, waveforms: false)
      let limit = min(max(1, wanted.limit ?? 16), Self.trainsPerReply)
      journal(.readList(call.id, below: wanted.below, limit: limit))
    }
  }

  mutating func answer(_ call: CallID, _ train: TrainRecord?) {
    guard let reader = readers.removeValue(forKey: call) else { return }
    guard let train else { return fail(call, Record.NoSuchTrain()) }
    let pulses = train.pulses.map { RecordWords.pulse($0, of: train) }
    let pieces = reader.waveforms ? train.waveforms.flatMap(Self.pieces) : []
    reply(call, Record.GetTrain.Reply(train: RecordWords.train(train), pulses: pulses), last: pieces.isEmpty)
    for (index, piece) in pieces.enumerated() {
      reply(call, Record.GetTrain.Reply(waveform: piece), last: index == pieces.count - 1)
    }
  }

  mutating func answer(_ call: CallID, _ trains: [TrainRecord]) {
    guard readers.removeValue(forKey: call) != nil else { return }
    reply(call, Record.ListTrains.Reply(trains: trains.map(RecordWords.train)))
  }

  /// A waveform in pieces that each fit a message.
  private static func pieces(_ waveform: WaveformRecord) -> [Record.Waveform] {
    stride(from: 0, to: waveform.samples.count, by: samplesPerReply).map { start in
      let samples = waveform.samples[start..<min(start + samplesPerReply, waveform.samples.count)]
      return Record.Waveform(
        index: Int64(waveform.index), lead: waveform.firstSample, interval: waveform.interval,
        perCountMicrovolts: waveform.microvoltsPerCount, perCountMicroamperes: waveform.microamperesPerCount,
        voltageOffset: waveform.voltageOffset, currentOffset: waveform.currentOffset, first: Int64(start),
        total: Int64(waveform.samples.count), voltage: samples.map { Int64($0.voltage) },
        current: samples.map { Int64($0.current) })
    }
  }
}

/// Trains and pulses of the record as they travel.
enum RecordWords {
  static func train(_ train: TrainRecord) -> Record.Train {
    let intent = train.intent
    let last = train.outcomes.last
    let display = OutcomeWords.outcome(of: train)
    var settledBy = "nobody"
    var reason: String?
    switch last?.conclusion {
    case .settled(_, by: .reports): settledBy = "reports"
    case .settled(_, by: .counter): settledBy = "counter"
    case .settled(_, by: .person(_, let words)):
      settledBy = "person"
      reason = words
    case .unresolved, nil: break
    }
    return Record.Train(
      id: train.train.number, startWallMicroseconds: intent.time.wall.microseconds, kind: intent.kind.name,
      array: intent.array.ascii, protocolName: intent.protocolName, serial: intent.serial.ascii,
      simulated: intent.isSimulated, digest: intent.digest.value.hex, configuration: intent.configuration.hex,
      calibration: intent.calibration?.hex, build: intent.build, operatorUid: Int64(intent.operatorUID),
      counterBefore: Int64(intent.counterBefore), counterAfter: last?.counterAfter.map(Int64.init),
      steps: intent.voltages, planned: Int64(intent.plannedPulses), pulses: display.pulses,
      outcome: last == nil ? .open : outcome(display.name), cause: display.cause,
      sentence: last == nil ? "its outcome was not written" : display.sentence, settledBy: settledBy, reason: reason)
  }

  static func pulse(_ pulse: PulseRecord, of train: TrainRecord) -> Record.Pulse {
    let steps = train.intent.voltages
    return Record.Pulse(
      index: Int64(pulse.index), step: Int64(pulse.step), startTimeMicroseconds: pulse.start.microseconds,
      width: pulse.width, planned: Int(pulse.step) < steps.count ? steps[Int(pulse.step)] : .zero,
      voltage: pulse.voltage, current: pulse.current, peak: pulse.peakCurrent,
      verdict: pulse.verdict?.words.name ?? "good")
  }

  private static func outcome(_ name: Control.OutcomeName) -> Record.OutcomeName {
    switch name {
    case .delivered: .delivered
    case .partial: .partial
    case .notDelivered: .notDelivered
    case .unresolved: .unresolved
    case .deliveredUnmeasured: .deliveredUnmeasured
    }
  }
}
