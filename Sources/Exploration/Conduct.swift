import Quantities
import SafetyKernel

/// All that a kernel answered in an exploration, in order, folded into one number: what no rule forbids, and a change of
/// the rules does all the same, shows in it.
package struct Conduct: Sendable {
  /// The number so far, noted at every hundredth state.
  package private(set) var marks: [UInt64] = []
  /// The marks of another exploration, to end at the first that differs.
  private let expected: [UInt64]?
  /// All answers so far.
  package private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Of a kernel that nothing is known about, or is to be held against what another one answered.
  package init(expected: [UInt64]? = nil) { self.expected = expected }

  /// Notes the number where a state is visited; false if it is not the expected one.
  mutating func mark(state index: Int) -> Bool {
    guard index % 100 == 0 else { return true }
    marks.append(digest)
    guard let expected else { return true }
    return marks.count <= expected.count && expected[marks.count - 1] == digest
  }

  mutating func fold(_ transition: borrowing Transition, _ key: AbstractKey) {
    let scan = transition.scan
    fold(key.mode)
    fold(key.beside)
    fold(transition.after.faults.bits)
    fold(scan.newFaults)
    var bits = AbstractKey.exact(transition.after.cause)
    bits = bits << 1 | (transition.permit ? 1 : 0)
    bits = bits << 1 | (transition.asksForFate ? 1 : 0)
    for flag in [scan.accepted, scan.prepared, scan.intent, scan.armed, scan.fired, scan.cleared, scan.judged] {
      bits = bits << 1 | (flag ? 1 : 0)
    }
    bits = bits << 8 | UInt64(scan.judgedFault.map { $0.code } ?? 255)
    bits = bits << 14 | (scan.settled.map { AbstractKey.pack($0) } ?? 1 << 13 - 1)
    fold(bits << 4 | UInt64(scan.enteredCount))
    if let refusal = scan.refusal { fold(Conduct.number(refusal)) }
    fold(transition.command)
  }

  private mutating func fold(_ command: GeneratorCommand) {
    switch command {
    case .none: fold(0)
    case .discharge: fold(1)
    case .load: fold(2)
    case .probe(_, let step): fold(3 | UInt64(step) << 8)
    case .charge: fold(4)
    case .release(_, let step, let pulse, let fireAt, let notAfter):
      fold(5 | UInt64(step) << 8 | UInt64(pulse) << 16)
      fold(UInt64(bitPattern: fireAt.microseconds))
      fold(UInt64(bitPattern: notAfter.microseconds))
    }
  }

  private static func number(_ refusal: Refusal) -> UInt64 {
    if case .blocked(let blocker) = refusal { return 256 + UInt64(blocker.code) }
    return UInt64(Seen.place(refusal))
  }

  private mutating func fold(_ word: UInt64) {
    digest = (digest ^ word) &* 0x9e37_79b9_7f4a_7c15
    digest ^= digest >> 29
  }
}
