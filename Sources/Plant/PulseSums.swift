/// What is added up within a pulse; voltages and currents in the pulse's own direction, sums over steps.
struct PulseSums {
  private static let frontSteps = 128

  private let middleStart: Int
  private let middleEnd: Int
  private(set) var middleVoltage = 0.0
  private(set) var middleCurrent = 0.0
  private(set) var current = 0.0
  private(set) var power = 0.0
  private(set) var loss = 0.0
  private(set) var peakVoltage_V = 0.0
  private(set) var peakCurrent_A = 0.0
  /// Voltage while the switch is closed.
  var allVoltage = 0.0
  /// The first steps' voltages, for the 50 % crossing of the front, whose threshold is known afterwards only.
  private var front = InlineArray<128, Double>(repeating: 0)
  private var fallTime_s: Double?
  private var previous_V = 0.0
  private var lastButOne_V = 0.0

  /// Sums for a pulse of so many steps.
  init(widthSteps: Int = 0) {
    middleStart = widthSteps / 10
    middleEnd = widthSteps - widthSteps / 10
  }

  /// Number of steps in the middle 80 %.
  var middleSteps: Int { middleEnd - middleStart }

  @inline(__always)
  mutating func add(voltage_V: Double, current_A: Double, loss_W: Double, step: Int) {
    current += current_A
    power += voltage_V * current_A
    loss += loss_W
    if voltage_V > peakVoltage_V { peakVoltage_V = voltage_V }
    if current_A > peakCurrent_A { peakCurrent_A = current_A }
    if step <= Self.frontSteps { front[step - 1] = voltage_V }
    if step > middleStart, step <= middleEnd {
      middleVoltage += voltage_V
      middleCurrent += current_A
    }
    lastButOne_V = previous_V
    previous_V = voltage_V
  }

  /// Notes when the voltage falls through half of its mean; called in each step after the switch opened.
  @inline(__always)
  mutating func noteFall(step: Int, voltage_V: Double, closedSteps: Int) {
    guard fallTime_s == nil else { return }
    let threshold_V = closedSteps > 0 ? allVoltage / Double(closedSteps) / 2 : 0
    guard threshold_V > 0, voltage_V < threshold_V else { return }
    let drop_V = lastButOne_V - voltage_V
    let share = drop_V > 0 && lastButOne_V >= threshold_V ? (lastButOne_V - threshold_V) / drop_V : 0
    fallTime_s = (Double(step - 1) + share) * LoadCircuit.step_s
  }

  /// Time between the two crossings of half of the mean voltage, in seconds.
  func measuredWidth_s(closedSteps: Int, steps: Int) -> Double {
    guard closedSteps > 0, peakVoltage_V > 0 else { return 0 }
    let threshold_V = allVoltage / Double(closedSteps) / 2
    guard threshold_V > 0 else { return 0 }
    var before_V = 0.0
    var rise_s = 0.0
    for index in 0..<min(Self.frontSteps, closedSteps) {
      let voltage_V = front[index]
      if voltage_V >= threshold_V {
        rise_s = (Double(index) + (threshold_V - before_V) / (voltage_V - before_V)) * LoadCircuit.step_s
        break
      }
      before_V = voltage_V
    }
    return max(0, (fallTime_s ?? Double(steps) * LoadCircuit.step_s) - rise_s)
  }
}
