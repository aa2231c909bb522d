/// One unit of a quantity, and how it is spelt.
struct Unit: Sendable {
  /// The spelling that is printed.
  let symbol: String
  /// Further spellings that are read.
  let alternatives: [String]
  /// How many of the quantity's smallest units make one of this unit; at least 1.
  let size: UInt64
  /// For a `size` that is a power of ten, its number of zeros; nil for all others, which print whole numbers only.
  let decimalPlaces: Int?
  /// Whether exact printing may choose it.
  let isNatural: Bool

  init(_ symbol: String, _ alternatives: [String] = [], size: UInt64, natural: Bool = true) {
    self.symbol = symbol
    self.alternatives = alternatives
    self.size = max(size, 1)
    self.isNatural = natural
    var remaining = self.size
    var places = 0
    while remaining % 10 == 0 {
      remaining /= 10
      places &+= 1  // at most 19 in 64 bits
    }
    self.decimalPlaces = remaining == 1 ? places : nil
  }

  /// Whether a text spells this unit, byte by byte: Swift's `==` would also take characters that merely look alike.
  func isSpelt(_ bytes: ArraySlice<UInt8>) -> Bool {
    symbol.utf8.elementsEqual(bytes) || alternatives.contains { $0.utf8.elementsEqual(bytes) }
  }
}

/// The units of one quantity and its words.
struct UnitTable: Sendable {
  /// The quantity with its article, for messages: "a voltage".
  let quantity: String
  /// The unit proposed to a person who wrote none, with µ and Ω as in print.
  let usualUnit: String
  /// What one of the smallest units is called, for messages.
  let smallestUnit: String
  /// Whether a value below zero means anything.
  let isSigned: Bool
  /// The units, the smallest first.
  let units: [Unit]

  /// The spellings to propose: the printed one and what any keyboard can type, without letters that merely look the same.
  var spellings: [String] {
    units.flatMap { unit in [unit.symbol] + unit.alternatives.filter { $0.utf8.allSatisfy { $0 < 0x80 } } }
  }
}

// Both µ of Unicode are read: U+00B5, which keyboards give and which is printed, and the Greek letter U+03BC. So are both Ω:
// the Greek letter U+03A9, which is printed, and the sign U+2126.
extension UnitTable {
  static let voltage = UnitTable(
    quantity: "a voltage", usualUnit: "V", smallestUnit: "mV", isSigned: true,
    units: [
      Unit("mV", size: 1), Unit("V", size: 1000), Unit("kV", size: 1_000_000, natural: false),
    ])

  static let current = UnitTable(
    quantity: "a current", usualUnit: "A", smallestUnit: "mA", isSigned: true,
    units: [Unit("mA", size: 1), Unit("A", size: 1000)])

  static let resistance = UnitTable(
    quantity: "a resistance", usualUnit: "Ω", smallestUnit: "mΩ", isSigned: false,
    units: [
      Unit("mΩ", ["m\u{2126}", "mohm"], size: 1), Unit("Ω", ["\u{2126}", "ohm"], size: 1000),
      Unit("kΩ", ["k\u{2126}", "kohm"], size: 1_000_000, natural: false),
    ])

  static let fieldStrength = UnitTable(
    quantity: "a field strength", usualUnit: "V/cm", smallestUnit: "V/m", isSigned: false,
    units: [
      Unit("V/m", size: 1), Unit("V/cm", size: 100), Unit("kV/cm", size: 100_000, natural: false),
    ])

  static let distance = UnitTable(
    quantity: "a distance", usualUnit: "mm", smallestUnit: "µm", isSigned: false,
    units: [
      Unit("\u{B5}m", ["um", "\u{3BC}m"], size: 1), Unit("mm", size: 1000), Unit("cm", size: 10_000, natural: false),
    ])

  static let charge = UnitTable(
    quantity: "a charge", usualUnit: "µC", smallestUnit: "nC", isSigned: true,
    units: [
      Unit("nC", size: 1), Unit("\u{B5}C", ["uC", "\u{3BC}C"], size: 1000), Unit("mC", size: 1_000_000),
    ])

  static let energy = UnitTable(
    quantity: "an energy", usualUnit: "J", smallestUnit: "µJ", isSigned: false,
    units: [
      Unit("\u{B5}J", ["uJ", "\u{3BC}J"], size: 1), Unit("mJ", size: 1000), Unit("J", size: 1_000_000),
    ])

  static let temperature = UnitTable(
    quantity: "a temperature", usualUnit: "°C", smallestUnit: "thousandths of a °C", isSigned: true,
    units: [Unit("\u{B0}C", size: 1000)])

  static let proportion = UnitTable(
    quantity: "a proportion", usualUnit: "%", smallestUnit: "parts per million (0.0001 %)", isSigned: true,
    units: [Unit("%", size: 10_000)])

  static let time = UnitTable(
    quantity: "a time", usualUnit: "ms", smallestUnit: "ns", isSigned: false,
    units: [
      Unit("ns", size: 1), Unit("\u{B5}s", ["us", "\u{3BC}s"], size: 1000), Unit("ms", size: 1_000_000),
      Unit("s", size: 1_000_000_000), Unit("min", size: 60_000_000_000), Unit("h", size: 3_600_000_000_000),
      Unit("d", size: 86_400_000_000_000),
    ])

  /// Rates in thousandths of a hertz.
  static let rate = UnitTable(
    quantity: "a rate", usualUnit: "Hz", smallestUnit: "thousandths of a Hz", isSigned: false,
    units: [Unit("Hz", size: 1000), Unit("kHz", size: 1_000_000)])
}
