import Bench
import Glibc
import Journal
import PulseDispatch
import Quantities
import SHA256
import SafetyKernel
import VirtualGenerator

/// Whole trains in virtual time on one core, each recorded in a journal in memory.
enum TrainRows {
  /// Trains into one spot; then fresh tissue, which many trains would heat until its current is too high.
  private static let trainsOfSpot = 4

  static func measure(_ effort: Effort) -> [Row] {
    let names = ("virtual-time trains, journal in memory", "virtual-time train, ticks")
    do {
      let run = try deliver(effort.trains)
      guard let rate = median(run.rates), let ticks = median(run.ticks) else { throw BenchError("no train was given") }
      return [Row(names.0, "1/s", rate), Row(names.1, "ticks", Double(ticks))]
    } catch {
      return [.missing(names.0, "1/s", "\(error)"), .missing(names.1, "ticks", "\(error)")]
    }
  }

  /// Nanoseconds that this process used: a rate on one core, whatever else the machine does.
  private static func processorTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Delivers trains and tells the rate of each spot, its new bench and settling included, and the ticks of each train.
  static func deliver(_ count: Int) throws -> (rates: [Double], ticks: [Int]) {
    let start = RecordTime(wall: .microseconds(0), monotonic: .zero)
    let journal = try Journal(at: .memory(JournalIdentity(high: 1, low: 2)), now: start)
    var rates: [Double] = []
    var ticks: [Int] = []
    for spot in 0..<max(1, count / trainsOfSpot) {
      let from = processorTime()
      let bench = VirtualBench(BenchSetup(array: try SimulatedArray(.plates), seed: UInt64(spot)))
      guard bench.settle() else { throw BenchError("the loop did not get to standby") }
      let plan = BenchPlans.plates()
      if let refusal = bench.prepare(plan) { throw BenchError("the plan was refused: \(refusal)") }
      for _ in 0..<trainsOfSpot {
        bench.records.removeAll(keepingCapacity: true)
        let train = bench.deliver(plan)
        guard case .delivered? = train.outcome, train.truePulses == 8 else {
          throw BenchError("a train failed: \(train)")
        }
        ticks.append(train.ticks)
        try record(bench.records, plan, in: journal)
      }
      rates.append(Double(trainsOfSpot) * 1e9 / Double(processorTime() - from))
    }
    return (rates, ticks)
  }

  /// Intent, pulses and outcome as the daemon writes them: the intent by itself, the rest together.
  private static func record(_ records: [OutboxRecord], _ plan: Plan, in journal: Journal) throws {
    var train: TrainID?
    var entries: [JournalEntry] = []
    for record in records {
      guard case .kernel(let event) = record.event else { continue }
      let time = RecordTime(wall: .microseconds(0), monotonic: record.time)
      if case .intent(let nonce, let digest, let serial, let boot, let counter, let pulses) = event {
        train = try journal.recordIntent(
          intent(plan, Arming(nonce: nonce, digest, serial, boot, counter, pulses), time: time))
      } else if let train, case .judged(let report, let fault) = event {
        entries.append(.pulse(train, PulseRecord(report, verdict: fault)))
      } else if let train, case .settled(_, let outcome, let cause) = event {
        entries.append(
          .outcome(
            train,
            OutcomeRecord(conclusion: .settled(outcome, by: .reports), cause: cause, counterAfter: nil, time: time)))
      }
    }
    guard entries.count == 9 else { throw BenchError("\(entries.count) entries instead of 8 pulses and an outcome") }
    try journal.record(entries)
  }

  private struct Arming {
    var nonce: Nonce
    var digest: PlanDigest
    var serial: DeviceSerial
    var boot: BootIdentity
    var counter: UInt32
    var pulses: UInt16

    init(
      nonce: Nonce, _ digest: PlanDigest, _ serial: DeviceSerial, _ boot: BootIdentity, _ counter: UInt32,
      _ pulses: UInt16
    ) {
      self.nonce = nonce
      self.digest = digest
      self.serial = serial
      self.boot = boot
      self.counter = counter
      self.pulses = pulses
    }
  }

  private static func intent(_ plan: Plan, _ arming: Arming, time: RecordTime) throws -> TrainIntent {
    guard let canonical = CanonicalPlan(plan) else { throw BenchError("the plan does not fit its bytes") }
    return TrainIntent(
      nonce: arming.nonce, digest: arming.digest, plan: (0..<canonical.count).map { canonical.bytes[$0] },
      kind: plan.kind, array: plan.array.identity, protocolName: "plates-1khz", serial: arming.serial,
      boot: arming.boot, counterBefore: arming.counter, plannedPulses: arming.pulses, isSimulated: true,
      configuration: SHA256.digest(of: []), calibration: nil, build: "bench", operatorUID: 0,
      voltages: [plan.step(0)?.voltage ?? .zero], time: time)
  }
}

/// Why a figure could not be measured.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
