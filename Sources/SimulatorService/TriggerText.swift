public import ControlInterface

/// A trigger as people write it: `probing`, `charging`, `armed`, `delivering`, `waiting`, `pulse 3 end`, `pulse 3 start`.
public enum TriggerText {
  /// The longest text that is looked at.
  public static let maximumLength = 32

  /// Reads a trigger; nil if it is none.
  public static func read(_ text: String) -> Simulator.Trigger? {
    guard text.utf8.count <= maximumLength else { return nil }
    let words = text.split(separator: " ").map(String.init)
    if words.count == 1, Orders.states.contains(where: { $0.name == words[0] }) {
      return Simulator.Trigger(state: words[0])
    }
    guard words.count == 3, words[0] == "pulse", let pulse = Int64(words[1]), pulse >= 1,
      let edge = Simulator.Trigger.Edge(rawValue: words[2])
    else { return nil }
    return Simulator.Trigger(pulse: pulse, edge: edge)
  }
}
