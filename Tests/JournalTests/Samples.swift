import Foundation
import Journal
import Quantities
import SHA256
import SafetyKernel

/// Records that tests write, and a folder of their own.
enum Sample {
  static let memory = JournalLocation.memory(JournalIdentity(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210))

  static func time(_ seconds: Int64) -> RecordTime {
    RecordTime(wall: .microseconds(1_700_000_000_000_000 + seconds * 1_000_000), monotonic: .nanoseconds(seconds))
  }

  static func intent(_ number: UInt64, at seconds: Int64, plan: [UInt8] = [1, 2, 3]) throws -> TrainIntent {
    struct BadName: Error {}
    guard let array = ArrayIdentity(ascii: "hexagonal-7"), let serial = DeviceSerial(ascii: "SIM-0001") else {
      throw BadName()
    }
    return TrainIntent(
      nonce: Nonce(value: UInt64.max - number), digest: PlanDigest(value: SHA256.digest(of: plan)), plan: plan,
      kind: .treatment, array: array, protocolName: "esope-hexagonal-1hz", serial: serial,
      boot: BootIdentity(value: 0xf000_0000_0000_0001), counterBefore: 4_000_000_000, plannedPulses: 8,
      isSimulated: true, configuration: SHA256.digest(of: [4]), calibration: nil, build: "0.1 (test)",
      operatorUID: 4_294_967_294, voltages: [.volts(730), .volts(-730)], detail: "{\"spot\":\"left arm\"}",
      time: time(seconds))
  }

  static func pulse(_ index: UInt16, verdict: Fault? = nil) -> PulseRecord {
    PulseRecord(
      index: index, step: UInt8(index / 4), start: .microseconds(Int64(index) * 1000), width: .nanoseconds(100_020),
      voltage: .millivolts(index.isMultiple(of: 2) ? 998_700 : -998_700), current: .milliamperes(5100),
      peakCurrent: .milliamperes(5300), cut: .none, verdict: verdict)
  }

  static func waveform(_ index: UInt16) -> WaveformRecord {
    WaveformRecord(
      index: index, firstSample: .nanoseconds(-1000), interval: .nanoseconds(500), microvoltsPerCount: 50_000,
      microamperesPerCount: 1000, voltageOffset: .millivolts(-12), currentOffset: .milliamperes(3),
      samples: [
        WaveformSample(voltage: .min, current: .max), WaveformSample(voltage: -1, current: 1),
        WaveformSample(voltage: 20_000, current: Int16(index)),
      ])
  }

  static func outcome(_ conclusion: TrainConclusion, at seconds: Int64, cause: EndCause = .completed) -> OutcomeRecord {
    OutcomeRecord(conclusion: conclusion, cause: cause, counterAfter: 4_000_000_008, time: time(seconds))
  }

  /// Writes `count` whole trains; each takes 11 rows: intent, 8 pulses, a waveform, an outcome.
  static func fill(_ journal: Journal, trains count: Int, from seconds: Int64 = 0) throws {
    for number in 0..<count {
      let at = seconds + Int64(number)
      let train = try journal.recordIntent(intent(UInt64(at), at: at))
      try journal.record(
        (0..<8).map { .pulse(train, pulse($0)) } + [
          .waveform(train, waveform(0)), .outcome(train, outcome(.settled(.delivered, by: .reports), at: at)),
        ])
    }
  }

  /// Runs a test in a folder that is removed afterwards.
  static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }
}
