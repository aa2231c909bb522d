import Glibc
import Plant
import Testing

@Suite struct `Capacitor bank` {
  private static func bank(
    power_W: Double = 100, current_A: Double? = nil, bleed_ohm: Double = 1e6, voltage_V: Double = 0
  ) -> CapacitorBank {
    CapacitorBank(
      capacitance_F: 100e-6, supply: ChargingSupply(power_W: power_W, current_A: current_A),
      bleedResistance_ohm: bleed_ohm, dumpResistance_ohm: 500, voltage_V: voltage_V)
  }

  @Test func `a supply of constant power charges 100 µF to 1000 V in half a second`() {
    var bank = Self.bank(bleed_ohm: .infinity)
    bank.advance(by: 0.499_999, charging: 1000)
    #expect(bank.voltage_V < 1000 && bank.voltage_V > 999.99)
    bank.advance(by: 0.000_002, charging: 1000)
    #expect(bank.voltage_V == 1000)
  }

  /// Closed form against explicit Euler with steps of 1 µs, written out again here.
  @Test(arguments: [(nil, 1e6), (0.2, 1e6), (0.2, 2e4), (0.05, 5e3)] as [(Double?, Double)])
  func `the closed form agrees with small steps`(current_A: Double?, bleed_ohm: Double) {
    var bank = Self.bank(current_A: current_A, bleed_ohm: bleed_ohm, voltage_V: 50)
    let flow = bank.advance(by: 0.6, charging: 900)
    var voltage_V = 50.0
    var supplied_J = 0.0
    var bled_J = 0.0
    let step_s = 1e-6
    for _ in 0..<600_000 {
      let bleed_A = voltage_V / bleed_ohm
      var charge_A = min(current_A ?? .infinity, 100 / voltage_V)
      if voltage_V >= 900 { charge_A = min(charge_A, bleed_A) }
      supplied_J += charge_A * voltage_V * step_s
      bled_J += bleed_A * voltage_V * step_s
      voltage_V += (charge_A - bleed_A) * step_s / 100e-6
    }
    #expect(abs(bank.voltage_V - voltage_V) < 0.01)
    #expect(abs(flow.supplied_J - supplied_J) < 0.01)
    #expect(abs(flow.bled_J - bled_J) < 0.01)
  }

  @Test func `energy is conserved over charging, holding, bleeding and dumping`() {
    var bank = Self.bank(current_A: 0.3, bleed_ohm: 3e4)
    var flows: [BankEnergyFlow] = []
    var energies = [bank.energy_J]
    for tick in 0..<3000 {
      let flow =
        switch tick {
        case ..<900: bank.advance(by: 1e-3, charging: 800)
        case ..<1200: bank.advance(by: 1e-3, charging: 400)
        case ..<2000: bank.advance(by: 1e-3)
        default: bank.advance(by: 1e-3, dumping: true)
        }
      flows.append(flow)
      energies.append(bank.energy_J)
    }
    for (tick, flow) in flows.enumerated() {
      let change_J = energies[tick + 1] - energies[tick]
      #expect(abs(change_J - (flow.supplied_J - flow.bled_J - flow.dumped_J)) < 1e-9)
    }
    #expect(energies[900] == 32)
    #expect(flows.reduce(0) { $0 + $1.dumped_J } > 5)
    #expect(bank.voltage_V < 1)
  }

  @Test func `many small ticks and one long tick give the same voltage`() {
    var fine = Self.bank(current_A: 0.2, bleed_ohm: 1e5)
    var coarse = fine
    for _ in 0..<3000 { fine.advance(by: 1e-4, charging: 1000) }
    coarse.advance(by: 0.3, charging: 1000)
    #expect(abs(fine.voltage_V - coarse.voltage_V) < 1e-6)
    #expect(coarse.voltage_V > 500)
  }

  @Test func `bleeding follows the exponential, and a dead supply charges nothing`() {
    var bank = Self.bank(power_W: 0, bleed_ohm: 1e5, voltage_V: 1000)
    bank.advance(by: 10, charging: 1200)
    #expect(abs(bank.voltage_V - 1000 * exp(-1.0)) < 1e-9)
  }

  @Test func `a supply too weak for the bleed resistor ends where power and loss are equal`() {
    var bank = Self.bank(power_W: 10, bleed_ohm: 1e4)
    bank.advance(by: 100, charging: 1000)
    #expect(abs(bank.voltage_V - (10 * 1e4).squareRoot()) < 1e-6)
    bank.voltage_V = 1000
    bank.advance(by: 100, charging: 1000)
    #expect(abs(bank.voltage_V - (10 * 1e4).squareRoot()) < 1e-6)
  }

  @Test func `the default dump resistor brings 3000 V below 42 V within 5 s and a broken one does not`() {
    var bank = GeneratorHardware().bank
    bank.voltage_V = 3000
    var broken = bank
    broken.dumpResistance_ohm = .infinity
    bank.advance(by: 5, dumping: true)
    broken.advance(by: 5, dumping: true)
    #expect(bank.voltage_V < 42)
    #expect(broken.voltage_V > 2900)
  }

  @Test func `no time, no capacitance, no change`() {
    var bank = Self.bank(voltage_V: 100)
    #expect(bank.advance(by: 0, charging: 500) == BankEnergyFlow())
    #expect(bank.advance(by: -1, dumping: true) == BankEnergyFlow())
    bank.capacitance_F = 0
    #expect(bank.advance(by: 1, charging: 500) == BankEnergyFlow())
    #expect(bank.voltage_V == 100)
  }
}
