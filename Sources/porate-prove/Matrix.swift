import ArgumentParser
import Bench
import Foundation
import SafetyKernel

/// The fault matrix in virtual time: `porate-prove matrix`.
struct Matrix: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sets every fault in every state of the daemon, in virtual time, and judges what came of it.",
    discussion: """
      A cell holds if no pulse came behind permit or withdrawal, no permit outlived its time, the bank was emptied or \
      called live, there is a first cause, and the outcome agrees with the simulator's own count. It counts only if the \
      simulator's log shows the state reached and the fault in effect, and if the same cell without the fault delivers. \
      Ends with 0 if every cell counts and holds, with 1 if not.
      """)

  @Option(help: "Only this fault; may be given again.") var fault: [String] = []
  @Option(help: "Only this state; may be given again.") var state: [String] = []
  @Option(help: "Another seed sets the faults some ticks later in their state, and draws other noise.")
  var seed: UInt64 = 1
  @Option(help: "Threads.") var jobs = 2
  @Flag(help: "Print JSON: an object with the key cells.") var json = false

  private func choice() throws -> FaultMatrix.Choice {
    var choice = FaultMatrix.Choice()
    for name in fault {
      guard let known = MatrixFault(rawValue: name) else { throw ValidationError("there is no fault named \(name)") }
      choice.faults.append(known)
    }
    for name in state {
      guard let known = StateName.allCases.first(where: { "\($0)" == name }) else {
        throw ValidationError("there is no state named \(name)")
      }
      choice.states.append(known)
    }
    return choice
  }

  func validate() throws {
    guard jobs > 0, jobs <= 256 else { throw ValidationError("--jobs must be 1 to 256") }
    _ = try choice()
  }

  func run() throws {
    let choice = try choice()
    let total = choice.cells.count
    let results = FaultMatrix(seed: seed).run(choice, jobs: jobs) { done, result in
      guard !result.holds || done % 50 == 0 || done == total else { return }
      let line = result.holds ? "" : "; \(result.fault.rawValue) in \(result.state) does not hold"
      FileHandle.standardError.write(Data("\(done) of \(total) cells\(line)\n".utf8))
    }
    let failed = results.filter { !$0.holds }
    if json {
      print(FaultMatrix.json(results))
    } else {
      for result in failed {
        print("\(result.fault.rawValue) in \(result.state): \(result.problems.joined(separator: "; "))")
      }
      print("\(results.count - failed.count) of \(results.count) cells hold")
    }
    if !failed.isEmpty || results.isEmpty { throw ExitCode(1) }
  }
}
