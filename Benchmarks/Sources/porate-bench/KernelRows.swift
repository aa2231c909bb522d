import SafetyKernel

/// What a step of the kernel costs.
enum KernelRows {
  static func measure(_ effort: Effort, callgrind: Callgrind?) -> [Row] {
    KernelDesk.Rest.allCases.flatMap { rest in
      [time(rest, effort), instructions(rest, callgrind)]
    }
  }

  private static func time(_ rest: KernelDesk.Rest, _ effort: Effort) -> Row {
    let name = "kernel step, \(rest.rawValue)"
    guard let desk = KernelDesk(rest) else { return .missing(name, "ns", "the kernel did not get there") }
    var stayed = true
    let time = nanosecondsPerCall(effort) { calls in stayed = desk.steps(calls) && stayed }
    return stayed ? Row(name, "ns", time) : .missing(name, "ns", "the kernel left the state")
  }

  private static func instructions(_ rest: KernelDesk.Rest, _ callgrind: Callgrind?) -> Row {
    let name = "kernel step, \(rest.rawValue), instructions"
    guard let callgrind else { return .missing(name, "instructions", "valgrind or strip was not found") }
    guard let count = callgrind.instructions(perCallOf: rest.rawValue) else {
      return .missing(name, "instructions", "valgrind did not count")
    }
    return Row(name, "instructions", count)
  }
}

/// Counts instructions with `valgrind --tool=callgrind`, by running this program with few and with many calls.
struct Callgrind {
  private let folder: Folder
  private var program: String { folder.path + "/porate-bench" }

  /// With a copy of this program whose debug information is stripped: valgrind 3.19 gives up on DWARF 5. Nil if there is
  /// no valgrind.
  init?(program: String) {
    guard Program.isOnPath("valgrind"), let folder = try? Folder() else { return nil }
    self.folder = folder
    guard let ended = try? Program.run(["strip", "-o", folder.path + "/porate-bench", program]), ended.status == 0
    else { return nil }
  }

  /// Instructions of one kernel step in a state.
  func instructions(perCallOf state: String) -> Double? {
    guard let few = total(state, 1_000), let many = total(state, 11_000) else { return nil }
    return Double(many - few) / 10_000
  }

  private func total(_ state: String, _ steps: Int) -> Int64? {
    let words = [
      "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "kernel-steps", state, "\(steps)",
    ]
    guard let ended = try? Program.run(words), ended.status == 0 else { return nil }
    for line in ended.errors.split(separator: "\n") where line.contains("Collected : ") {
      return line.split(separator: " ").last.flatMap { Int64($0) }
    }
    return nil
  }
}
