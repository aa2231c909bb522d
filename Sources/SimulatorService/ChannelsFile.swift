import FoundationEssentials
import VirtualGenerator

/// `channels.json` in the simulator's folder: what a calibration of this device must say, since the simulator knows.
///
/// True reading = raw reading × factor / 10⁶ + offset.
public struct ChannelsFile: Codable, Hashable, Sendable {
  /// The correction of one channel.
  public struct Correction: Codable, Hashable, Sendable {
    /// In parts per million: 1 000 000 changes nothing.
    public var factor_ppm: Int64
    /// Added after the factor, in mV, mA or ns.
    public var offset: Int64
  }

  /// The device's serial number.
  public var serial: String
  /// First bank channel; offset in mV.
  public var bankA: Correction
  /// Second bank channel; offset in mV.
  public var bankB: Correction
  /// Voltage of pulses; offset in mV.
  public var pulseVoltage: Correction
  /// Current of pulses; offset in mA.
  public var pulseCurrent: Correction
  /// Width of pulses; its factor is always 1 000 000, offset in ns.
  public var width: Correction

  init(serial: String, errors: ChannelErrors) {
    func correction(_ error: ChannelError) -> Correction {
      Correction(factor_ppm: error.correctionFactorPartsPerMillion, offset: error.correctionOffset)
    }
    self.serial = serial
    bankA = correction(errors.bankA)
    bankB = correction(errors.bankB)
    pulseVoltage = correction(errors.pulseVoltage)
    pulseCurrent = correction(errors.pulseCurrent)
    width = correction(errors.width)
  }

  /// The file of a simulator's folder; throws what reading or decoding throws.
  public static func read(folder: String) throws -> ChannelsFile {
    try JSONDecoder().decode(ChannelsFile.self, from: Data(contentsOf: URL(filePath: folder + "/channels.json")))
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
