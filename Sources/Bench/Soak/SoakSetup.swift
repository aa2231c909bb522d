import Plant
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

/// What a seed's machine is: pedal rule, sums, countdowns, supply, channels. It stays as it is for the whole run.
enum SoakSetup {
  static func setup(seed: UInt64) -> BenchSetup {
    // Every third machine has sums that are soon used up.

    var random = SoakRandom(seed: seed ^ 0x5EED_0001)
    var setup = BenchSetup(array: SoakArrays.array(1, chip: false), seed: seed &* 7_919 &+ 13)
    setup.calibrated = true
    setup.kernel.pedal = random.among([.notUsed, .fires, .armsAndFires], or: .notUsed)
    setup.kernel.ticks.load = 1_000
    setup.kernel.ticks.charge = 4_000
    setup.kernel.ticks.armed = 5_000
    setup.kernel.ticks.settle = 2_000
    setup.kernel.ticks.beat = 5_000
    setup.kernel.ticks.collect = 2_000
    setup.kernel.ticks.discharge = 2_500
    if random.chance(300) { setup.kernel.ticks.probeValid = 4_500 }
    if seed % 3 == 1 {
      setup.kernel.budget.pulsesPerMinute = 120
      setup.kernel.budget.pulsesPerSite = 150
    }
    if seed % 5 == 2 { setup.caps.maximumWindowPulses = 100 }
    setup.device.hardware.bank.supply.power_W = random.among([5_000, 50_000, 50_000], or: 50_000)
    if random.chance(250) { setup.device.channels = .none }
    setup.permitTimeToLive = random.among([.milliseconds(50), .milliseconds(100)], or: .milliseconds(50))
    return setup
  }
}
