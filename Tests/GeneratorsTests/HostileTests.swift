import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

/// What the fuzzer of device replies found; its inputs stand in Tests/fuzz/corpus/device.
@Suite struct HostileTests {
  @Test func `A trigger for a generator that has not answered does not wait for one that does`() {
    let rig = DriverRig()
    rig.generator.isSilent = true
    rig.heartbeat = true
    rig.ticks(5)
    rig.tick(.release(Nonce(value: 3), step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(10_000_000)))
    rig.generator.isSilent = false
    #expect(rig.run { rig.isUp })
    rig.ticks(100)
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 0)
  }

  @Test func `Nor does a trigger wait for telemetry over a link that has none yet`() {
    let rig = DriverRig()
    rig.generator.sendsTelemetry = false
    rig.heartbeat = true
    #expect(rig.run { rig.driver.identity != nil })
    rig.tick(.release(Nonce(value: 3), step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(10_000_000)))
    rig.generator.sendsTelemetry = true
    #expect(rig.run { rig.isUp })
    rig.ticks(100)
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 0)
  }

  @Test func `A question that nobody asks any more is not repeated, and no upload waits for its answer`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.generator.withheldAnswers = 1
    rig.query = Nonce(value: 5)
    rig.ticks(3)
    rig.query = nil
    rig.tick(.load(Nonce(value: 6)))
    // Well before an answer that does not come would be given up.
    #expect(rig.run(80) { rig.input.readBack != nil })
    rig.ticks(1_500)
    #expect(rig.generator.count { if case .query = $0 { true } else { false } } == 1)
    // Nothing that was written was not a message.
    #expect(rig.generator.framesRefused == 0)
  }
}
