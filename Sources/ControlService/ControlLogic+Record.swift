import ControlInterface
import Generators
import Journal
import PulseDispatch
import Quantities
import SafetyKernel
import VarlinkWire

/// What is known of the record from the journal's answers.
struct RecordKeeper: Sendable {
  /// Jobs that were given and not answered.
  var outstanding = 0
  /// When the journal last answered, or last got work while it had none.
  var lastProgress = HostInstant.zero
  var lastProbe: HostInstant?
  var isProbing = false
  /// Whether the last probe or write was good; unknown counts as not.
  var wrote = false
  var clockGood = false
  var trouble: String?
  /// What the loop was last told.
  var told: (healthy: Bool, clockGood: Bool)?
  var isHanging = false

  var isHealthy: Bool { wrote && !isHanging }
}

/// A call that waits for the record.
struct Reader: Sendable {
  var client: ClientID
  var wantsMore: Bool
  var waveforms: Bool
}

extension ControlLogic {
  /// Gives the journal a job.
  mutating func journal(_ job: JournalJob) {
    if record.outstanding == 0 { record.lastProgress = now }
    record.outstanding += 1
    effects.append(.journal(job))
  }

  /// Asks the record from time to time whether it could take a train, and notices one that hangs.
  mutating func observeRecord() {
    let isDue = record.lastProbe.flatMap { now.since($0) }.map { $0 >= Self.probeInterval } ?? true
    if isDue, !record.isProbing {
      record.isProbing = true
      record.lastProbe = now
      journal(.probe(moment))
    }
    let waited = now.since(record.lastProgress) ?? .zero
    record.isHanging = record.outstanding > 0 && waited > Self.journalPatience
    if record.isHanging { record.trouble = "its disk does not answer" }
    tellRecord()
  }

  private mutating func tellRecord() {
    let word = (healthy: record.isHealthy && setup.recordTrouble == nil, clockGood: record.clockGood)
    if let told = record.told, told == word { return }
    record.told = word
    effects.append(.inbox(.recordState(healthy: word.healthy, clockGood: word.clockGood)))
    if !word.healthy, let trouble = record.trouble { log(.error, "the record cannot be written: \(trouble)") }
  }

  /// Takes an answer of the journal.
  mutating func take(_ answer: JournalAnswer) {
    record.lastProgress = now
    var finished = 1
    switch answer {
    case .durable(let nonce, let train):
      if delivery?.nonce == nonce { delivery?.number = train.number }
      effects.append(.inbox(.recordDurable(nonce)))
    case .written(let jobs): finished = jobs
    case .overrunNoted(let lost): effects.append(.inbox(.overrunNoted(lostEvents: lost)))
    case .failed(let error, let kind):
      if case .rows(let jobs) = kind { finished = jobs }
      failed(error, kind)
    case .probed(let error): probed(error)
    case .train(let call, let train): self.answer(call, train)
    case .list(let call, let trains): self.answer(call, trains)
    case .unreadable(let call, let error):
      readers[call] = nil
      fail(call, Record.RecordUnavailable(explanation: error.description, remedy: "see porate diagnostics"))
    }
    record.outstanding = max(0, record.outstanding - finished)
    record.isHanging = false
    tellRecord()
  }

  private mutating func failed(_ error: JournalError, _ kind: JournalAnswer.JobKind) {
    record.trouble = error.description
    log(.error, "the record failed: \(error)")
    switch kind {
    case .intent, .overrun: record.wrote = false  // Until the next good probe: what was to be recorded is not.
    case .rows:
      switch error {
      // One row contradicts the others; the record itself is well.
      case .refused, .alreadySettled, .unknownTrain, .trainOpen: break
      case .diskFull, .readOnly, .corrupt, .locked, .newerSchema, .wallClockBehind, .io: record.wrote = false
      }
    }
  }

  private mutating func probed(_ error: JournalError?) {
    record.isProbing = false
    switch error {
    case nil:
      record.wrote = true
      record.clockGood = true
      record.trouble = nil
    case .wallClockBehind:
      record.wrote = true
      record.clockGood = false
      record.trouble = error?.description
    case .some(let error):
      record.wrote = false
      record.trouble = error.description
    }
  }

  /// Takes a piece of a pulse's waveform; a whole one goes to the record.
  mutating func take(_ fragment: WaveformFragment) {
    guard let waveform = waveforms.add(fragment) else { return }
    journal(.waveform(fragment.nonce, waveform))
  }
}
