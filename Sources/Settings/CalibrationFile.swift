public import Quantities
public import SHA256
public import SafetyKernel

/// A generator's calibration: what has to be done to its raw readings so that they are true.
///
/// True reading = raw reading × gain + offset.
public struct CalibrationFile: Hashable, Sendable {
  /// The correction of a voltage channel.
  public struct VoltageChannel: Hashable, Sendable {
    /// Factor, in parts per million: 1 000 000 changes nothing.
    public var gainPartsPerMillion: Int64
    /// Added after the factor.
    public var offset: Voltage

    /// A correction from factor and offset.
    public init(gainPartsPerMillion: Int64, offset: Voltage) {
      self.gainPartsPerMillion = gainPartsPerMillion
      self.offset = offset
    }
  }

  /// The correction of a current channel.
  public struct CurrentChannel: Hashable, Sendable {
    /// Factor, in parts per million: 1 000 000 changes nothing.
    public var gainPartsPerMillion: Int64
    /// Added after the factor.
    public var offset: Current

    /// A correction from factor and offset.
    public init(gainPartsPerMillion: Int64, offset: Current) {
      self.gainPartsPerMillion = gainPartsPerMillion
      self.offset = offset
    }
  }

  /// The generator that it is for.
  public var serial: DeviceSerial
  /// The day it was measured.
  public var date: CivilDate
  /// The last day it may be used.
  public var validUntil: CivilDate
  /// Who measured it.
  public var technician: String
  /// With which instrument.
  public var instrument: String
  /// Bank voltage, first channel.
  public var bankA: VoltageChannel
  /// Bank voltage, second channel.
  public var bankB: VoltageChannel
  /// Voltage of a pulse.
  public var pulseVoltage: VoltageChannel
  /// Current of a pulse.
  public var pulseCurrent: CurrentChannel
  /// Added to the width of a pulse.
  public var widthOffset: TimeSpan

  /// A calibration from all of its parts.
  public init(
    serial: DeviceSerial, date: CivilDate, validUntil: CivilDate, technician: String, instrument: String,
    bankA: VoltageChannel, bankB: VoltageChannel, pulseVoltage: VoltageChannel, pulseCurrent: CurrentChannel,
    widthOffset: TimeSpan
  ) {
    self.serial = serial
    self.date = date
    self.validUntil = validUntil
    self.technician = technician
    self.instrument = instrument
    self.bankA = bankA
    self.bankB = bankB
    self.pulseVoltage = pulseVoltage
    self.pulseCurrent = pulseCurrent
    self.widthOffset = widthOffset
  }

  /// The name that its file must have: `SERIAL-DATE.yaml`.
  public var fileName: String { "\(serial.ascii)-\(date).yaml" }

  /// SHA-256 of the file that ``text`` makes, for the record.
  public var digest: SHA256Digest { SHA256.digest(of: Array(text.utf8)) }

  /// The largest change of a reading that a calibration may make, either way: 10 %, the same by which the generator's
  /// own limits are wider than the kernel's. What needs more is broken, not out of calibration.
  public static let allowedGainDeviation = Proportion.percent(10)

  /// The offsets that a voltage channel may have. What needs more is broken; and with more a bank that bites could be
  /// corrected to one that is safe. The loop refuses the same on its own.
  public static let allowedVoltageOffsets = Voltage.volts(-5)...Voltage.volts(5)
  /// The offsets that the current channel may have.
  public static let allowedCurrentOffsets = Current.amperes(-1)...Current.amperes(1)
  /// The offsets that the width may have.
  public static let allowedWidthOffsets = TimeSpan.microseconds(-1)...TimeSpan.microseconds(1)

  /// The first channel whose gain is further from 1 than allowed, by its key.
  public var channelOutOfRange: (key: String, gainPartsPerMillion: Int64)? {
    let gains = [
      ("bank_a", bankA.gainPartsPerMillion), ("bank_b", bankB.gainPartsPerMillion),
      ("pulse_voltage", pulseVoltage.gainPartsPerMillion), ("pulse_current", pulseCurrent.gainPartsPerMillion),
    ]
    let allowed = Self.allowedGainDeviation.partsPerMillion
    // Both sums are of constants of seven digits.
    let range = (1_000_000 &- allowed)...(1_000_000 &+ allowed)
    return gains.first { !range.contains($0.1) }.map { (key: $0.0, gainPartsPerMillion: $0.1) }
  }
}
