import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

extension DriverRig {
  /// Answers whatever request waits: the one of them that it is has this number.
  func answer(_ message: DeviceMessage) {
    for id in 1...200 as ClosedRange<UInt16> { generator.send(message, request: id) }
  }

  func count(_ matches: (HostMessage) -> Bool) -> Int { generator.count(matches) }

  /// A program that was read back, with heartbeats; from here on the generator answers nothing.
  func loadAndFallSilent(_ nonce: Nonce) -> Bool {
    guard run(until: { isUp }) else { return false }
    tick(.load(nonce))
    guard run(until: { input.readBack != nil }) else { return false }
    heartbeat = true
    ticks(20)
    generator.withheldAnswers = .max
    return true
  }
}

@Suite struct `What the driver makes of answers` {
  static let nonce = Nonce(value: 9)

  static func isBegin(_ message: HostMessage) -> Bool { if case .programBegin = message { true } else { false } }
  static func isProbe(_ message: HostMessage) -> Bool { if case .probe = message { true } else { false } }
  static func isCharge(_ message: HostMessage) -> Bool { if case .charge = message { true } else { false } }
  static func isQuery(_ message: HostMessage) -> Bool { if case .query = message { true } else { false } }

  @Test func `a program that the generator rejects is begun anew three times, then given up`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.generator.withheldAnswers = .max
    rig.tick(.load(Self.nonce))
    for begun in 1...4 {
      #expect(rig.run(50) { rig.count(Self.isBegin) == begun })
      rig.answer(.rejected(reason: .programDigest))
      rig.tick()
    }
    rig.ticks(500)
    #expect(rig.count(Self.isBegin) == 4 && rig.input.readBack == nil && !rig.driver.holdsProgram)
  }

  @Test func `an answer to another request than the one that waits changes nothing`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.generator.withheldAnswers = .max
    rig.tick(.load(Self.nonce))
    #expect(rig.run(50) { rig.count(Self.isBegin) == 1 })
    for request in [0, 60_000] as [UInt16] {
      rig.generator.send(.accepted, request: request)
      rig.generator.send(.rejected(reason: .badRequest), request: request)
    }
    rig.ticks(50)
    let data = rig.count { if case .programData = $0 { true } else { false } }
    #expect(rig.count(Self.isBegin) == 1 && data == 0)
  }

  @Test func `bytes that come back for another request are not the program`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Self.nonce))
    #expect(rig.run(500) { rig.generator.log.contains { if case .programCommit = $0.message { true } else { false } } })
    rig.generator.withheldAnswers = .max
    rig.ticks(10)
    var chunk = ProgramChunk()
    for _ in 0..<72 { _ = chunk.append(0x55) }
    rig.generator.send(.programBytes(nonce: 9, offset: 0, chunk: chunk), request: 60_000)
    rig.answer(.programBytes(nonce: 9, offset: 8, chunk: chunk))
    rig.ticks(5)
    #expect(rig.input.readBack == nil && rig.driver.readBackGeneration == 0)
    rig.generator.withheldAnswers = 0
    #expect(rig.run { rig.input.readBack != nil })
    #expect(rig.input.readBack == CanonicalPlan(rig.plan)?.digest())
  }

  /// Reasons, and whether the same may be accepted a moment later.
  static let reasons: [(RejectReason, Bool)] = [
    (.noPermit, true), (.busy, true), (.badState, true), (.interlockOpen, false), (.unknownNonce, false),
    (.programBad(ProgramDefect(.stepCount)), false), (.programDigest, false), (.aboveLimit(step: 0), false),
    (.tooLate, false), (.notSupported, false), (.badRequest, false), (.nonceSpent, false), (.faulted, false),
    (.arrayDiffers, false),
  ]

  @Test(arguments: reasons.indices)
  func `a rejected probe or charge is asked again only where that may help`(index: Int) {
    let (reason, mayPass) = Self.reasons[index]
    for (command, matches) in [
      (GeneratorCommand.probe(Self.nonce, step: 0), Self.isProbe), (.charge(Self.nonce), Self.isCharge),
    ] {
      let rig = DriverRig()
      #expect(rig.loadAndFallSilent(Self.nonce))
      rig.tick(command)
      rig.tick()
      #expect(rig.count(matches) == 1)
      rig.answer(.rejected(reason: reason))
      rig.ticks(40)
      #expect(rig.count(matches) == (mayPass ? 2 : 1))
    }
  }

  @Test func `a probe or charge that is rejected as often as allowed is given up`() {
    for (command, matches) in [
      (GeneratorCommand.probe(Self.nonce, step: 0), Self.isProbe), (.charge(Self.nonce), Self.isCharge),
    ] {
      let rig = DriverRig { $0.requestAttempts = 3 }
      #expect(rig.loadAndFallSilent(Self.nonce))
      rig.tick(command)
      for _ in 0..<6 {
        rig.ticks(20)
        rig.answer(.rejected(reason: .noPermit))
      }
      rig.ticks(50)
      #expect(rig.count(matches) == 3)
    }
  }

  @Test func `a charge that came twice and is under way counts as accepted, one that lacks its permit does not`() {
    for (reason, isAccepted) in [(RejectReason.busy, true), (.badState, true), (.noPermit, false)] {
      let rig = DriverRig { $0.requestTimeout = .milliseconds(20) }
      #expect(rig.loadAndFallSilent(Self.nonce))
      rig.tick(.charge(Self.nonce))
      #expect(rig.run(60) { rig.count(Self.isCharge) == 2 })
      rig.answer(.rejected(reason: reason))
      rig.ticks(18)
      #expect(rig.count(Self.isCharge) == (isAccepted ? 2 : 3))
    }
  }

  @Test func `a probe or charge that is never answered is given up after as many attempts`() {
    for (command, matches) in [
      (GeneratorCommand.probe(Self.nonce, step: 0), Self.isProbe), (.charge(Self.nonce), Self.isCharge),
    ] {
      let rig = DriverRig {
        $0.requestTimeout = .milliseconds(10)
        $0.requestAttempts = 3
      }
      #expect(rig.loadAndFallSilent(Self.nonce))
      rig.tick(command)
      rig.ticks(300)
      #expect(rig.count(matches) == 3 && !rig.driver.isBusy)
    }
  }

  @Test func `an accepted probe is waited for anew`() {
    let rig = DriverRig { $0.requestTimeout = .milliseconds(40) }
    #expect(rig.loadAndFallSilent(Self.nonce))
    rig.tick(.probe(Self.nonce, step: 0))
    rig.ticks(30)
    rig.answer(.accepted)
    rig.ticks(30)
    #expect(rig.count(Self.isProbe) == 1)
    rig.ticks(20)
    #expect(rig.count(Self.isProbe) == 2)
  }

  @Test func `an acceptance is no answer to a question, and a rejected one is asked again`() {
    for (answer, expected) in [(DeviceMessage.accepted, 2), (.rejected(reason: .badState), 3)] {
      let rig = DriverRig()
      #expect(rig.run { rig.isUp })
      rig.generator.withheldAnswers = .max
      rig.query = Nonce(value: 5)
      rig.ticks(3)
      rig.answer(answer)
      rig.ticks(130)
      #expect(rig.count(Self.isQuery) == expected)
    }
  }

  @Test func `a question that is never answered rests for half a second between its attempts`() {
    let rig = DriverRig {
      $0.requestTimeout = .milliseconds(10)
      $0.requestAttempts = 3
    }
    #expect(rig.run { rig.isUp })
    rig.generator.withheldAnswers = .max
    rig.query = Nonce(value: 5)
    rig.ticks(500)
    #expect(rig.count(Self.isQuery) == 3)
    rig.ticks(150)
    #expect(rig.count(Self.isQuery) == 6)
  }

  @Test func `a discharge takes back the request of an arming that waits for its answer`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.generator.withheldAnswers = .max
    rig.tick(.load(Self.nonce))
    rig.ticks(3)
    rig.query = Nonce(value: 5)
    rig.tick(.discharge)
    rig.ticks(3)
    // Well before the upload's request would have been given up.
    #expect(rig.count(Self.isQuery) == 1)
    rig.ticks(300)
    #expect(rig.count(Self.isBegin) == 1)
  }

  /// A train that is over, its generator at rest, and the first waveform asked for but not answered.
  private func rigWaitingForWaveform() -> DriverRig? {
    let rig = DriverRig()
    rig.plan = examplePlan(pulses: 3)
    guard rig.arm(Self.nonce) else { return nil }
    rig.release(Self.nonce)
    guard rig.run(until: { rig.generator.pulses.count == 3 && rig.reports.count == 3 }) else { return nil }
    rig.generator.withheldAnswers = .max
    let isAsked = { rig.generator.log.contains { if case .waveformRead = $0.message { true } else { false } } }
    return rig.run(until: isAsked) ? rig : nil
  }

  @Test func `a charge does not wait for a waveform`() throws {
    let rig = try #require(rigWaitingForWaveform())
    let before = rig.count(Self.isCharge)
    rig.tick(.charge(Self.nonce))
    rig.ticks(3)
    #expect(rig.count(Self.isCharge) == before + 1)
  }

  @Test func `a waveform that the generator no longer has is skipped, one that it cannot give now is not`() throws {
    for (reason, pulses) in [
      (RejectReason.badRequest, [1, 2]), (.unknownNonce, [1, 2]), (.notSupported, [1, 2]), (.busy, [0, 1, 2]),
    ] as [(RejectReason, [UInt16])] {
      let rig = try #require(rigWaitingForWaveform())
      rig.answer(.rejected(reason: reason))
      rig.tick()
      rig.generator.withheldAnswers = 0
      #expect(rig.run(5000) { rig.waveforms.last?.completesTrain == true })
      #expect(rig.waveforms.map(\.pulse) == pulses.flatMap { [$0, $0] })
    }
  }
}
