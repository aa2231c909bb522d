import ControlInterface
import QuantityText
import Treatment

/// What is answered to a plan that cannot be.
enum PlanErrors {
  /// The error of a plan that breaks a rule: the limit's name, both numbers and the file that sets it.
  static func refused(_ error: TreatmentError, file: String) -> Control.PlanRefused {
    func make(_ name: String, limit: String = "", value: String = "", bound: String = "", in place: String? = nil)
      -> Control.PlanRefused
    {
      Control.PlanRefused(
        name: name, limit: limit, value: value, bound: bound, file: place ?? file, explanation: error.message,
        remedy: error.remedy)
    }
    switch error {
    case .arrayNotAllowed(let array, _, let allowed):
      return make("arrayNotAllowed", limit: "arrays", value: array, bound: allowed.joined(separator: ", "))
    case .gapMissing(_, let allowed):
      return make("gapMissing", limit: "gaps", bound: allowed.map { QuantityText.text($0) }.joined(separator: ", "))
    case .gapNotAllowed(let gap, _, let allowed), .gapFixed(let gap, _, let allowed):
      return make(
        "gapNotAllowed", limit: "gaps", value: QuantityText.text(gap),
        bound: allowed.map { QuantityText.text($0) }.joined(separator: ", "))
    case .arrayShape(_, let place): return make("arrayShape", in: place)
    case .voltageAboveLimit(let voltage, _, let limit):
      return make(
        "voltageAboveLimit", limit: limit.name, value: QuantityText.text(voltage),
        bound: QuantityText.text(limit.voltage), in: limit.file)
    case .voltageTooLow(let voltage, _, let least, let place):
      return make(
        "voltageTooLow", limit: "the machine limit min_voltage", value: QuantityText.text(voltage),
        bound: QuantityText.text(least), in: place)
    case .fieldBelowMinimum(let field, let minimum, _, _, _, let place):
      return make(
        "fieldBelowMinimum", limit: "minimum_field", value: QuantityText.text(field),
        bound: QuantityText.text(minimum), in: place)
    case .pulsesNotHalved(let pulses, let place):
      return make("pulsesNotHalved", limit: "polarity", value: "\(pulses)", in: place)
    case .currentRange(let low, let high, _, _):
      return make("currentRange", limit: "current", value: QuantityText.text(low), bound: QuantityText.text(high))
    case .outOfRange: return make("outOfRange")
    case .defect(_, let place): return make("defect", in: place)
    }
  }

  /// The error of a plan that a limit lowered, where the caller does not accept that.
  static func lowered(_ pairs: [Control.PlannedPair]) -> Control.PlanLowered {
    let lowered = pairs.filter(\.lowered)
    let texts = lowered.map { pair in
      "\(pair.positive) to \(pair.negative): \(QuantityText.text(pair.planned)) instead of "
        + "\(QuantityText.text(pair.wanted)) by \(pair.limit) (\(pair.limitFile))"
    }
    return Control.PlanLowered(
      pairs: pairs, explanation: "a limit lowers the plan: \(texts.joined(separator: ", "))",
      remedy: "accept that (--accept-lowered), or choose a smaller gap")
  }
}
