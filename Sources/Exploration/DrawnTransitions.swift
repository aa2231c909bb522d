import SafetyKernel

/// The transitions that docs/states.md draws.
package struct DrawnTransitions: Sendable {
  private var bits: [UInt64]

  /// Reads the drawing's `from --> to` lines; nil if there are none, or one names an unknown state.
  package init?(page: String) {
    bits = Array(repeating: 0, count: StateName.allCases.count)
    for line in page.split(separator: "\n") {
      guard let arrow = line.firstRange(of: " --> ") else { continue }
      let from = line[..<arrow.lowerBound].drop { $0 == " " }
      let to = line[arrow.upperBound...].prefix { $0 != ":" && $0 != " " }
      if from == "[*]" { continue }
      guard let one = DrawnTransitions.state(from), let other = DrawnTransitions.state(to) else { return nil }
      bits[Int(one.code)] |= 1 << UInt64(other.code)
    }
    if all.isEmpty { return nil }
  }

  private static func state(_ name: Substring) -> StateName? { StateName.allCases.first { "\($0)" == name } }

  /// Whether one is drawn.
  func contains(_ from: StateName, _ to: StateName) -> Bool { bits[Int(from.code)] & (1 << UInt64(to.code)) != 0 }

  /// All of them, as `from → to`.
  package var all: [String] {
    StateName.allCases.flatMap { from in
      StateName.allCases.filter { contains(from, $0) }.map { "\(from) → \($0)" }
    }
  }
}
