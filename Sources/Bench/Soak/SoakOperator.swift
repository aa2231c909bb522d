import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

/// Whoever works with the machine in a random run: looks at what it shows from time to time and does something, mostly
/// what leads to a train. It decides from its seed and from what the daemon shows, so that one seed is one execution.
struct SoakOperator {
  private var random: SoakRandom
  private var mood = SoakMood.calm
  private var nextLook = 0
  private var episodeEnd = 0
  private var plan = SoakPlan()
  private var wantsPlan = true
  private var wantsSelfTest = false
  /// Trouble that was made and should be taken back some time.
  private var troubled = false
  /// Since when nothing goes on.
  private var stuckSince = 0
  private var lastPlace: (StateName, Int) = (.starting, 0)

  init(seed: UInt64) { random = SoakRandom(seed: seed ^ 0x0BEE_F00D) }

  /// What happens before the next tick; mostly nothing.
  mutating func act(_ rig: SoakRig) -> [SoakAction] {
    guard rig.ticks >= nextLook else { return [] }
    nextLook = rig.ticks + random.within(rig.status.state.mode.energises ? 2...30 : 2...15)
    if rig.ticks >= episodeEnd { return beginEpisode(rig) }
    if random.chance(mood.trouble) {
      troubled = true
      let action = mood.action(&random)
      // Some do two things in one moment.
      return random.chance(200) ? [action, .arm(lease: .right, digest: .right, confirms: true)] : [action]
    }
    if troubled, random.chance(mood == .calm ? 60 : 15) {
      troubled = false
      return restore(rig, plugs: true)
    }
    if !rig.world.drains, random.chance(500) {
      // Nobody takes what the loop tells: what fills the ring is many refusals.
      return Array(repeating: .acknowledge, count: 8)
    }
    if isStuck(rig) { return rescue(rig) }
    if mood == .calm, rig.status.state.mode.name == .standby, random.chance(3) {
      // People talk, fetch something, go home.
      nextLook = rig.ticks + random.within(200...8_000)
      return []
    }
    return work(rig)
  }

  private mutating func beginEpisode(_ rig: SoakRig) -> [SoakAction] {
    mood = SoakMood.random(&random)
    episodeEnd = rig.ticks + random.within(3_000...25_000)
    wantsPlan = true
    troubled = false
    plan = SoakPlan.random(&random)
    return restore(rig, plugs: true)
  }

  /// Everything as it should be, for the plan that is meant.
  private mutating func restore(_ rig: SoakRig, plugs: Bool) -> [SoakAction] {
    var actions: [SoakAction] = [.clearAll]
    for line in [InputLine.chain, .emergencyStop, .door, .auxiliary, .pedalContacts] {
      if !rig.generator.lines[line] { actions.append(.line(line, isClosed: true)) }
    }
    for line in [InputLine.pedalFirst, .pedalSecond] where rig.generator.lines[line] {
      actions.append(.line(line, isClosed: false))
    }
    let world = rig.world
    if !world.portOpen { actions.append(.port(true)) }
    if world.lease == nil || (world.role == .technician && plan.kind == .treatment && random.chance(800)) {
      actions.append(.grant(UInt8(random.within(1...5)), .operating))
    }
    if !world.renews { actions.append(.renew(true)) }
    if !world.holds { actions.append(.hold(true)) }
    if !world.calibrated { actions.append(.calibrate(true)) }
    if !world.recordHealthy || !world.clockGood { actions.append(.record(healthy: true, clock: true)) }
    if !world.durable { actions.append(.durable(true)) }
    if !world.realtime { actions.append(.realtime(true)) }
    if !world.drains { actions.append(.drain(true)) }
    actions.append(.supply(50_000))
    actions.append(.heart(plan.sync == .none ? 0 : random.among([700, 900, 1_100], or: 900)))
    if plugs { actions += plug(rig) }
    return actions
  }

  /// An array as the plan needs it, mostly.
  private mutating func plug(_ rig: SoakRig) -> [SoakAction] {
    if let number = rig.world.plugged, SoakArrays.kind(number) == plan.layout, rig.world.chip == plan.chip { return [] }
    var fitting: [Int] = []
    for number in 0..<SoakArrays.count where SoakArrays.kind(number) == plan.layout { fitting.append(number) }
    return [.plug(random.among(fitting, or: 1), chip: plan.chip)]
  }

  private mutating func isStuck(_ rig: SoakRig) -> Bool {
    let place = (rig.status.state.mode.name, rig.status.state.faults.isEmpty ? 0 : 1)
    if place != lastPlace {
      lastPlace = place
      stuckSince = rig.ticks
    }
    return rig.ticks - stuckSince > 9_000
  }

  /// Nothing went on for long: people call for help, and the generator is switched off and on.
  private mutating func rescue(_ rig: SoakRig) -> [SoakAction] {
    stuckSince = rig.ticks
    wantsPlan = true
    return restore(rig, plugs: true) + [.fault(SoakFault(entry: .reboot, amount: 0, way: .both), .now)]
  }

  private mutating func work(_ rig: SoakRig) -> [SoakAction] {
    let status = rig.status
    switch status.state.mode {
    case .starting, .discharging, .probing, .charging: return random.chance(3) ? [wrongFire()] : []
    case .standby: return rest(rig)
    case .armed: return armed(rig)
    case .waitingForBeat, .delivering, .settling: return duringTrain(rig)
    }
  }

  private mutating func wrongFire() -> SoakAction {
    .fire(lease: .right, nonce: random.among([.right, .former, .wrong], or: .right), ticket: 0)
  }

  private mutating func rest(_ rig: SoakRig) -> [SoakAction] {
    let status = rig.status
    var actions = releasePedal(rig)
    switch status.state.standing {
    case .open: return actions
    case .unresolved: return actions + (random.chance(30) ? [.resolve(random.chance(900) ? -1 : random.below(9))] : [])
    case .none, .settled: break
    }
    if !status.state.faults.isEmpty { return actions + clearFaults(rig) }
    if wantsPlan {
      guard random.chance(300) else { return actions }
      plan = wantsSelfTest ? selfTest() : SoakPlan.random(&random)
      wantsPlan = false
      actions += plug(rig)
      if plan.sync != .none { actions.append(.heart(random.among([700, 900, 1_100], or: 900))) }
      return actions + [.prepare(plan, .right)]
    }
    guard random.chance(200) else { return actions }
    if rig.setup.kernel.pedal == .armsAndFires, random.chance(300) {
      return actions + [.line(.pedalFirst, isClosed: true)]
    }
    actions.append(.arm(lease: .right, digest: .right, confirms: random.chance(970)))
    if !status.blockers.isEmpty, random.chance(100) { wantsPlan = true }
    return actions
  }

  private mutating func selfTest() -> SoakPlan {
    var plan = SoakPlan()
    plan.kind = .selfTest
    plan.pulses = 2
    return plan
  }

  private mutating func clearFaults(_ rig: SoakRig) -> [SoakAction] {
    if random.chance(100) { return restore(rig, plugs: true) }
    if rig.status.telemetry.hasFault, random.chance(50) {
      return [.fault(SoakFault(entry: .reboot, amount: 0, way: .both), .now)]
    }
    guard random.chance(150) else { return [] }
    if wantsSelfTest {
      if !wantsPlan, random.chance(600) { return [.arm(lease: .right, digest: .right, confirms: true)] }
      wantsPlan = false
      plan = selfTest()
      return [.prepare(plan, .right)]
    }
    // What a self-test must clear shows in the answer; a person tries one after an acknowledgement that changed nothing.
    wantsSelfTest = random.chance(300)
    wantsPlan = true
    return [.acknowledge]
  }

  private mutating func armed(_ rig: SoakRig) -> [SoakAction] {
    wantsSelfTest = false
    guard random.chance(200) else { return [] }
    if random.chance(15) { return [.disarm(.right)] }
    if random.chance(10) {
      nextLook = rig.ticks + 6_000
      return []
    }
    if rig.setup.kernel.pedal != .notUsed, random.chance(500) {
      return [.line(.pedalFirst, isClosed: true), .line(.pedalSecond, isClosed: true)]
    }
    if random.chance(40) {
      return [.fire(lease: .right, nonce: .right, ticket: random.among([-50, 501, 3_000], or: 501))]
    }
    if random.chance(40) {
      let lease = random.among([SoakClaim.right, .right, .former, .wrong], or: .wrong)
      return [.fire(lease: lease, nonce: random.among([.former, .wrong], or: .wrong), ticket: 0)]
    }
    wantsPlan = random.chance(500)
    let fire = SoakAction.fire(lease: .right, nonce: .right, ticket: random.below(100))
    return random.chance(60) ? [fire, fire] : [fire]
  }

  private mutating func duringTrain(_ rig: SoakRig) -> [SoakAction] {
    wantsPlan = random.chance(500)
    if random.chance(4) { return [.stop] }
    if case .waitingForBeat = rig.status.state.mode, random.chance(8) { return [.heart(0)] }
    if random.chance(2) { return releasePedal(rig) + [.hold(false)] }
    return []
  }

  private mutating func releasePedal(_ rig: SoakRig) -> [SoakAction] {
    guard rig.generator.lines[.pedalFirst] || rig.generator.lines[.pedalSecond], random.chance(300) else { return [] }
    return [.line(.pedalSecond, isClosed: false), .line(.pedalFirst, isClosed: false)]
  }
}
