public import Journal
import SafetyKernel

/// Does journal jobs, one after the other, on the caller's thread; in virtual time on the one thread there is.
public struct JournalDesk {
  private let journal: Journal
  /// Numbers of the trains since the start, by their armings; with the one that was open at the start.
  private var trains: [Nonce: TrainID] = [:]
  /// The most trains that are kept by name: rows come for the last and the one before it only.
  private static let keptTrains = 64
  private var order: [Nonce] = []
  /// Rows that the disk did not take. No train is armed meanwhile, so they are those of one train and what was done.
  private var owed: [JournalEntry] = []
  /// The most rows that are kept so; a train has at most 96 pulses, each with a waveform.
  private static let mostOwed = 4_096
  private static let owedBatch = 64

  /// A desk at a journal. `open`: the train whose outcome is not known from before the start.
  public init(_ journal: Journal, open: TrainRecord?) {
    self.journal = journal
    if let open { keep(open.intent.nonce, open.train) }
  }

  /// Does one job; blocks for as long as the disk does.
  public mutating func perform(_ job: JournalJob) -> JournalAnswer {
    switch job {
    case .intent(let intent):
      if let error = writeOwed() { return .failed(error, of: .intent(intent.nonce)) }
      do throws(JournalError) {
        let train = try journal.recordIntent(intent)
        keep(intent.nonce, train)
        return .durable(intent.nonce, train)
      } catch { return .failed(error, of: .intent(intent.nonce)) }
    case .pulse, .waveform, .outcome, .event: return perform(rows: [job])
    case .noteOverrun(let lost, let body, let time):
      do throws(JournalError) {
        try journal.recordEvent(EventRecord(kind: "loop.overrun", body: body, time: time))
        return .overrunNoted(lostEvents: lost)
      } catch { return .failed(error, of: .overrun) }
    case .probe(let time):
      if let error = writeOwed() { return .probed(error) }
      do throws(JournalError) {
        try journal.probe(at: time)
        return .probed(nil)
      } catch { return .probed(error) }
    case .readTrain(let call, let train, let waveforms): return readTrain(call, train, waveforms)
    case .readList(let call, let below, let limit): return readList(call, below, limit)
    }
  }

  /// Writes rows in one transaction; if that is refused, each alone, so that one bad row takes no other with it.
  ///
  /// Rows that the disk does not take now are kept, and written before anything else once it does: a train whose outcome
  /// were lost would stay open in the record, and no other could be armed.
  public mutating func perform(rows jobs: [JournalJob]) -> JournalAnswer {
    let entries = jobs.compactMap(entry)
    if let error = writeOwed() {
      owe(entries)
      return .failed(error, of: .rows(jobs.count))
    }
    if entries.isEmpty { return .written(jobs: jobs.count) }
    do throws(JournalError) {
      try journal.record(entries)
      return .written(jobs: jobs.count)
    } catch {
      if error.mayPass { owe(entries) }
      if error.mayPass || entries.count == 1 { return .failed(error, of: .rows(jobs.count)) }
    }
    var failure: JournalError?
    for entry in entries {
      do throws(JournalError) { try journal.record([entry]) } catch {
        failure = failure ?? error
        if error.mayPass { owe([entry]) }
      }
    }
    return failure.map { .failed($0, of: .rows(jobs.count)) } ?? .written(jobs: jobs.count)
  }

  /// Writes what the disk did not take before; the error, if it still does not.
  private mutating func writeOwed() -> JournalError? {
    while !owed.isEmpty {
      let batch = Array(owed.prefix(Self.owedBatch))
      do throws(JournalError) {
        try journal.record(batch)
        owed.removeFirst(batch.count)
        continue
      } catch {
        if error.mayPass { return error }
      }
      // One of them contradicts the others and was told as it came: the rest goes without it.
      for entry in batch {
        do throws(JournalError) { try journal.record([entry]) } catch {
          if error.mayPass { return error }
        }
        owed.removeFirst()
      }
    }
    return nil
  }

  private mutating func owe(_ entries: [JournalEntry]) {
    owed += entries.prefix(max(0, Self.mostOwed - owed.count))
  }

  private mutating func keep(_ nonce: Nonce, _ train: TrainID) {
    trains[nonce] = train
    order.append(nonce)
    if order.count > Self.keptTrains { trains[order.removeFirst()] = nil }
  }

  /// A row's entry; nil for a train whose intent never became durable, because it has no row to belong to.
  private func entry(_ job: JournalJob) -> JournalEntry? {
    switch job {
    case .pulse(let nonce, let pulse): return trains[nonce].map { .pulse($0, pulse) }
    case .waveform(let nonce, let waveform): return trains[nonce].map { .waveform($0, waveform) }
    case .outcome(let nonce, let outcome): return trains[nonce].map { .outcome($0, outcome) }
    case .event(let kind, let body, let nonce, let time):
      return .event(EventRecord(kind: kind, train: nonce.flatMap { trains[$0] }, body: body, time: time))
    case .intent, .noteOverrun, .probe, .readTrain, .readList: return nil
    }
  }

  private func readTrain(_ call: CallID, _ train: TrainID?, _ waveforms: Bool) -> JournalAnswer {
    do throws(JournalError) {
      if let train { return .train(call, try journal.train(train, waveforms: waveforms)) }
      guard let last = try journal.lastTrain() else { return .train(call, nil) }
      return .train(call, waveforms ? try journal.train(last.train, waveforms: true) : last)
    } catch { return .unreadable(call, error) }
  }

  private func readList(_ call: CallID, _ below: Int64?, _ limit: Int64) -> JournalAnswer {
    do throws(JournalError) {
      var found: [TrainRecord] = []
      let newest = Int64(try journal.countTrains())
      var next = below.map { min($0 &- 1, newest) } ?? newest
      while next > 0, found.count < Int(clamping: limit) {
        if let train = try journal.train(TrainID(number: next), waveforms: false) { found.append(train) }
        next = next &- 1
      }
      return .list(call, found)
    } catch { return .unreadable(call, error) }
  }
}

extension JournalError {
  /// Whether the same row may be taken later: the disk or another program stood in the way, not the row.
  var mayPass: Bool {
    switch self {
    case .diskFull, .readOnly, .locked, .io: true
    case .refused, .alreadySettled, .unknownTrain, .trainOpen, .corrupt, .newerSchema, .wallClockBehind: false
    }
  }
}
