import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@Suite struct `What the driver makes of a plan` {
  @Test(arguments: PlanKind.allCases, Synchronisation.allCases)
  func `every kind of plan and every way to wait for the heart hashes to the kernel's own digest`(
    kind: PlanKind, synchronisation: Synchronisation
  ) {
    let rig = DriverRig()
    rig.plan = examplePlan(steps: 2)
    rig.plan.kind = kind
    rig.plan.steps[1].synchronisation = synchronisation
    let wanted = CanonicalPlan(rig.plan)?.digest()
    #expect(wanted != nil)
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Nonce(value: 9)))
    #expect(rig.run { rig.input.readBack != nil })
    #expect(rig.input.readBack == wanted)
  }

  static let unfit: [@Sendable (inout Plan) -> Void] = [
    { $0.stepCount = 0 }, { $0.stepCount = 33 }, { $0.steps[0].limits.voltageLow = .millivolts(-1) },
    { $0.steps[0].limits.voltageHigh = .millivolts(.max) }, { $0.steps[0].limits.currentLow = .milliamperes(-1) },
    { $0.steps[0].limits.currentHigh = .milliamperes(.max) },
    { $0.steps[0].limits.widthTolerance = .nanoseconds(.max) },
    { $0.steps[0].pulses = 0 },
  ]

  @Test(arguments: unfit.indices)
  func `a plan that the link cannot carry is not uploaded in part`(index: Int) {
    let rig = DriverRig()
    Self.unfit[index](&rig.plan)
    #expect(rig.run { rig.isUp })
    rig.generator.log.removeAll()
    rig.tick(.load(Nonce(value: 9)))
    rig.ticks(300)
    #expect(rig.input.readBack == nil && !rig.driver.holdsProgram && !rig.driver.isBusy)
    let isSent = rig.generator.log.contains { if case .programBegin = $0.message { true } else { false } }
    #expect(!isSent)
  }
}
