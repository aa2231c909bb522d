public import GeneratorLink
public import Plant
public import Quantities

/// What stands at the ends of the leads.
public enum ArrayKind: String, Hashable, Sendable, CaseIterable {
  /// Two plates of 10 mm × 30 mm.
  case plates
  /// Two rows of four needles, 2 mm between needles of a row.
  case needleRows = "needle-rows"
  /// Six needles around one, 8 mm apart; electrodes 0 to 5 are the rim in order, 6 is the centre.
  case hexagonal
  /// A resistor.
  case testLoad = "test-load"

  /// The identity under which the shipped configuration knows such an array.
  public var identity: String {
    switch self {
    case .plates: "PLATES"
    case .needleRows: "NEEDLE-ROWS-4"
    case .hexagonal: "HEXAGONAL-7"
    case .testLoad: "TEST-LOAD-50"
    }
  }

  /// The usual distance: of the ESOPE electrodes (Mir 2006, EJC Supplements 4:14), and 0 for a resistor.
  public var usualGap: Distance {
    switch self {
    case .plates, .hexagonal: .millimetres(8)
    case .needleRows: .millimetres(4)
    case .testLoad: .zero
    }
  }
}

/// An electrode array in tissue, on the device's socket. A copy is an array of its own: it forgets nothing and shares nothing.
///
/// Each pair of electrodes has a load of its own; that pulses on one pair also change the tissue of its neighbours is left out.
public struct SimulatedArray: Sendable {
  /// What it is.
  public let kind: ArrayKind
  /// Its identity.
  public var identity: Bytes16
  /// Whether it has a chip by which the device reads its identity.
  public var carriesChip: Bool
  /// The tissue's name, or the resistance of a test load.
  public let contents: String
  private let bases: [TissueLoad]
  private var contacts: [UInt16: Contact] = [:]

  private struct Contact: Sendable {
    var load: TissueLoad
    var relaxedUntil: Int64
  }

  /// An array of a kind in tissue. Solving the field between needles takes about 12 ms a load: make it once and copy it.
  ///
  /// - Parameters:
  ///   - gap: distance of plates, of rows, or between neighbours; nil for the usual one.
  ///   - resistanceFactor: biological spread, multiplies every resistance.
  public init(
    _ kind: ArrayKind, tissue: Tissue = .tumour, gap: Distance? = nil, resistanceFactor: Double = 1,
    carriesChip: Bool = false
  ) throws(GeometryError) {
    self.kind = kind
    self.carriesChip = carriesChip
    identity = Bytes16(ascii: kind.identity) ?? .zero
    let gap_m = Double((gap ?? kind.usualGap).micrometres) * 1e-6
    let pairs: [ElectrodePair]
    switch kind {
    case .plates: pairs = [try .plates(width_m: 0.01, length_m: 0.03, gap_m: gap_m)]
    case .needleRows:
      pairs = [try .needleRows(perRow: 4, pitch_m: 0.002, gap_m: gap_m, radius_m: 0.25e-3, length_m: 0.02)]
    case .hexagonal: pairs = try Self.hexagonPairs(distance_m: gap_m)
    case .testLoad:
      contents = "50 ohm"
      bases = [.resistor(50)]
      return
    }
    contents = tissue.name
    bases = pairs.map { TissueLoad(pair: $0, tissue: tissue, resistanceFactor: resistanceFactor) }
  }

  /// Resistors between the first two electrodes, in place of tissue.
  public init(resistor: Resistance, kind: ArrayKind = .testLoad) {
    self.kind = kind
    carriesChip = false
    identity = Bytes16(ascii: kind.identity) ?? .zero
    contents = "\(Double(resistor.milliohms) / 1e3) ohm"
    bases = [.resistor(Double(resistor.milliohms) * 1e-3)]
  }

  /// Pairs that symmetry makes all there are: rim to centre, and rim to rim one, two and three places on.
  private static func hexagonPairs(distance_m: Double) throws(GeometryError) -> [ElectrodePair] {
    let needles = ElectrodePair.hexagon(distance_m: distance_m)
    var pairs: [ElectrodePair] = []
    for other in [0, 2, 3, 4] {
      pairs.append(
        try .needles(needles, positive: [1], negative: [other], radius_m: 0.35e-3, length_m: 0.02))
    }
    return pairs
  }

  private func base(_ first: UInt8, _ second: UInt8) -> TissueLoad? {
    let low = min(first, second)
    let high = max(first, second)
    guard low != high else { return nil }
    guard kind == .hexagonal, bases.count == 4 else { return high == 1 ? bases.first : nil }
    guard high <= 6 else { return nil }
    if high == 6 { return bases[0] }
    let places = high &- low
    return bases[Int(min(places, 6 &- places))]
  }

  /// The load between two electrodes as it is at a time, or nil where nothing is.
  mutating func load(_ first: UInt8, _ second: UInt8, at time_ns: Int64) -> TissueLoad? {
    let key = Self.key(first, second)
    guard var contact = contacts[key] ?? base(first, second).map({ Contact(load: $0, relaxedUntil: time_ns) }) else {
      return nil
    }
    contact.load.relax(for: Double(time_ns &- contact.relaxedUntil) * 1e-9)
    contact.relaxedUntil = time_ns
    contacts[key] = contact
    return contact.load
  }

  /// Keeps what a load has become, valid at a time.
  mutating func keep(_ load: TissueLoad, _ first: UInt8, _ second: UInt8, at time_ns: Int64) {
    contacts[Self.key(first, second)] = Contact(load: load, relaxedUntil: time_ns)
  }

  private static func key(_ first: UInt8, _ second: UInt8) -> UInt16 {
    UInt16(min(first, second)) << 8 | UInt16(max(first, second))
  }
}
