import Quantities
import SafetyKernel
import VirtualGenerator

/// What is wrong with a plan on purpose.
enum PlanSpoil: String, Hashable, Sendable, CaseIterable {
  case none, voltage, pulses, width, period, pair, limits, kind, field
}

/// A plan in few numbers: random ones are made of these, and a script holds these.
struct SoakPlan: Hashable, Sendable {
  var kind = PlanKind.treatment
  var layout = ArrayKind.plates
  /// Steps, 1 to 32.
  var steps = 1
  /// Pulses of each step.
  var pulses = 8
  /// From pulse to pulse, in µs.
  var period_us = 1_000
  /// Voltage of every step, or of every other one.
  var voltage_V = 1_000
  /// Voltage of the steps between; 0 for the same.
  var other_V = 0
  /// Whether every other step has its polarity reversed.
  var reverses = false
  var sync = Synchronisation.none
  /// The spot it heats; 0 for none named.
  var site = 1
  /// Whether the plan's array should carry a chip.
  var chip = false
  var spoil = PlanSpoil.none

  /// The plan.
  var plan: Plan {
    let hexagon = layout == .hexagonal
    let rim: [(UInt8, UInt8)] = (0..<6).map { (UInt8($0), UInt8(($0 + 1) % 6)) }
    let spokes: [(UInt8, UInt8)] = (0..<6).map { (UInt8($0), 6) }
    let all = hexagon ? rim + spokes : [(0, 1)]
    var pairs: [(UInt8, UInt8)] = []
    for index in 0..<min(32, max(1, steps)) {
      let pair = reverses ? all[(index / 2) % all.count] : all[index % all.count]
      pairs.append(reverses && index % 2 == 1 ? (pair.1, pair.0) : pair)
    }
    let voltages = [voltage_V] + (other_V > 0 ? [other_V] : [])
    var plan = BenchPlans.plan(
      identity: layout.identity, electrodes: hexagon ? 7 : 2, gap: gap, pairs: pairs,
      pulses: UInt16(clamping: pulses), period: .microseconds(Int32(clamping: period_us)),
      voltages: voltages.map { .volts(Int32(clamping: $0)) }, kind: kind, synchronisation: sync)
    plan.site = SiteIdentity(value: UInt64(clamping: site))
    plan.array.carriesIdentity = chip
    spoil(&plan)
    return plan
  }

  private var gap: Distance {
    switch layout {
    case .plates: .millimetres(8)
    case .needleRows: .millimetres(4)
    case .hexagonal: .micrometres(7_300)
    case .testLoad: .millimetres(10)
    }
  }

  private func spoil(_ plan: inout Plan) {
    let last = max(0, Int(plan.stepCount) - 1)
    switch spoil {
    case .none: break
    case .voltage: plan.steps[last].voltage = .volts(1_150)
    case .pulses: plan.steps[last].pulses = 150
    case .width: plan.steps[last].width = .microseconds(140)
    case .period: plan.steps[last].period = .microseconds(50)
    case .pair: plan.steps[last].negative = 9
    case .limits: plan.steps[last].limits.voltageHigh = .volts(1_400)
    case .kind: plan.array.use = kind == .treatment ? .testLoad : .treatment
    case .field:
      plan.steps[last].origin = .field(
        wanted: .voltsPerCentimetre(1_400), minimum: .voltsPerCentimetre(1_300), lowered: true)
    }
  }
}

/// What a random run must know of a plan, kept by itself so that no rule is asked of the kernel's own code.
struct PlannedTrain: Sendable {
  struct Step: Sendable {
    var positive: UInt8
    var negative: UInt8
    var voltage_mV: Int64
    var width_ns: Int64
    var sync: Synchronisation
    var pulses: Int
    /// The train's first pulse of this step.
    var first: Int
  }

  var kind: PlanKind
  var site: Int
  var chip: Bool
  var identity: ArrayIdentity
  var steps: [Step] = []
  var pulses = 0
  var highest_mV: Int64 = 0
  var pairs = 0
  /// Longer than half a second with waits of a second for each beat and change of voltage: somebody has to hold it.
  var needsHold = false

  init(_ plan: Plan) {
    kind = plan.kind
    site = Int(clamping: plan.site.value)
    chip = plan.array.carriesIdentity
    identity = plan.array.identity
    var attended_us: Int64 = 0
    var known: Set<UInt16> = []
    for index in 0..<Int(min(32, plan.stepCount)) {
      let step = plan.steps[index]
      let changes = index > 0 && step.voltage.millivolts != plan.steps[index - 1].voltage.millivolts
      steps.append(
        Step(
          positive: step.positive, negative: step.negative, voltage_mV: step.voltage.millivolts,
          width_ns: step.width.nanoseconds, sync: step.synchronisation, pulses: Int(step.pulses), first: pulses))
      pulses += Int(step.pulses)
      highest_mV = max(highest_mV, step.voltage.millivolts)
      known.insert(UInt16(min(step.positive, step.negative)) << 8 | UInt16(max(step.positive, step.negative)))
      switch step.synchronisation {
      case .none: attended_us += Int64(step.pulses) * step.period.nanoseconds / 1_000
      case .eachStep: attended_us += 1_000_000 + Int64(step.pulses) * step.period.nanoseconds / 1_000
      case .eachPulse: attended_us += 1_000_000 * Int64(step.pulses)
      }
      if changes { attended_us += 1_000_000 }
    }
    pairs = known.count
    needsHold = attended_us > 500_000
  }

  /// The step of a pulse of the train, or nil beyond the last.
  func step(of pulse: Int) -> Step? {
    for step in steps where pulse >= step.first && pulse < step.first + step.pulses { return step }
    return nil
  }

  /// The first pulse behind one that needs a release of its own.
  func gate(behind pulse: Int) -> Int {
    for index in steps.indices {
      let step = steps[index]
      if pulse < step.first { continue }
      if pulse < step.first + step.pulses, step.sync == .eachPulse { return pulse + 1 }
      let end = step.first + step.pulses
      guard pulse < end, index + 1 < steps.count else { continue }
      var next = index
      while next + 1 < steps.count, steps[next + 1].sync == .none,
        steps[next + 1].voltage_mV == steps[next].voltage_mV
      {
        next += 1
      }
      return steps[next].first + steps[next].pulses
    }
    return pulses
  }
}
