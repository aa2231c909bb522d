import Dispatch
public import SafetyKernel
import Synchronization

extension FaultMatrix {
  /// Which cells are played.
  public struct Choice: Sendable {
    /// The faults; empty for all.
    public var faults: [MatrixFault] = []
    /// The states; empty for all.
    public var states: [StateName] = []

    /// All cells.
    public init() {}

    /// The chosen cells, state by state.
    public var cells: [(fault: MatrixFault, state: StateName)] {
      FaultMatrix.cells.filter {
        (faults.isEmpty || faults.contains($0.fault)) && (states.isEmpty || states.contains($0.state))
      }
    }
  }

  /// Plays the chosen cells on some threads; the results come in the order of the cells.
  ///
  /// - Parameters:
  ///   - jobs: threads; at least one is used.
  ///   - note: called behind each cell, from any thread, with how many are done.
  public func run(
    _ choice: Choice = Choice(), jobs: Int, note: @Sendable (Int, CellResult) -> Void = { _, _ in }
  ) -> [CellResult] {
    let cells = choice.cells
    let results = Mutex<[CellResult?]>(Array(repeating: nil, count: cells.count))
    let next = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, cells.count))) { _ in
      while case let index = next.wrappingAdd(1, ordering: .relaxed).oldValue, index < cells.count {
        let result = run(cells[index].fault, in: cells[index].state)
        results.withLock { $0[index] = result }
        note(done.wrappingAdd(1, ordering: .relaxed).newValue, result)
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// The results as one JSON object with the key `cells`, a line for each.
  public static func json(_ results: [CellResult]) -> String {
    guard !results.isEmpty else { return #"{"cells": []}"# }
    return "{\"cells\": [\n" + results.map { "  " + $0.json }.joined(separator: ",\n") + "\n]}"
  }
}
