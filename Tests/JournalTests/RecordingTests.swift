import Journal
import Quantities
import SHA256
import SafetyKernel
import Testing

@Suite struct RecordingTests {
  @Test func `a train comes back as it was recorded, with every word on its end`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    let intent = try Sample.intent(1, at: 1)
    let train = try journal.recordIntent(intent)
    #expect(try journal.openTrain()?.train == train)
    try journal.recordPulse(Sample.pulse(1, verdict: .pulseCurrentHigh), of: train)
    try journal.recordPulse(Sample.pulse(0), of: train)
    try journal.recordWaveform(Sample.waveform(0), of: train)
    let words = [
      Sample.outcome(.unresolved(judged: 2), at: 2, cause: .fault(.linkLost)),
      Sample.outcome(.settled(.partial(pulses: 3), by: .counter), at: 3, cause: .fault(.linkLost)),
      Sample.outcome(.settled(.partial(pulses: 2), by: .person(uid: 1001, reason: "counted on the scope")), at: 4),
    ]
    try journal.recordOutcome(words[0], of: train)
    #expect(try journal.openTrain()?.outcomes == [words[0]])
    try journal.recordOutcome(words[1], of: train)
    #expect(try journal.openTrain() == nil)
    try journal.recordOutcome(words[2], of: train)
    let record = try #require(try journal.train(train))
    #expect(record.intent == intent)
    #expect(record.pulses == [Sample.pulse(0), Sample.pulse(1, verdict: .pulseCurrentHigh)])
    #expect(record.waveforms == [Sample.waveform(0)])
    #expect(record.outcomes == words)
    #expect(try journal.lastTrain()?.train == train)
    #expect(try journal.train(TrainID(number: 2)) == nil)
    #expect(try journal.countTrains() == 1)
    #expect(try journal.newestWallTime() == Sample.time(4).wall)
    #expect(try journal.verify() == ChainVerification(goodRows: 7, head: journal.head(), finding: nil))
  }

  @Test func `an empty journal knows no train and no time`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    #expect(try journal.openTrain() == nil)
    #expect(try journal.lastTrain() == nil)
    #expect(try journal.newestWallTime() == nil)
    #expect(try journal.countTrains() == 0)
    #expect(try journal.head().sequence == 0)
    #expect(try journal.verify().finding == nil)
  }

  @Test func `no second train starts while one is open or unresolved`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    let train = try journal.recordIntent(Sample.intent(1, at: 1))
    #expect(throws: JournalError.trainOpen(train)) { try journal.recordIntent(Sample.intent(2, at: 2)) }
    try journal.recordOutcome(Sample.outcome(.unresolved(judged: 0), at: 2), of: train)
    #expect(throws: JournalError.trainOpen(train)) { try journal.recordIntent(Sample.intent(2, at: 3)) }
    try journal.recordOutcome(Sample.outcome(.settled(.notDelivered, by: .counter), at: 3), of: train)
    #expect(try journal.recordIntent(Sample.intent(2, at: 3)) == TrainID(number: 2))
  }

  @Test func `a settled train is settled once; then only a person corrects it`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    try Sample.fill(journal, trains: 1)
    let train = TrainID(number: 1)
    for conclusion in [
      TrainConclusion.settled(.delivered, by: .reports), .settled(.notDelivered, by: .counter), .unresolved(judged: 1),
    ] {
      #expect(throws: JournalError.alreadySettled(train)) {
        try journal.recordOutcome(Sample.outcome(conclusion, at: 9), of: train)
      }
    }
    #expect(throws: JournalError.refused("a person's word on an outcome needs a reason")) {
      let word = Sample.outcome(.settled(.notDelivered, by: .person(uid: 1, reason: "")), at: 9)
      try journal.recordOutcome(word, of: train)
    }
    #expect(try journal.train(train)?.outcomes.count == 1)
  }

  @Test func `an intent with an earlier wall clock is refused, an outcome is not`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    let train = try journal.recordIntent(Sample.intent(1, at: 100))
    try journal.recordOutcome(Sample.outcome(.settled(.delivered, by: .reports), at: 50), of: train)
    let behind = JournalError.wallClockBehind(newest: Sample.time(100).wall, given: Sample.time(99).wall)
    #expect(throws: behind) { try journal.recordIntent(Sample.intent(2, at: 99)) }
    #expect(throws: behind) { try journal.probe(at: Sample.time(99)) }
    try journal.probe(at: Sample.time(100))
    #expect(try journal.countTrains() == 1)
    #expect(try journal.verify().finding == nil)
  }

  @Test func `a plan without the confirmed digest, and what is too long, is refused`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    var other = try Sample.intent(1, at: 1)
    other.plan.append(0)
    #expect(throws: JournalError.refused("the plan does not have the digest that was confirmed")) {
      try journal.recordIntent(other)
    }
    let long = try Sample.intent(1, at: 1, plan: Array(repeating: 0, count: TrainIntent.longestPlan + 1))
    #expect(throws: JournalError.self) { try journal.recordIntent(long) }
    var named = try Sample.intent(1, at: 1)
    named.protocolName = String(repeating: "x", count: 257)
    #expect(throws: JournalError.self) { try journal.recordIntent(named) }
    #expect(throws: JournalError.self) {
      try journal.recordEvent(EventRecord(kind: "", body: "{}", time: Sample.time(1)))
    }
    #expect(throws: JournalError.self) {
      try journal.recordEvent(EventRecord(kind: "bad", body: "{not json", time: Sample.time(1)))
    }
    #expect(try journal.head().sequence == 0)
  }

  @Test func `a batch is recorded whole or not at all`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    let train = try journal.recordIntent(Sample.intent(1, at: 1))
    try journal.recordPulse(Sample.pulse(0), of: train)
    let before = try journal.head()
    #expect(throws: JournalError.self) {
      try journal.record([.pulse(train, Sample.pulse(1)), .pulse(train, Sample.pulse(0))])
    }
    let nobody = TrainID(number: 9)
    #expect(throws: JournalError.unknownTrain(nobody)) {
      try journal.record([.pulse(train, Sample.pulse(1)), .pulse(nobody, Sample.pulse(0))])
    }
    #expect(try journal.head() == before)
    #expect(try journal.train(train)?.pulses == [Sample.pulse(0)])
    try journal.recordPulse(Sample.pulse(1), of: train)
    #expect(try journal.verify().finding == nil)
  }

  @Test func `events come back in order and page by page`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    let events = (0..<5).map { EventRecord(kind: "lease", body: "{\"n\":\($0)}", time: Sample.time($0)) }
    for event in events { try journal.recordEvent(event) }
    let first = try journal.events(limit: 3)
    #expect(first.map(\.event) == Array(events[0..<3]))
    let last = try #require(first.last)
    #expect(try journal.events(after: last.sequence).map(\.event) == Array(events[3...]))
  }

  @Test func `every name in the record is read back as what it names`() throws {
    let journal = try Journal(at: Sample.memory, now: Sample.time(0))
    var causes: [EndCause] = [
      .none, .completed, .stop, .leaseEnded, .disarmed, .expired, .released, .probeOpen, .probeShort, .probeAged,
      .triggerLost, .noBeat, .proceedLost, .recordFailed, .generatorEnded, .conditionLost,
    ]
    causes += Fault.allCases.map { .fault($0) }
    for (index, cause) in causes.enumerated() {
      var intent = try Sample.intent(UInt64(index), at: Int64(index))
      intent.kind = PlanKind.allCases[index % 3]
      let train = try journal.recordIntent(intent)
      var pulse = Sample.pulse(0, verdict: Fault(rawValue: UInt8(index)))
      pulse.cut = DeviceCut.allCases[index % 6]
      let outcome = Sample.outcome(.settled(.deliveredUnmeasured, by: .reports), at: Int64(index), cause: cause)
      try journal.record([.pulse(train, pulse), .outcome(train, outcome)])
      let record = try #require(try journal.train(train))
      #expect(record.outcomes == [outcome] && record.pulses == [pulse] && record.intent == intent)
    }
  }

  @Test func `the same records in memory give the same head`() throws {
    let heads = try (0..<2).map { _ in
      let journal = try Journal(at: Sample.memory, now: Sample.time(0))
      try Sample.fill(journal, trains: 3)
      return try journal.head()
    }
    #expect(heads[0] == heads[1])
    #expect(heads[0].sequence == 33)
  }
}
