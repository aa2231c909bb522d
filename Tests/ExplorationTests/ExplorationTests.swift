import Exploration
import Foundation
import Testing

/// The page that draws the transitions.
func drawing() throws -> DrawnTransitions {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/states.md")
  return try #require(DrawnTransitions(page: try String(contentsOf: file, encoding: .utf8)))
}

@Suite("Exploring the kernel")
struct ExplorationTests {
  @Test("the first thousand states of every case break no rule", arguments: ExploredCase.all)
  func begins(_ one: ExploredCase) throws {
    var exploration = try #require(
      Exploration(one, profile: .pairs, precision: .classes, drawn: try drawing()))
    var left = 40
    exploration.run(
      until: {
        left -= 1
        return left < 0
      }, progress: { _, _ in })
    #expect(exploration.counterexample == nil)
    #expect(exploration.states > 100)
  }

  @Test("an input's words are read back as the input, and no other word is")
  func words() {
    for input in InputProfile.pairs.inputs { #expect(ExploredInput(words: input.words) == input) }
    for word in ["device:none", "health", "stop:yes", "colour:red"] { #expect(ExploredInput(words: word) == nil) }
  }

  @Test("a drawing that lacks a transition that is taken is a broken rule")
  func undrawn() throws {
    let poor = try #require(DrawnTransitions(page: "  starting --> standby: measured"))
    var exploration = try #require(
      Exploration(ExploredCase.all[0], profile: .pairs, precision: .classes, drawn: poor))
    exploration.run(until: { false }, progress: { _, _ in })
    #expect(exploration.counterexample?.rule == .documented)
  }

  @Test("a drawing with an unknown state is none")
  func unknownState() {
    #expect(DrawnTransitions(page: "  starting --> nowhere: lost") == nil)
    #expect(DrawnTransitions(page: "no drawing") == nil)
  }
}
