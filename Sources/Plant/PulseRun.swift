import Glibc

/// The integration of one pulse.
struct PulseRun {
  private let stage: OutputStage
  private let limits: PulseLimits
  private let sign: Double
  private let bankGain: Double
  private let bleed_S: Double
  private let widthSteps: Int
  private let tailSteps: Int
  private let commandedEnd: PulseEnd
  private let capacitance_F: Double

  private(set) var circuit: LoadCircuit
  private(set) var bank_V: Double
  private let bankBefore_V: Double

  private var end: PulseEnd
  private var closedSteps = 0
  private var steps = 0
  private var sums = PulseSums()

  init(
    command: PulseCommand, limits: PulseLimits, bank: CapacitorBank, stage: OutputStage, load: TissueLoad
  ) {
    self.stage = stage
    self.limits = limits
    sign = command.polarity == .positive ? 1 : -1
    capacitance_F = bank.capacitance_F
    bankGain = bank.capacitance_F > 0 ? LoadCircuit.step_s / bank.capacitance_F : 0
    bleed_S = bank.bleedResistance_ohm > 0 ? 1 / bank.bleedResistance_ohm : 0
    bank_V = bank.voltage_V
    bankBefore_V = bank.voltage_V
    circuit = LoadCircuit(load, divider_S: stage.dividerConductance_S)
    var width = Self.steps(command.width_s, atMost: PulseSimulation.longestPulse_s)
    var reason = PulseEnd.width
    if let maximum_s = limits.maximumWidth_s {
      let maximum = Self.steps(maximum_s + limits.reaction_s, atMost: PulseSimulation.longestPulse_s)
      if Self.steps(maximum_s, atMost: PulseSimulation.longestPulse_s) < width {
        width = min(width, maximum)
        reason = .overWidth
      }
    }
    if let stop_s = command.stop_s {
      let stop = Self.steps(stop_s, atMost: PulseSimulation.longestPulse_s)
      if stop < width {
        width = stop
        reason = .stopped
      }
    }
    widthSteps = bankGain > 0 ? width : 0
    tailSteps = Self.steps(command.tail_s, atMost: 1e-3)
    commandedEnd = reason
    end = reason
  }

  private static let stepsPerSample = 5

  static func steps(_ seconds: Double, atMost limit_s: Double) -> Int {
    guard seconds > 0 else { return 0 }
    return Int((min(seconds, limit_s) / LoadCircuit.step_s).rounded())
  }

  /// Runs all steps. The switch is closed, then its current falls, then the circuit is left alone.
  mutating func integrate(into waveform: inout PulseWaveform) {
    waveform.clear()
    waveform.append(voltage_V: 0, current_A: 0)
    // 10–90 % of an exponential take 2.2 time constants.
    let riseRate = stage.riseTime_s > 0 ? -expm1(-LoadCircuit.step_s * 2.197_224_577 / stage.riseTime_s) : 1
    let isStuckOn = stage.fault == .stuckOn
    let conducts = stage.fault != .stuckOff
    let leakage_S = stage.leakageConductance_S
    let source_ohm = max(0, stage.sourceResistance_ohm)
    // Copies on the stack, which the optimiser keeps in registers.
    var circuit = self.circuit
    var sums = PulseSums(widthSteps: widthSteps)
    var bank_V = self.bank_V
    var guardian = PulseGuard(limits: limits, end: commandedEnd, openAt: widthSteps, tailSteps: tailSteps)
    var closedShare = isStuckOn ? 1.0 : 0.0
    var switch_A = 0.0
    var toSample = Self.stepsPerSample
    var step = 0
    while step < guardian.lastStep {
      step += 1
      circuit.prepare(at: Double(step) * LoadCircuit.step_s)
      let isClosed = isStuckOn || (conducts && step <= guardian.openAt)
      let voltage_V: Double
      if isClosed {
        closedShare += (1 - closedShare) * riseRate
        voltage_V = circuit.voltage(emf_V: sign * bank_V * closedShare, source_ohm: source_ohm)
      } else {
        switch_A -= switch_A * riseRate
        voltage_V = circuit.voltage(current_A: switch_A, leakage_S: leakage_S, behind_V: sign * bank_V)
      }
      let current_A = circuit.settle(at: voltage_V)
      if isClosed { switch_A = current_A }
      let forward_V = voltage_V * sign
      let forward_A = current_A * sign
      sums.add(voltage_V: forward_V, current_A: forward_A, loss_W: (bank_V - forward_V) * forward_A, step: step)
      bank_V = max(0, bank_V - (forward_A + bank_V * bleed_S) * bankGain)
      if step <= guardian.openAt {
        sums.allVoltage += forward_V
        guardian.check(voltage_V: forward_V, current_A: forward_A, step: step)
      } else {
        sums.noteFall(step: step, voltage_V: forward_V, closedSteps: guardian.openAt)
      }
      toSample -= 1
      if toSample == 0 {
        toSample = Self.stepsPerSample
        waveform.append(voltage_V: voltage_V, current_A: current_A)
      }
    }
    self.circuit = circuit
    self.sums = sums
    self.bank_V = bank_V
    end = guardian.end
    steps = guardian.lastStep
    closedSteps = guardian.openAt
  }

  /// The summary; a pulse cut short has its means from the waveform's samples.
  func result(from waveform: PulseWaveform) -> PulseResult {
    var result = PulseResult()
    let step_s = LoadCircuit.step_s
    if closedSteps == widthSteps, sums.middleSteps > 0 {
      result.meanVoltage_V = sums.middleVoltage / Double(sums.middleSteps)
      result.meanCurrent_A = sums.middleCurrent / Double(sums.middleSteps)
    } else {
      let first = (closedSteps + 49) / 50
      let last = min(closedSteps * 9 / 50, waveform.count - 1)
      if first <= last {
        for index in first...last {
          result.meanVoltage_V += waveform.voltage_V[index] * sign
          result.meanCurrent_A += waveform.current_A[index] * sign
        }
        result.meanVoltage_V /= Double(last - first + 1)
        result.meanCurrent_A /= Double(last - first + 1)
      }
    }
    result.peakVoltage_V = sums.peakVoltage_V
    result.peakCurrent_A = sums.peakCurrent_A
    result.width_s = sums.measuredWidth_s(closedSteps: closedSteps, steps: steps)
    result.charge_C = sums.current * step_s
    result.energy_J = sums.power * step_s
    result.switchLoss_J = sums.loss * step_s
    result.bankBefore_V = bankBefore_V
    result.bankAfter_V = bank_V
    result.end = end
    result.isSwitchStillClosed = stage.fault == .stuckOn
    result.duration_s = Double(steps) * step_s
    return result
  }
}
