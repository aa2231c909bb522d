import Bench
import SafetyKernel
import Testing

@Suite struct `The fault matrix` {
  @Test func `has over forty faults in every state`() {
    #expect(MatrixFault.allCases.count >= 40)
    #expect(FaultMatrix.cells.count == MatrixFault.allCases.count * StateName.allCases.count)
    for faultClass in FaultClass.allCases {
      #expect(MatrixFault.allCases.contains { $0.faultClass == faultClass })
    }
  }

  @Test(arguments: MatrixFault.allCases)
  func `is safe, is witnessed, names a cause and counts rightly with pulses left to give`(fault: MatrixFault) {
    let result = FaultMatrix().run(fault, in: .delivering)
    #expect(result.counts && result.isSafe && result.pulsesAfter == 0, "\(result.json)")
    #expect(result.firstCause != nil && result.problems.isEmpty, "\(result.json)")
    #expect(result.holds)
  }

  @Test(arguments: StateName.allCases)
  func `is safe in every state when the daemon is killed, when the line is cut, and when the switch sticks`(
    state: StateName
  ) {
    for fault in [MatrixFault.daemonKilled, .cutLine, .stuckSwitch, .refusesDischarge] {
      let result = FaultMatrix(seed: 3).run(fault, in: state)
      #expect(result.holds, "\(result.json)")
    }
  }

  @Test func `calls a bank that is not emptied live, and says of nothing else that it never became safe`() {
    #expect(FaultMatrix().run(.refusesDischarge, in: .delivering).ticksToSafe == nil)
    #expect(FaultMatrix().run(.longPulse, in: .delivering).ticksToSafe != nil)
  }

  @Test func `makes one execution of one seed`() {
    let first = FaultMatrix(seed: 2).run(.dropBytes, in: .charging)
    #expect(FaultMatrix(seed: 2).run(.dropBytes, in: .charging).json == first.json)
  }

  @Test func `plays chosen cells on two threads in the order of the cells, and writes each as an object`() {
    var choice = FaultMatrix.Choice()
    choice.faults = [.reboot, .tickOverrun]
    choice.states = [.armed, .charging]
    let results = FaultMatrix().run(choice, jobs: 2)
    #expect(results.map(\.fault) == [.reboot, .tickOverrun, .reboot, .tickOverrun])
    #expect(results.map(\.state) == ["charging", "charging", "armed", "armed"])
    let json = FaultMatrix.json(results)
    #expect(json.hasPrefix("{\"cells\": [") && json.contains("\"transport\": \"virtual\", \"fault\": \"reboot\""))
  }
}
