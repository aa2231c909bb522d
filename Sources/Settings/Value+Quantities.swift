import Quantities
import QuantityText
import SafetyKernel

// Quantities carry their unit: a bare number is an error.
extension Value {
  func voltage(in range: ClosedRange<Voltage>) -> Voltage? {
    quantity(in: range, example: "1000 V", QuantityText.voltage) { QuantityText.text($0) }
  }

  func current(in range: ClosedRange<Current>) -> Current? {
    quantity(in: range, example: "16 A", QuantityText.current) { QuantityText.text($0) }
  }

  func resistance(in range: ClosedRange<Resistance>) -> Resistance? {
    quantity(in: range, example: "50 ohm", QuantityText.resistance) { QuantityText.text($0) }
  }

  func field(in range: ClosedRange<FieldStrength>) -> FieldStrength? {
    quantity(in: range, example: "1300 V/cm", QuantityText.fieldStrength) { QuantityText.text($0) }
  }

  func energy(in range: ClosedRange<Energy>) -> Energy? {
    quantity(in: range, example: "5 J", QuantityText.energy) { QuantityText.text($0) }
  }

  func proportion(in range: ClosedRange<Proportion>) -> Proportion? {
    quantity(in: range, example: "5 %", QuantityText.proportion) { QuantityText.text($0) }
  }

  func time(in range: ClosedRange<TimeSpan>) -> TimeSpan? {
    quantity(in: range, example: "100 us", QuantityText.time) { QuantityText.text($0) }
  }

  /// A rate as the time from one beginning to the next.
  func periodOfRate(in range: ClosedRange<TimeSpan>) -> TimeSpan? {
    quantity(in: range, example: "1 kHz", QuantityText.parsePeriod) { "a period of " + QuantityText.text($0) }
  }

  /// A time of either sign, as an offset is; `QuantityText` knows no time below zero.
  func signedTime(in range: ClosedRange<TimeSpan>) -> TimeSpan? {
    let read = { (text: String) throws(QuantityTextError) -> TimeSpan in
      guard text.hasPrefix("-"), text != "-" else { return try QuantityText.time(text) }
      let size = try QuantityText.time(String(text.dropFirst()))
      guard size > .zero else { throw .malformedNumber(text: shown(text), reason: .negativeZero) }
      return TimeSpan.zero.subtracting(size) ?? .zero  // the negative of a positive number always fits
    }
    return quantity(in: range, example: "-20 ns", read) { span in
      // The positive form is shown with a sign, because the writer's natural unit goes by magnitude.
      span < .zero ? "-" + QuantityText.text(span.magnitude() ?? .zero) : QuantityText.text(span)
    }
  }

  /// The distance between electrodes: 0.5 mm to 50 mm, outside which a gap is a slip of unit or decimal point.
  func gap() -> Distance? {
    guard let text = scalar() else { return nil }
    let distance: Distance
    do { distance = try QuantityText.distance(text) } catch {
      report(error, "7 mm")
      return nil
    }
    let range = Distance.micrometres(500)...Distance.millimetres(50)
    if range.contains(distance) { return distance }
    // Electrodes are a few millimetres apart: the power of ten that brings it there is the likely slip.
    var likely = distance
    while likely >= .millimetres(15) { likely = .micrometres(likely.micrometres / 10) }
    while likely > .zero, likely < .micrometres(1500) { likely = likely.multiplied(by: 10) ?? .zero }
    let hint = likely > .zero ? "did you mean \(QuantityText.text(likely))? " : ""
    problem(
      "\(path): a gap of \(QuantityText.text(distance)) is absurd",
      hint + "it is \(QuantityText.text(range.lowerBound)) to \(QuantityText.text(range.upperBound))")
    return nil
  }

  private func quantity<T: Comparable>(
    in range: ClosedRange<T>, example: String, _ read: (String) throws(QuantityTextError) -> T,
    _ show: (T) -> String
  ) -> T? {
    guard let text = scalar() else { return nil }
    let value: T
    do { value = try read(text) } catch {
      report(error, example)
      return nil
    }
    guard range.contains(value) else {
      problem("\(path): \(shown(text)) is out of range", "\(show(range.lowerBound)) to \(show(range.upperBound))")
      return nil
    }
    return value
  }

  private func report(_ error: QuantityTextError, _ example: String) {
    switch error {
    case .missingUnit(let text, let suggestion): problem("`\(text)` has no unit", "write `\(suggestion)`")
    case .wrongUnit(let text, let quantity, let units):
      problem("`\(text)` is not \(quantity)", "units: \(units.joined(separator: ", "))")
    case .empty, .tooLong, .malformedNumber, .spacing, .negative, .notWhole, .outOfRange, .periodNotWhole, .zeroRate:
      problem(error.message, "write it like `\(example)`")
    }
  }
}
