public import Quantities
internal import QuantityText
public import SafetyKernel

/// Why no train can be planned. `message` says it in one sentence, `remedy` what to do.
public enum TreatmentError: Error, Hashable, Sendable {
  /// The protocol does not name this array.
  case arrayNotAllowed(array: String, protocolName: String, allowed: [String])
  /// The operator has to choose a gap.
  case gapMissing(array: String, allowed: [Distance])
  /// The array cannot be set to this gap.
  case gapNotAllowed(Distance, array: String, allowed: [Distance])
  /// Every gap of this array is fixed, and not this one.
  case gapFixed(Distance, array: String, fixed: [Distance])
  /// The array's file names electrodes or pairs that do not fit together.
  case arrayShape(array: String, file: String)
  /// A voltage that a person or the protocol names is above a limit.
  case voltageAboveLimit(Voltage, pair: String, limit: NamedLimit)
  /// A voltage is zero, below zero, or below what the generator controls.
  case voltageTooLow(Voltage, pair: String, least: Voltage, file: String)
  /// A limit lowers the field below the protocol's minimum.
  case fieldBelowMinimum(
    FieldStrength, minimum: FieldStrength, pair: String, wanted: Voltage, limit: NamedLimit, file: String)
  /// The protocol's polarity is reversed, but its number of pulses has no half.
  case pulsesNotHalved(UInt16, file: String)
  /// No current would be good: the lowest is not below the highest.
  case currentRange(low: Current, high: Current, array: String, protocolName: String)
  /// A number does not fit into the range that this program uses.
  case outOfRange(String)
  /// The kernel refuses the plan by one of its other rules.
  case defect(PlanDefect, file: String)

  /// One sentence for a person, without a full stop.
  public var message: String {
    switch self {
    case .arrayNotAllowed(let array, let name, _): "protocol \(name) is not for array \(array)"
    case .gapMissing(let array, _): "array \(array) needs its gap"
    case .gapNotAllowed(let gap, let array, let allowed):
      "array \(array) has no gap of \(QuantityText.text(gap)), only \(Self.list(allowed))"
    case .gapFixed(let gap, let array, let fixed):
      "the gap of array \(array) is fixed at \(Self.list(fixed)), not \(QuantityText.text(gap))"
    case .arrayShape(let array, let file): "the electrodes and pairs of array \(array) do not fit together (\(file))"
    case .voltageAboveLimit(let voltage, let pair, let limit):
      "\(QuantityText.text(voltage)) on \(pair) is above \(limit.phrase)"
    case .voltageTooLow(let voltage, let pair, let least, let file):
      "\(QuantityText.text(voltage)) on \(pair) is below the machine limit min_voltage, "
        + "\(QuantityText.text(least)) (\(file))"
    case .fieldBelowMinimum(let field, let minimum, let pair, let wanted, let limit, let file):
      "\(pair) would need \(QuantityText.text(wanted)); \(limit.phrase), leaves \(QuantityText.text(field)), "
        + "below minimum_field, \(QuantityText.text(minimum)) (\(file))"
    case .pulsesNotHalved(let pulses, let file):
      "\(pulses) pulses cannot be split between two polarities (\(file))"
    case .currentRange(let low, let high, let array, let name):
      "protocol \(name) on array \(array) leaves no good current: at least \(QuantityText.text(low)), "
        + "at most \(QuantityText.text(high))"
    case .outOfRange(let what): "\(what) does not fit into the range of numbers that this program uses"
    case .defect(let defect, let file): "the plan breaks a rule: \(defect.phrase) (\(file))"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .arrayNotAllowed(_, _, let allowed): "use it with \(allowed.joined(separator: ", "))"
    case .gapMissing(_, let allowed): "choose \(Self.list(allowed, "or"))"
    case .gapNotAllowed(let gap, _, let allowed): GapHint.text(for: gap, among: allowed)
    case .gapFixed(_, _, let fixed): "leave the gap out, or give \(Self.list(fixed, "or"))"
    case .arrayShape: "name at least one pair of different electrodes that the file lists"
    case .voltageAboveLimit(_, _, let limit): "at most \(QuantityText.text(limit.voltage))"
    case .voltageTooLow(_, _, let least, _): "at least \(QuantityText.text(least))"
    case .fieldBelowMinimum: "choose a smaller gap, or another array or protocol"
    case .pulsesNotHalved: "use an even number of pulses, or `polarity: single`"
    case .currentRange: "widen the current in the protocol's or the array's file, or the machine limit max_current"
    case .outOfRange: "check the file for a misplaced decimal point"
    case .defect: "change the protocol, or the limits if the generator really can do it"
    }
  }

  static func list(_ gaps: [Distance], _ last: String = "and") -> String {
    let texts = gaps.map { QuantityText.text($0) }
    guard let end = texts.last, texts.count > 1 else { return texts.first ?? "nothing" }
    return texts.dropLast().joined(separator: ", ") + " \(last) \(end)"
  }
}

extension TreatmentError: CustomStringConvertible {
  /// Message and remedy.
  public var description: String { "\(message) (\(remedy))" }
}

extension PlanDefect {
  /// The broken rule in words; steps count from 1.
  fileprivate var phrase: String {
    func at(_ step: UInt8) -> String { "step \(Int(step) &+ 1)" }
    return switch self {
    case .stepCount: "it has no step, or more than \(Plan.stepCapacity)"
    case .pair(let step): "\(at(step)) is on no pair of the array"
    case .voltage(let step, _): "\(at(step)) is above a voltage limit"
    case .voltageTooLow(let step): "\(at(step)) has too little voltage"
    case .fieldBelowMinimum(let step): "\(at(step)) has too little field"
    case .pulses(let step): "\(at(step)) has no pulse, or more than max_step_pulses"
    case .width(let step): "the pulses of \(at(step)) are not between min_width and max_width"
    case .period(let step): "the period of \(at(step)) is not between min_period and max_period"
    case .limits(let step): "the limits that judge the pulses of \(at(step)) exclude each other or the machine's"
    case .pulseEnergy(let step): "a pulse of \(at(step)) could hold more than max_pulse_energy"
    case .trainEnergy: "the train could hold more than max_train_energy"
    case .trainPulses: "the train has more than max_train_pulses"
    case .trainDuration: "the train takes longer than max_train_duration"
    case .kind: "its kind does not fit the array"
    }
  }
}
