import Quantities
package import SafetyKernel

/// The kinds of train that are explored.
package enum PlanClass: String, CaseIterable, Sendable {
  /// One pulse on one pair.
  case onePulse
  /// Three pulses on one pair.
  case onePair
  /// Two pairs: reversed polarity within the first, another voltage on the second; the array carries a chip.
  case twoPairs
  /// Each pulse on a beat, one behind them without, then a whole step at another voltage on one.
  case synchronised
  /// As many steps as a plan can have.
  case maximum
}

/// Which countdowns are shorter than which; the rules must hold whatever their order.
package enum CountdownOrder: String, CaseIterable, Sendable {
  /// The probe's verdict outlasts charging and arming; reports are waited for longest.
  case verdictLast
  /// The probe's verdict ages first; the discharge is waited for longest.
  case verdictFirst
  /// Charging and arming are over first; pulses are waited for longest.
  case armingFirst
}

/// One exploration: a kind of train under an order of countdowns.
package struct ExploredCase: Hashable, Sendable {
  /// The kind of train.
  package var plan: PlanClass
  /// The order of countdowns.
  package var order: CountdownOrder

  /// A case.
  package init(plan: PlanClass, order: CountdownOrder) {
    self.plan = plan
    self.order = order
  }

  /// All of them.
  package static var all: [ExploredCase] {
    PlanClass.allCases.flatMap { plan in CountdownOrder.allCases.map { ExploredCase(plan: plan, order: $0) } }
  }

  /// How it is written, and asked for on a command line.
  package var name: String { "\(plan.rawValue)/\(order.rawValue)" }

  /// The case of a name, or nil if there is none.
  package init?(name: String) {
    guard let found = ExploredCase.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// The shipped kernel's configuration, with countdowns so short that every tick of them is visited. The pedal's part and
  /// what is waived differ between the orders, so that each of them is explored with every kind of train.
  package var configuration: KernelConfiguration {
    var configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0b110))
    let limits = ExploredPlans.limits
    configuration.treatment = limits
    configuration.testLoad = limits
    configuration.selfTest = limits
    configuration.budget.pulsesPerMinute = 1_000
    configuration.budget.energyPerMinute = .joules(20_000)
    configuration.budget.pulsesPerSite = 1_000
    configuration.budget.energyPerSite = .joules(20_000)
    configuration.beats.delay = .milliseconds(2)
    configuration.beats.window = .milliseconds(100)
    configuration.beats.shortestInterval = .milliseconds(500)
    configuration.beats.longestInterval = .milliseconds(1500)
    switch order {
    case .verdictLast:
      configuration.pedal = .armsAndFires
      configuration.ticks = ticks(load: 2, 2, charge: 2, armed: 2, verdict: 5, 2, 2, beat: 2, 1, collect: 3, 2)
    case .verdictFirst:
      configuration.pedal = .fires
      configuration.ticks = ticks(load: 1, 2, charge: 3, armed: 3, verdict: 2, 1, 1, beat: 3, 2, collect: 1, 3)
    case .armingFirst:
      configuration.pedal = .notUsed
      configuration.allowWithoutRealtime = true
      configuration.ticks = ticks(load: 3, 3, charge: 1, armed: 1, verdict: 3, 3, 3, beat: 1, 3, collect: 2, 1)
    }
    return configuration
  }

  private func ticks(
    load: UInt16, _ probe: UInt16, charge: UInt16, armed: UInt16, verdict: UInt16, _ pulse: UInt16, _ settle: UInt16,
    beat: UInt16, _ blank: UInt16, collect: UInt16, _ discharge: UInt16
  ) -> KernelTicks {
    var ticks = KernelTicks()
    ticks.load = load
    ticks.probe = probe
    ticks.charge = charge
    ticks.armed = armed
    ticks.probeValid = verdict
    ticks.pulse = pulse
    ticks.settle = settle
    ticks.beat = beat
    ticks.blank = blank
    ticks.collect = collect
    ticks.discharge = discharge
    return ticks
  }
}
