import ControlInterface

/// What people are told about one thing: a name that never changes, one sentence, and what to do.
struct Words: Hashable {
  var name: String
  var explanation: String
  var remedy: String

  init(_ name: String, _ explanation: String, _ remedy: String = "") {
    self.name = name
    self.explanation = explanation
    self.remedy = remedy
  }

  /// The same as it travels.
  var notice: Control.Notice { .init(name: name, explanation: explanation, remedy: remedy) }
}
