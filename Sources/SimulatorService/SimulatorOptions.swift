import Plant
public import Quantities
import QuantityText
public import VirtualGenerator

/// What porate-sim is told to be.
public struct SimulatorOptions: Sendable {
  /// The symbolic link that will name the pseudo-terminal.
  public var link: String
  /// The control socket.
  public var socket: String
  /// The folder of serial number, counter, truth log and channel errors.
  public var folder: String
  /// A real serial port in place of a pseudo-terminal.
  public var port: String?
  /// Bits a second.
  public var baud = 921_600
  /// What all noise follows from; nil for a seed from the system.
  public var seed: UInt64?
  /// What is on the socket; nil for nothing.
  public var array: ArrayKind? = .plates
  /// Distance of plates, rows or neighbours; nil for the usual one.
  public var gap: Distance?
  /// The tissue's name.
  public var tissue = "tumour"
  /// Whether the array carries an identity chip.
  public var carriesChip = false
  /// Capacitance of the bank in nF.
  public var bankNanofarads: Int64 = 1_500_000
  /// Power of the charging supply in mW.
  public var supplyMilliwatts: Int64 = 500_000

  /// A simulator with default hardware at three paths.
  public init(link: String, socket: String, folder: String) {
    self.link = link
    self.socket = socket
    self.folder = folder
  }

  /// The array that the options describe.
  public func makeArray() throws(SimulatorFailure) -> SimulatedArray? {
    guard let array else { return nil }
    guard let known = Tissue.named(tissue) else {
      throw .option(name: "--tissue", why: "no tissue \(tissue); known are \(Self.tissues.joined(separator: ", "))")
    }
    do {
      return try SimulatedArray(array, tissue: known, gap: gap, carriesChip: carriesChip)
    } catch {
      throw .option(name: "--gap", why: "such electrodes cannot be: \(error)")
    }
  }

  /// The names of the tissues.
  public static var tissues: [String] { Tissue.all.map(\.name) }

  var settings: DeviceSettings {
    DeviceSettings(
      hardware: GeneratorHardware(
        capacitance_F: Double(bankNanofarads) * 1e-9, supplyPower_W: Double(supplyMilliwatts) * 1e-3),
      baud: baud)
  }
}

/// A number with its unit, for the two kinds of values that the rest of Porate has no quantity for.
public enum HardwareText {
  /// The longest text that is looked at.
  public static let maximumLength = 32

  /// A capacitance in nF: `1500 uF`, `1.5 mF`, `100000 nF`.
  public static func nanofarads(_ text: String) -> Int64? {
    number(text, units: [("nF", 1), ("uF", 1_000), ("µF", 1_000), ("mF", 1_000_000)], most: 1_000_000_000)
  }

  /// A power in mW: `500 W`, `2.5 kW`.
  public static func milliwatts(_ text: String) -> Int64? {
    number(text, units: [("mW", 1), ("kW", 1_000_000), ("W", 1_000)], most: 1_000_000_000)
  }

  private static func number(_ text: String, units: [(String, Double)], most: Double) -> Int64? {
    guard text.utf8.count <= maximumLength, let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }) else {
      return nil
    }
    let digits = text.dropLast(unit.count).filter { $0 != " " }
    guard digits.allSatisfy({ $0.isNumber && $0.isASCII || $0 == "." }), let value = Double(digits) else { return nil }
    let scaled = (value * factor).rounded()
    return scaled >= 1 && scaled <= most ? Int64(scaled) : nil
  }
}
