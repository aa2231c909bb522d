import GeneratorLink
import SafetyKernel
import VirtualGenerator

/// What an episode of a random run is like.
enum SoakMood: String, Hashable, Sendable, CaseIterable {
  /// Everything works; people make small mistakes.
  case calm
  /// The generator and its electrodes fail.
  case device
  /// The line fails.
  case line
  /// People do what they should not.
  case people
  /// The computer fails: record, realtime, daemon, calibration.
  case host

  static func random(_ random: inout SoakRandom) -> SoakMood {
    switch random.below(100) {
    case 0..<35: .calm
    case 35..<60: .device
    case 60..<72: .line
    case 72..<88: .people
    default: .host
    }
  }

  /// How often in a thousand decisions something of it happens.
  var trouble: Int {
    switch self {
    case .calm: 4
    case .device: 30
    case .line: 25
    case .people: 50
    case .host: 40
    }
  }

  /// Something that happens in such an episode.
  func action(_ random: inout SoakRandom) -> SoakAction {
    switch self {
    case .calm: random.among([.stop, .disarm(.right), .beat, .line(.door, isClosed: false)], or: .stop)
    case .device: .fault(fault(&random), moment(&random))
    case .line:
      random.chance(100)
        ? .port(false) : .fault(SoakFault.random(SoakFault.ofLink, &random), moment(&random))
    case .people: people(&random)
    case .host: host(&random)
    }
  }

  private func fault(_ random: inout SoakRandom) -> SoakFault {
    let entries = random.chance(350) ? SoakFault.ofTissue : SoakFault.ofDevice
    return SoakFault.random(entries, &random)
  }

  private func moment(_ random: inout SoakRandom) -> SoakMoment {
    switch random.below(10) {
    case 0..<4: .now
    case 4..<7:
      .entering(random.among([.idle, .probing, .charging, .armed, .delivering, .waiting, .discharging], or: .idle))
    default: .pulse(UInt16(random.within(1...9)), random.chance(500) ? .start : .end)
    }
  }

  private func claim(_ random: inout SoakRandom) -> SoakClaim {
    random.among([.right, .right, .former, .wrong], or: .right)
  }

  private func people(_ random: inout SoakRandom) -> SoakAction {
    switch random.below(22) {
    case 0: .stop
    case 1: .disarm(claim(&random))
    case 2: .line(random.among([.chain, .emergencyStop, .door, .auxiliary], or: .door), isClosed: false)
    case 3: .grant(UInt8(random.within(1...5)), random.chance(300) ? .technician : .operating)
    case 4: .endLease
    case 5: .renew(false)
    case 6: .hold(false)
    case 7, 8:
      .fire(lease: claim(&random), nonce: claim(&random), ticket: random.among([-50, 0, 400, 499, 501, 3_000], or: 0))
    case 9: .arm(lease: claim(&random), digest: claim(&random), confirms: random.chance(700))
    case 10: .acknowledge
    case 11: .resolve(random.among([-1, 0, 1, 9, 500], or: -1))
    case 12, 13: .line(.pedalFirst, isClosed: random.chance(600))
    case 14, 15: .line(.pedalSecond, isClosed: random.chance(600))
    case 16: .line(.pedalContacts, isClosed: random.chance(300))
    case 17: .unplug
    case 18: .plug(random.below(SoakArrays.count), chip: random.chance(500))
    case 19: .calibrate(random.chance(300))
    case 20: .prepare(SoakPlan.random(&random), claim(&random))
    default: .heart(random.among([0, 300, 700, 1_000, 2_000], or: 0))
    }
  }

  private func host(_ random: inout SoakRandom) -> SoakAction {
    switch random.below(15) {
    case 0, 1, 12, 13, 14: .freeze(random.among([1, 5, 9, 11, 12, 20, 20, 30, 60, 300, 2_000, 10_000], or: 20))
    case 2, 3: .restart(random.among([0, 5, 40, 300, 4_000], or: 40))
    case 4: .record(healthy: random.chance(500), clock: random.chance(500))
    case 5: .durable(false)
    case 6: .realtime(false)
    case 7: .calibrate(false)
    case 8: .drain(false)
    case 9: .supply(random.among([0, 100, 1_000], or: 100))
    case 10: .renew(false)
    default: .stop
    }
  }
}

extension SoakPlan {
  /// A random plan, mostly one that may be given.
  static func random(_ random: inout SoakRandom) -> SoakPlan {
    var plan = SoakPlan()
    plan.layout = random.among([.plates, .plates, .needleRows, .hexagonal], or: .plates)
    switch random.below(20) {
    case 0, 1: plan.kind = .selfTest
    case 2, 3, 4:
      plan.kind = .testLoad
      plan.layout = .testLoad
    default: break
    }
    switch random.below(10) {
    case 0..<4: plan.steps = 1
    case 4..<6: plan.steps = 2
    case 6..<8: plan.steps = plan.layout == .hexagonal ? 12 : 4
    case 8: plan.steps = plan.layout == .hexagonal ? 24 : 8
    default: plan.steps = 32
    }
    plan.pulses = plan.steps > 12 ? random.within(1...6) : random.among([1, 2, 4, 8, 8], or: 8)
    plan.period_us = random.among([200, 1_000, 1_000, 10_000, 250_000], or: 1_000)
    if plan.steps * plan.pulses > 24 { plan.period_us = min(plan.period_us, 10_000) }
    let voltages: [Int] =
      switch plan.layout {
      case .plates, .testLoad: [300, 700, 1_000]
      case .needleRows: [300, 400, 600]
      case .hexagonal: [500, 730]
      }
    plan.voltage_V = random.among(voltages, or: 300)
    if random.chance(250) { plan.other_V = random.among(voltages, or: 300) }
    plan.reverses = random.chance(300)
    if random.chance(200), plan.steps * plan.pulses <= 16 {
      plan.sync = random.among([.eachStep, .eachPulse], or: .eachPulse)
    }
    plan.site = random.below(4)
    plan.chip = random.chance(300)
    if random.chance(40) { plan.spoil = random.among(PlanSpoil.allCases, or: .voltage) }
    return plan
  }
}
