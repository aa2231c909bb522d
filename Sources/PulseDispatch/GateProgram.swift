internal import Quantities

/// What the second gate reads out of the program bytes that the generator gave back: the worst of all its steps.
///
/// The reader is the gate's own, written from docs/generator-link.md and not from the encoder's source.
struct GateProgram: Sendable {
  /// Pulses of all steps.
  var pulses: UInt32
  /// Highest voltage that a step asks for.
  var highestVoltage: Voltage
  /// Highest voltage at which the generator cuts a pulse.
  var highestCutVoltage: Voltage
  /// Highest current at which the generator cuts a pulse.
  var highestCurrent: Current
  /// Longest width at which the generator cuts a pulse.
  var longestWidth: TimeSpan
  /// The most energy that one pulse can hold before the generator cuts it.
  var pulseEnergy: Energy
  /// The most energy that all pulses can hold.
  var trainEnergy: Energy
  private var stepCount: Int
  private var pulsesOfStep: InlineArray<32, UInt16>
  private var energyOfStep: InlineArray<32, Energy>

  /// A program without steps.
  @_noAllocation @_noLocks
  init() {
    pulses = 0
    highestVoltage = .zero
    highestCutVoltage = .zero
    highestCurrent = .zero
    longestWidth = .zero
    pulseEnergy = .zero
    trainEnergy = .zero
    stepCount = 0
    pulsesOfStep = InlineArray(repeating: 0)
    energyOfStep = InlineArray(repeating: .zero)
  }

  /// The most energy of so many pulses from one of the train on, each at its own step's; pulses beyond the last step
  /// count as the dearest. Nil where the sum does not fit.
  @_noAllocation @_noLocks
  func energy(from first: UInt32, count: UInt32) -> Energy? {
    var sum = Energy.zero
    var left = count
    var position = first
    var end: UInt32 = 0
    var index = 0
    while index < stepCount, index < 32, left > 0 {
      // At most 32 × 65535.
      end = end &+ UInt32(pulsesOfStep[index])
      if position < end {
        let here = min(left, end &- position)
        guard let part = energyOfStep[index].multiplied(by: Int64(here)), let more = sum.adding(part) else {
          return nil
        }
        sum = more
        position = position &+ here
        left = left &- here
      }
      index &+= 1
    }
    guard left > 0 else { return sum }
    guard let rest = pulseEnergy.multiplied(by: Int64(left)) else { return nil }
    return sum.adding(rest)
  }

  /// Reads a program, or gives nil for anything that is not one to the last byte.
  @_noAllocation @_noLocks
  static func read(_ bytes: UnsafePointer<UInt8>, count: Int) -> GateProgram? {
    guard count >= 32 + 40, count <= 32 + 32 * 40 else { return nil }
    // "PPG1", the first byte in the lowest place, and version 1.
    guard number32(bytes, 0) == 0x3147_5050, bytes[4] == 1, bytes[5] <= 2 else { return nil }
    let steps = Int(bytes[6])
    guard steps >= 1, steps <= 32, count == 32 &+ steps &* 40 else { return nil }
    guard number16(bytes, 26) == 0, number32(bytes, 28) == 0 else { return nil }
    var program = GateProgram()
    var voltageBefore: UInt32 = 0
    for index in 0..<steps {
      // At most 32 + 31 × 40, below `count`.
      let step = bytes + (32 &+ index &* 40)
      guard isWellFormed(step, electrodes: bytes[7], first: index == 0, voltageBefore: voltageBefore) else {
        return nil
      }
      voltageBefore = number32(step, 8)
      guard program.add(step) else { return nil }
    }
    guard program.pulses == UInt32(number16(bytes, 24)) else { return nil }
    return program
  }

  /// Whether a step's fields agree with each other.
  @_noAllocation @_noLocks
  private static func isWellFormed(
    _ step: UnsafePointer<UInt8>, electrodes: UInt8, first: Bool, voltageBefore: UInt32
  ) -> Bool {
    guard step[0] < electrodes, step[1] < electrodes, step[0] != step[1], step[2] <= 2 else { return false }
    let voltage = number32(step, 8)
    let gated = first || voltage != voltageBefore || step[2] != 0
    guard step[3] == (gated ? 1 : 0), number16(step, 4) > 0, number16(step, 6) == 0, voltage > 0 else { return false }
    let width = number32(step, 12)
    guard width > 0, UInt64(number32(step, 16)) &* 1000 > UInt64(width), number32(step, 36) >= width else {
      return false
    }
    // A step that could never be within its own limits, or that has none, is no step.
    return number32(step, 20) <= voltage && number32(step, 24) >= voltage && number32(step, 28) <= number32(step, 32)
      && number32(step, 32) > 0
  }

  /// Adds a step; false where a sum does not fit.
  @_noAllocation @_noLocks
  private mutating func add(_ step: UnsafePointer<UInt8>) -> Bool {
    let voltage = Voltage.millivolts(Int64(GateProgram.number32(step, 8)))
    let cutVoltage = Voltage.millivolts(Int64(GateProgram.number32(step, 24)))
    let cutCurrent = Current.milliamperes(Int64(GateProgram.number32(step, 32)))
    let cutWidth = TimeSpan.nanoseconds(Int64(GateProgram.number32(step, 36)))
    let count = GateProgram.number16(step, 4)
    guard let energy = cutVoltage.energy(at: cutCurrent, for: cutWidth),
      let stepEnergy = energy.multiplied(by: Int64(count)), let sum = trainEnergy.adding(stepEnergy)
    else { return false }
    guard stepCount < 32 else { return false }
    pulsesOfStep[stepCount] = count
    energyOfStep[stepCount] = energy
    stepCount &+= 1
    // At most 32 × 65535.
    pulses = pulses &+ UInt32(count)
    trainEnergy = sum
    if energy > pulseEnergy { pulseEnergy = energy }
    if voltage > highestVoltage { highestVoltage = voltage }
    if cutVoltage > highestCutVoltage { highestCutVoltage = cutVoltage }
    if cutCurrent > highestCurrent { highestCurrent = cutCurrent }
    if cutWidth > longestWidth { longestWidth = cutWidth }
    return true
  }

  @_noAllocation @_noLocks
  private static func number16(_ bytes: UnsafePointer<UInt8>, _ at: Int) -> UInt16 {
    UInt16(bytes[at]) | UInt16(bytes[at &+ 1]) &<< 8
  }

  @_noAllocation @_noLocks
  private static func number32(_ bytes: UnsafePointer<UInt8>, _ at: Int) -> UInt32 {
    UInt32(number16(bytes, at)) | UInt32(number16(bytes, at &+ 2)) &<< 16
  }
}
