import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@Suite struct UploadTests {
  @Test(arguments: [1, 2, 12, 24, 32])
  func `What is read back hashes to the kernel's own digest of the plan`(steps: Int) {
    let rig = DriverRig()
    rig.plan = examplePlan(steps: steps, pulses: UInt16(steps))
    let wanted = CanonicalPlan(rig.plan)?.digest()
    #expect(wanted != nil)
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Nonce(value: 9)))
    #expect(rig.input.readBack == nil)
    #expect(rig.run { rig.input.readBack != nil })
    #expect(rig.input.readBack == wanted)
    #expect(rig.driver.readBackCount == 32 + 40 * steps)
    #expect(rig.driver.readBackGeneration == 1)
    #expect(rig.driver.holdsProgram)
  }

  @Test func `Answers that are lost are asked for again, and counted`() {
    let rig = DriverRig { $0.requestTimeout = .milliseconds(20) }
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Nonce(value: 9)))
    rig.generator.withheldAnswers = 3
    #expect(rig.run { rig.input.readBack != nil })
    #expect(rig.driver.counters.retries == 3)
    #expect(rig.driver.counters.timeouts == 3)
  }

  @Test func `An upload that is never answered is given up after a bounded number of attempts`() {
    let rig = DriverRig {
      $0.requestTimeout = .milliseconds(10)
      $0.requestAttempts = 4
    }
    #expect(rig.run { rig.isUp })
    rig.generator.withheldAnswers = Int.max
    rig.tick(.load(Nonce(value: 9)))
    rig.ticks(400)
    #expect(rig.input.readBack == nil)
    #expect(rig.generator.count { if case .programBegin = $0 { true } else { false } } == 4)
  }

  @Test func `A discharge makes the driver forget the arming`() {
    let rig = DriverRig()
    #expect(rig.arm(Nonce(value: 9)))
    rig.heartbeat = false
    rig.tick(.discharge)
    rig.tick(.discharge)
    #expect(rig.input.readBack == nil)
    #expect(!rig.driver.holdsProgram)
  }

  @Test func `A probe before the first heartbeat arrived is asked for again, and its answer handed over once`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Nonce(value: 9)))
    #expect(rig.run { rig.input.readBack != nil })
    rig.generator.losesHeartbeats = true
    rig.heartbeat = true
    rig.tick(.probe(Nonce(value: 9), step: 0))
    rig.ticks(5)
    #expect(rig.driver.counters.rejections == 1)
    rig.generator.losesHeartbeats = false
    var found: [Resistance] = []
    for _ in 0..<100 {
      rig.tick()
      if let probe = rig.input.probe { found.append(probe.impedance) }
    }
    #expect(found == [.ohms(200)])
  }

  @Test func `A charge whose acceptance was lost counts as accepted when the generator says that it is under way`() {
    let rig = DriverRig { $0.requestTimeout = .milliseconds(20) }
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Nonce(value: 9)))
    #expect(rig.run { rig.input.readBack != nil })
    rig.heartbeat = true
    rig.ticks(20)
    var lost = false
    // Not the rig: it holds the generator, which holds this.
    rig.generator.spoil = { [unowned generator = rig.generator] byte in
      // The first frame after the charge is its acceptance.
      if !lost, generator.state == .charging || generator.state == .armed { return byte == 0 ? nil : byte }
      return byte
    }
    rig.tick(.charge(Nonce(value: 9)))
    rig.ticks(10)
    lost = true
    #expect(rig.run { rig.input.telemetry.state == .armed })
    rig.ticks(100)
    #expect(rig.input.telemetry.state == .armed)
    #expect(!rig.driver.isBusy)
  }
}
