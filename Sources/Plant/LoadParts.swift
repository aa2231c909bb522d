/// The path of current through the cells: a resistor and the capacitance of the membranes in series.
///
/// It makes the capacitive peak at the front of a pulse: `I(0+) = U/(Rs + Re‖Ri)`, decaying with
/// `(Ri + Re‖Rs) Cm`.
public struct MembraneBranch: Sendable, Equatable {
  /// Resistance Ri within the cells, in ohms.
  public var resistance_ohm: Double
  /// Capacitance Cm in farads.
  public var capacitance_F: Double

  /// A branch by its two elements.
  public init(resistance_ohm: Double, capacitance_F: Double) {
    self.resistance_ohm = resistance_ohm
    self.capacitance_F = capacitance_F
  }
}

/// The double layers of both electrodes in series: a capacitance that Faradaic current keeps from charging further.
public struct DoubleLayer: Sendable, Equatable {
  /// Capacitance of both layers in series, in farads.
  public var capacitance_F: Double
  /// Voltage over both layers together that is never exceeded, in volts: 2 V each, within the usual 1–3 V.
  public var clamp_V: Double

  /// A double layer by its two constants.
  public init(capacitance_F: Double, clamp_V: Double = 4) {
    self.capacitance_F = capacitance_F
    self.clamp_V = clamp_V
  }

  /// The layers of two electrodes of equal area; 20 µF/cm² each, an assumption within the usual 10–40 µF/cm².
  public init(contactArea_m2: Double) {
    self.init(capacitance_F: 0.2 * contactArea_m2 / 2)
  }
}

/// Skin (stratum corneum) under both electrodes, which breaks down for good within a pulse.
///
/// Chizmadzhev et al. 1998 (Biophys J 74:843): electroporation lowers its resistance by up to three orders of
/// magnitude, above some 30 V across one layer.
public struct SkinContact: Sendable, Equatable {
  /// Resistance of both intact layers together, in ohms.
  public var resistance_ohm: Double
  /// Capacitance of both layers in series, in farads.
  public var capacitance_F: Double
  /// Voltage over both layers together above which they break down, in volts.
  public var breakdown_V: Double
  /// How many times better the broken layers conduct.
  public var conductanceRatio: Double
  /// Time constant of the breakdown in seconds, an assumption.
  public var breakdownTime_s: Double

  /// Skin by its constants, with the published breakdown as default.
  public init(
    resistance_ohm: Double, capacitance_F: Double, breakdown_V: Double = 60, conductanceRatio: Double = 1000,
    breakdownTime_s: Double = 2e-6
  ) {
    self.resistance_ohm = resistance_ohm
    self.capacitance_F = capacitance_F
    self.breakdown_V = breakdown_V
    self.conductanceRatio = conductanceRatio
    self.breakdownTime_s = breakdownTime_s
  }
}
