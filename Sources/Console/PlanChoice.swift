internal import ControlInterface
internal import Quantities
internal import QuantityText

/// Choosing array, protocol and gap by one key each.
struct PlanChoice: Hashable, Sendable {
  /// What became of a key.
  enum Result: Hashable, Sendable {
    case again
    case cancelled
    case chosen(Control.Plan)
  }

  /// The keys that choose, in order; s and space stay Stop.
  static let keys = Array("123456789abcdefghijklmnop")

  private let arrays: [Control.ArrayEntry]
  private let protocols: [Control.ProtocolEntry]
  private var array: Control.ArrayEntry?
  private var entry: Control.ProtocolEntry?

  init(arrays: [Control.ArrayEntry], protocols: [Control.ProtocolEntry]) {
    self.arrays = arrays
    self.protocols = protocols
  }

  /// What is asked, and what the keys stand for.
  var lines: [String] {
    let (title, names) = offered
    return [title] + zip(Self.keys, names).map { "  \($0)  \($1)" } + ["  any other key: nothing changes"]
  }

  private var fitting: [Control.ProtocolEntry] {
    protocols.filter { entry in array.map { entry.arrays.contains($0.name) } ?? false }
  }

  private var offered: (String, [String]) {
    guard let array else { return ("Which electrode array?", arrays.map { "\($0.name): \($0.title)" }) }
    guard entry != nil else { return ("Which protocol for \(array.name)?", fitting.map { "\($0.name): \($0.title)" }) }
    return ("Which gap is \(array.name) set to?", array.gaps.map { QuantityText.text($0) })
  }

  /// Takes a key.
  mutating func take(_ key: Character) -> Result {
    guard let index = Self.keys.firstIndex(of: key), index < offered.1.count else { return .cancelled }
    guard let array else {
      self.array = arrays[index]
      return .again
    }
    guard let entry else {
      let chosen = fitting[index]
      self.entry = chosen
      if array.gaps.count > 1 { return .again }
      return .chosen(Control.Plan(array: array.name, protocolName: chosen.name))
    }
    return .chosen(Control.Plan(array: array.name, protocolName: entry.name, gap: array.gaps[index]))
  }
}
