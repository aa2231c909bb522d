/// Which inputs are tried in each state.
package enum InputProfile: String, CaseIterable, Sendable {
  /// Every class of every part, and the pairs of command, report, answer and device: enough for a first look.
  case few
  /// Every class of every part with the pairs of all parts, and every command, report and answer against the product of
  /// telemetry, lease, lines and stop in coarse classes.
  case pairs
  /// The same against the whole product, lateness too.
  case product

  /// The inputs, none twice, the usual one first.
  package var inputs: [ExploredInput] {
    var set = InputSet()
    switch self {
    case .few: set.addPairs(every: false)
    case .pairs, .product: set.addPairs(every: true)
    }
    switch self {
    case .few: break
    case .pairs: set.addCommandsAgainst(InputSet.coarse)
    case .product: set.addCommandsAgainst(InputSet.whole)
    }
    return set.inputs
  }
}

/// Gathers inputs without repeating one.
private struct InputSet {
  private(set) var inputs: [ExploredInput] = []
  private var known: Set<ExploredInput> = []

  /// One part of an input: sets one of its classes.
  typealias Part = [(inout ExploredInput) -> Void]

  private static func part<Class: CaseIterable>(_ path: WritableKeyPath<ExploredInput, Class>) -> Part {
    Class.allCases.map { value in { $0[keyPath: path] = value } }
  }

  private static var commands: Part { part(\.command) }
  private static var reports: Part { part(\.report) }
  private static var replies: Part { part(\.reply) }
  private static var devices: Part { part(\.device) }
  private static var healths: Part { part(\.health) }
  private static var leases: Part { part(\.lease) }
  private static var lines: Part { part(\.lines) }
  private static var timings: Part { part(\.timing) }
  private static var hosts: Part { part(\.host) }
  private static var stops: Part { [{ $0.stop = false }, { $0.stop = true }] }

  mutating func add(_ input: ExploredInput) {
    if known.insert(input).inserted { inputs.append(input) }
  }

  /// All pairs of classes of any two parts, the others as they should be.
  mutating func addPairs(every: Bool) {
    add(ExploredInput())
    let inner = [InputSet.commands, InputSet.reports, InputSet.replies, InputSet.devices]
    let outer = [InputSet.healths, InputSet.leases, InputSet.lines, InputSet.timings, InputSet.hosts, InputSet.stops]
    for part in outer {
      for change in part {
        var input = ExploredInput()
        change(&input)
        add(input)
      }
    }
    let parts = every ? inner + outer : inner
    for first in parts.indices {
      for second in parts.indices where second > first {
        for one in parts[first] {
          for other in parts[second] {
            var input = ExploredInput()
            one(&input)
            other(&input)
            add(input)
          }
        }
      }
    }
  }

  /// Telemetry, lease, lines and stop, each by the classes that differ most. Lateness is tried in pairs with all others.
  static var coarse: [ExploredInput] {
    let healths: Part = [{ _ in }, { $0.health = .stale }, { $0.health = .outputLive }]
    let leases: Part = [{ _ in }, { $0.lease = .lapsed }]
    let lines: Part = [{ _ in }, { $0.lines = .pedalSecond }, { $0.lines = .doorOpen }]
    return product([healths, leases, lines, stops])
  }

  /// Telemetry, lease, lines, stop and lateness, whole.
  static var whole: [ExploredInput] { product([healths, leases, lines, timings, stops]) }

  private static func product(_ parts: [Part]) -> [ExploredInput] {
    parts.reduce([ExploredInput()]) { inputs, part in
      inputs.flatMap { input in
        part.map { change in
          var changed = input
          change(&changed)
          return changed
        }
      }
    }
  }

  /// Every command, report and answer against each of some surroundings.
  mutating func addCommandsAgainst(_ surroundings: [ExploredInput]) {
    for surrounding in surroundings {
      for change in InputSet.commands + InputSet.reports + InputSet.replies {
        var input = surrounding
        change(&input)
        add(input)
      }
    }
  }
}
