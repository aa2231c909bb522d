import Exploration
import Testing

/// What one case comes to with few inputs.
struct KnownConduct: CustomTestStringConvertible, Sendable {
  let name: String
  let states: Int
  let transitions: Int
  /// All answers in all transitions, folded.
  let answers: UInt64

  var testDescription: String { name }
}

@Suite("The kernel's conduct")
struct ConductTests {
  /// What was decided and looked at. Rules say what must never happen; this says what does, so that no change of the
  /// kernel's ways goes unnoticed, not even one that every rule lets pass.
  static let known = [
    KnownConduct(name: "onePulse/verdictLast", states: 4_947, transitions: 9_122_268, answers: 0x266d36abdc9a015d),
    KnownConduct(name: "twoPairs/armingFirst", states: 5_861, transitions: 10_807_684, answers: 0xcb893bd381121791),
    KnownConduct(
      name: "synchronised/verdictLast", states: 11_620, transitions: 21_427_280, answers: 0x41daf09efe80d2c8),
  ]

  @Test("it reaches the states that are known, and answers in each as is known", arguments: known)
  func isKnown(_ known: KnownConduct) throws {
    let one = try #require(ExploredCase(name: known.name))
    var exploration = try #require(Exploration(one, profile: .few, precision: .classes, drawn: try drawing()))
    exploration.conduct = Conduct()
    exploration.run(until: { false }, progress: { _, _ in })
    let answers = try #require(exploration.conduct?.digest)
    #expect(exploration.counterexample == nil)
    #expect(exploration.states == known.states)
    #expect(exploration.transitions == known.transitions)
    #expect(
      answers == known.answers,
      "the kernel does other things than before: if that is meant, its answers are 0x\(String(answers, radix: 16)) now")
  }

  @Test("another answer ends an exploration that is held against a known one")
  func differs() throws {
    let one = try #require(ExploredCase(name: "onePulse/verdictLast"))
    var exploration = try #require(Exploration(one, profile: .few, precision: .classes, drawn: try drawing()))
    exploration.conduct = Conduct(expected: [0])
    exploration.run(until: { false }, progress: { _, _ in })
    #expect(!exploration.isComplete)
    #expect(exploration.transitions == 0)
  }
}
