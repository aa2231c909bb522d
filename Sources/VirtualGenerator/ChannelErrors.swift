/// How a measuring channel differs from the truth: reading = truth × (10⁶ + gain) / 10⁶ + offset + noise.
public struct ChannelError: Hashable, Sendable {
  /// What it reads too much, in parts per million of the reading.
  public var gainPartsPerMillion: Int64
  /// What it reads at zero, in its base unit: mV, mA or ns.
  public var offset: Int64
  /// Standard deviation of one sample, in thousandths of its base unit: µV, µA or ps.
  public var noiseThousandths: Int64

  /// An error.
  public init(gainPartsPerMillion: Int64, offset: Int64, noiseThousandths: Int64) {
    self.gainPartsPerMillion = gainPartsPerMillion
    self.offset = offset
    self.noiseThousandths = noiseThousandths
  }

  /// No error.
  public static var none: ChannelError { ChannelError(gainPartsPerMillion: 0, offset: 0, noiseThousandths: 0) }

  /// The factor in parts per million (1 000 000 changes nothing) that a calibration multiplies raw readings by.
  public var correctionFactorPartsPerMillion: Int64 {
    let factor = 1e6 + Double(gainPartsPerMillion)
    guard factor > 1 else { return 1_000_000 }
    return Int64((1e12 / factor).rounded())
  }

  /// What a calibration adds after the factor, in the base unit.
  public var correctionOffset: Int64 {
    Int64((-Double(offset) * Double(correctionFactorPartsPerMillion) / 1e6).rounded())
  }
}

/// The errors of the device's five channels.
public struct ChannelErrors: Hashable, Sendable {
  /// First bank channel, in mV.
  public var bankA: ChannelError
  /// Second, independent bank channel, in mV.
  public var bankB: ChannelError
  /// Voltage of pulses and at the terminals between them, in mV.
  public var pulseVoltage: ChannelError
  /// Current of pulses, in mA.
  public var pulseCurrent: ChannelError
  /// Width of pulses, in ns; it has an offset only, as a timer has.
  public var width: ChannelError

  /// Five errors.
  public init(
    bankA: ChannelError, bankB: ChannelError, pulseVoltage: ChannelError, pulseCurrent: ChannelError,
    width: ChannelError
  ) {
    self.bankA = bankA
    self.bankB = bankB
    self.pulseVoltage = pulseVoltage
    self.pulseCurrent = pulseCurrent
    self.width = width
  }

  /// Errors so large that a host without a calibration judges pulses wrongly: +3, −2, +2.5 and −3 %.
  ///
  /// Chosen for this simulator: each is beyond the 2 % to which a calibrated host measures.
  public static var noticeable: ChannelErrors {
    ChannelErrors(
      bankA: ChannelError(gainPartsPerMillion: 30_000, offset: 1_200, noiseThousandths: 200_000),
      bankB: ChannelError(gainPartsPerMillion: -20_000, offset: -900, noiseThousandths: 200_000),
      pulseVoltage: ChannelError(gainPartsPerMillion: 25_000, offset: 800, noiseThousandths: 800_000),
      pulseCurrent: ChannelError(gainPartsPerMillion: -30_000, offset: 15, noiseThousandths: 20_000),
      width: ChannelError(gainPartsPerMillion: 0, offset: 120, noiseThousandths: 20_000))
  }

  /// Channels that tell the truth, but for the steps of their converters.
  public static var none: ChannelErrors {
    ChannelErrors(bankA: .none, bankB: .none, pulseVoltage: .none, pulseCurrent: .none, width: .none)
  }
}
