import Quantities
import SafetyKernel

extension InputWriter {
  /// What the generator does in a state if all goes well.
  private func expected(_ situation: Situation) -> DeviceClass {
    switch situation.moment.state.mode {
    case .starting, .standby, .discharging: return .idleEmpty
    case .probing: return .probing
    case .charging, .armed: return .armedReady
    case .waitingForBeat(let at, _, _, _): return at == 0 ? .armedReady : .waitingReady
    case .delivering: return .deliveringSame
    case .settling: return .waitingReady
    }
  }

  func writeDevice(_ device: DeviceClass, _ situation: Situation) {
    let live = Voltage.volts(500)
    let known = situation.known
    switch device {
    case .expected: writeDevice(expected(situation), situation)
    case .idleEmpty: set(.idle, .zero, known, situation)
    case .idleLive: set(.idle, live, known, situation)
    case .probing: set(.probing, .zero, known, situation)
    case .chargingLow: set(.charging, .volts(100), known, situation)
    case .armedReady: set(.armed, situation.target, known, situation)
    case .armedFar: set(.armed, far(situation), known, situation)
    case .armedOtherNonce: set(.armed, situation.target, known, situation, ours: false)
    case .deliveringSame: set(.delivering, situation.target, known, situation)
    case .deliveringAhead: set(.delivering, situation.target, known &+ 1, situation)
    case .waitingReady: set(.waiting, situation.target, known, situation)
    case .waitingFar: set(.waiting, far(situation), known, situation)
    case .waitingOtherNonce: set(.waiting, situation.target, known, situation, ours: false)
    case .endedWhole: set(.discharging, live, situation.planned, situation)
    case .endedShort: set(.discharging, live, known, situation)
    case .idleWhole: set(.idle, .zero, situation.planned, situation)
    case .idleAhead: set(.idle, .zero, known &+ 1, situation)
    case .faultEmpty: set(.fault, .zero, known, situation)
    case .faultLive: set(.fault, live, known, situation)
    }
  }

  private func far(_ situation: Situation) -> Voltage { .millivolts(situation.target.millivolts / 10 * 9) }

  private func set(
    _ state: GeneratorState, _ bank: Voltage, _ given: UInt16, _ situation: Situation, ours: Bool = true
  ) {
    tick.link = .up
    tick.telemetryAge = Situation.age
    var telemetry = Telemetry()
    telemetry.deviceTime = Situation.deviceTime
    telemetry.boot = situation.boot
    telemetry.serial = situation.serial
    telemetry.pulseCounter = situation.counterBefore &+ UInt32(given)
    telemetry.state = state
    telemetry.bankA = bank
    telemetry.bankB = bank
    telemetry.nonce = ours ? situation.nonce : Nonce(value: situation.nonce.value &+ 9)
    telemetry.pulsesGiven = given
    telemetry.array = situation.carriesIdentity ? .identified(ExploredPlans.arrayIdentity) : .unidentified
    tick.telemetry = telemetry
    truth.fresh = true
    truth.up = true
    truth.bankSafe = bank < .volts(42)
    truth.banksAgree = true
    truth.bankReady = bank == situation.target
    truth.quiet = true
    truth.ownFault = state == .fault
    truth.sameSerial = true
    truth.sameBoot = true
    truth.sameGenerator = true
    truth.arrayMatches = true
    truth.device = state
    truth.ours = ours
    truth.given = given
    truth.counted = given
  }

  func writeHealth(_ health: HealthClass, _ situation: Situation) {
    switch health {
    case .good: break
    case .stale: lose(.up, age: .milliseconds(41))
    case .ageNegative: lose(.up, age: .nanoseconds(-1))
    case .opening: lose(.opening, age: Situation.age)
    case .down: lose(.down, age: Situation.age)
    case .otherSerial:
      tick.telemetry.serial = DeviceSerial(low: situation.serial.low &+ 1, high: 0)
      truth.sameSerial = false
      truth.sameGenerator = false
    case .otherBoot:
      tick.telemetry.boot = BootIdentity(value: situation.boot.value &+ 1)
      truth.sameBoot = false
      truth.sameGenerator = false
    case .ownFault:
      tick.telemetry.hasFault = true
      truth.ownFault = true
    case .oneBankLies:
      tick.telemetry.bankB = tick.telemetry.bankA < .volts(42) ? .volts(500) : .zero
      truth.banksAgree = false
      truth.bankSafe = false
    case .bankTooHigh:
      tick.telemetry.bankA = .volts(2_000)
      tick.telemetry.bankB = .volts(2_000)
      truth.bankTooHigh = true
      truth.bankSafe = false
      truth.bankReady = false
    case .outputLive:
      tick.telemetry.outputVoltage = .volts(-42)
      truth.quiet = false
    case .counterExtra: count(situation.planned &+ 1, situation)
    case .counterLeapt: count(.max, situation, by: 70_000)
    case .counterBack: count(.max, situation, by: UInt32.max)
    case .arrayAbsent:
      tick.telemetry.array = .absent
      truth.arrayAbsent = true
      truth.arrayMatches = false
    case .arrayOther:
      tick.telemetry.array = .identified(ArrayIdentity(low: 9, high: 9))
      truth.arrayMatches = false
    case .arrayNamed: tick.telemetry.array = .identified(ExploredPlans.arrayIdentity)
    case .arrayUnnamed:
      tick.telemetry.array = .unidentified
      truth.arrayMatches = !situation.carriesIdentity
    }
  }

  private func lose(_ link: LinkReading, age: TimeSpan) {
    tick.link = link
    tick.telemetryAge = age
    truth.fresh = false
    truth.up = link == .up
    truth.bankSafe = false
  }

  private func count(_ pulses: UInt16, _ situation: Situation, by delta: UInt32? = nil) {
    tick.telemetry.pulseCounter = situation.counterBefore &+ (delta ?? UInt32(pulses))
    truth.counted = pulses
  }
}
