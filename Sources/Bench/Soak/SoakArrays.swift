import Plant
import Quantities
import VirtualGenerator

/// The arrays that random runs plug in, made once: solving the field of needles takes long.
enum SoakArrays {
  private static let all: [SimulatedArray] = make()

  /// How many there are.
  static var count: Int { all.count }

  /// One of them; the number counts modulo how many there are.
  static func array(_ number: Int, chip: Bool) -> SimulatedArray {
    var array = all[number % all.count]
    array.carriesChip = chip
    return array
  }

  /// Its kind.
  static func kind(_ number: Int) -> ArrayKind { all[number % all.count].kind }

  private static func make() -> [SimulatedArray] {
    var arrays = [
      SimulatedArray(resistor: .ohms(50)), SimulatedArray(resistor: .ohms(100), kind: .plates),
      SimulatedArray(resistor: .ohms(200), kind: .plates), SimulatedArray(resistor: .ohms(120), kind: .hexagonal),
      SimulatedArray(resistor: .ohms(80), kind: .needleRows),
    ]
    // A geometry that cannot be solved is left out: then it is not among those that coverage counts.
    for tissue in [Tissue.tumour, .muscle, .fat] {
      for factor in [0.8, 1.6] {
        if let plates = try? SimulatedArray(.plates, tissue: tissue, resistanceFactor: factor) { arrays.append(plates) }
      }
    }
    if let rows = try? SimulatedArray(.needleRows, tissue: .tumour) { arrays.append(rows) }
    if let hexagon = try? SimulatedArray(.hexagonal, tissue: .tumour) { arrays.append(hexagon) }
    return arrays
  }
}
