import Bench
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// A plan of 1200 V on a machine limited to 1100 V, given to a whole daemon of which one gate may be missing.
// Prints which gate refused and how many pulses there were; scripts/two-gates holds the answers.

let bench = VirtualBench(BenchSetup(array: SimulatedArray(resistor: .ohms(100), kind: .plates)))
bench.settle()
let plan = BenchPlans.plates(voltage: .volts(1200))
let prepared = bench.prepare(plan)
let train = prepared == nil ? bench.deliver(plan) : nil
for _ in 0..<2_000 { bench.tick() }
let gate = bench.records.contains { if case .gateRefused = $0.event { true } else { false } }
print("kernel check \(PlanCheck.isCompiledIn ? "in" : "out"), second gate \(SecondGate.isCompiledIn ? "in" : "out")")
print("refused by kernel: \(prepared != nil), by second gate: \(gate), pulses: \(bench.pulses())")
print("highest bank: \(bench.highestBank.millivolts) mV")
if let train { print("outcome: \(train.outcome.map { "\($0)" } ?? "none")") }
