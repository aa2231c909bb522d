import Plant
import Testing

@Suite struct `Growing conductivity` {
  /// Liver of the Go-Smart planning software: 0.08–0.32 S/m, 350–700 V/cm.
  static let liver = Tissue.liver.conductivity

  static func withLaw(_ law: ConductivityLaw, _ base: FieldConductivity) -> FieldConductivity {
    var conductivity = base
    conductivity.law = law
    return conductivity
  }

  @Test func `coaxial electrodes in liver follow the ramp`() {
    // A-C10: 0.5/10 mm, 1000 V: exact one-dimensional solution.
    func current(_ law: ConductivityLaw) -> Double {
      RadialField.coaxialCurrent_A_per_m(
        inner_m: 0.5e-3, outer_m: 10e-3, voltage_V: 1000, conductivity: Self.withLaw(law, Self.liver))
    }
    let ramp = current(.ramp)
    #expect(close(ramp, 620.23, within: 5e-4))
    #expect(close(current(.constant), 167.79, within: 5e-4))
    func field(_ radius_m: Double, _ current: Double, _ law: ConductivityLaw) -> Double {
      RadialField.coaxialField_V_per_m(
        current_A_per_m: current, radius_m: radius_m, conductivity: Self.withLaw(law, Self.liver)) / 100
    }
    #expect(close(field(0.5e-3, ramp, .ramp), 6169.5, within: 1e-3))
    #expect(close(field(10e-3, ramp, .ramp), 513.6, within: 1e-3))
    #expect(close(field(4.407e-3, ramp, .ramp), 700, within: 1e-3))
    // A-C11: the sigmoid of Šel et al. 2005, IEEE Trans Biomed Eng 52:816.
    #expect(close(current(.sigmoid), 591.89, within: 5e-4))
    #expect(close(field(4.758e-3, current(.sigmoid), .sigmoid), 700, within: 1e-3))
  }

  @Test func `concentric spheres in liver follow the ramp`() {
    // A-C12: 2/20 mm, 800 V.
    func current(_ law: ConductivityLaw) -> Double {
      RadialField.sphericalCurrent_A(
        inner_m: 2e-3, outer_m: 20e-3, voltage_V: 800, conductivity: Self.withLaw(law, Self.liver))
    }
    #expect(close(current(.ramp), 4.5761, within: 1e-3))
    #expect(close(current(.constant), 1.7872, within: 1e-3))
  }

  /// A-C13 and A-C14: nonlinear needle pairs, against a two-dimensional solution in bipolar coordinates; tolerance 2 %,
  /// because the load uses the mean of two one-dimensional bounds.
  @Test(arguments: [
    (8.0, 0.35, 20.0, 1000.0, "tumour", ConductivityLaw.ramp, 11.048),
    (8.0, 0.35, 20.0, 1000.0, "tumour", ConductivityLaw.sigmoid, 10.39),
    (15.0, 0.6, 30.0, 1500.0, "liver", ConductivityLaw.ramp, 10.509),
  ])
  func `a needle pair reaches the current of the field solution`(
    d_mm: Double, a_mm: Double, length_mm: Double, voltage_V: Double, name: String, law: ConductivityLaw,
    current_A: Double
  ) throws {
    var tissue = try #require(Tissue.named(name))
    tissue.conductivity.law = law
    tissue.dynamics.rise_s = 0
    let pair = try ElectrodePair.needlePair(
      distance_m: d_mm * 1e-3, radius_m: a_mm * 1e-3, length_m: length_mm * 1e-3)
    var load = TissueLoad(pair: pair, tissue: tissue)
    let low_ohm = load.resistance_ohm
    var bank = stiffBank(voltage_V)
    var waveform = PulseWaveform(capacity: 200)
    let result = PulseSimulation.deliver(
      PulseCommand(width_s: 20e-6), limits: PulseLimits(), bank: &bank, stage: idealStage(), load: &load,
      waveform: &waveform)
    // The double layer takes up to 4 V, the pulse warms the tissue by less than 0.1 K: current by conductance.
    let reached_A = voltage_V * (1 + (load.growthRatio - 1) * load.growth) / low_ohm
    #expect(close(reached_A, current_A, within: 0.02))
    #expect(close(result.meanCurrent_A, reached_A, within: 0.03))
  }

  @Test func `every law grows with the field between its two conductivities`() {
    for law in ConductivityLaw.allCases {
      let conductivity = Self.withLaw(law, Self.liver)
      var last = 0.0
      for step in 0...200 {
        let field_V_per_m = Double(step) * 1000
        let value = conductivity.conductivity(atField: field_V_per_m)
        #expect(value >= last && value >= 0.08 && value <= 0.32)
        last = value
        let back = conductivity.field(forCurrentDensity: value * field_V_per_m)
        #expect(abs(back - field_V_per_m) <= 1e-6 * field_V_per_m)
      }
      #expect(close(last, law == .constant ? 0.08 : 0.32, within: 1e-4))
    }
  }

  @Test func `every named tissue is found by its name and conducts`() {
    for tissue in Tissue.all {
      #expect(Tissue.named(tissue.name) == tissue)
      #expect(tissue.conductivity.low_S_per_m > 0 && tissue.conductivity.growthRatio > 1)
    }
    #expect(Tissue.named("stone") == nil)
  }
}
