import ControlInterface
import SafetyKernel
import Testing

@testable import ControlService

@Suite struct WordsTests {
  @Test func `every blocker and every fault has a name of its own, a sentence and a remedy`() {
    for all in [Blocker.allCases.map(\.words), Fault.allCases.map(\.words)] {
      #expect(Set(all.map(\.name)).count == all.count)
      for words in all {
        #expect(!words.explanation.isEmpty && !words.remedy.isEmpty, "\(words.name)")
        #expect(!words.explanation.hasSuffix(".") && !words.remedy.hasSuffix("."), "\(words.name)")
      }
    }
  }

  @Test func `a partial train says how many and why, an unresolved one what to do`() {
    var outcome = Control.Outcome(
      name: .unresolved, pulses: 3, planned: 8, cause: "", sentence: "", remedy: "", simulated: true)
    OutcomeWords.settle(&outcome, .partial(pulses: 3), .stop)
    #expect(outcome.sentence == "partial: 3 of 8 pulses given, somebody stopped")
    OutcomeWords.settle(&outcome, nil, .stop)
    #expect(outcome.name == .unresolved)
    #expect(outcome.remedy.contains("porate resolve"))
    OutcomeWords.settle(&outcome, .notDelivered, .none)
    #expect(outcome.sentence == "not delivered: no pulse given, porated ended before its outcome was known")
  }

  @Test func `a near name is suggested, a far one gets the list`() {
    #expect(NameHint.text("plate", ["plates", "hexagonal"]) == "did you mean plates?")
    #expect(NameHint.text("zzzzzzzz", ["plates", "hexagonal"]) == "there are plates, hexagonal")
  }
}
