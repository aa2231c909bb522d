import ControlInterface
import Journal
import Quantities
import QuantityText
import SafetyKernel
import Treatment

/// Outcomes and pulses as they travel, with their sentences.
enum OutcomeWords {
  /// The outcome of an arming of this run; nil stands for one that nobody knows.
  static func outcome(_ delivery: Delivery, _ outcome: Outcome?, _ cause: EndCause) -> Control.Outcome {
    var display = Control.Outcome(
      name: .unresolved, pulses: Int64(delivery.pulses.count), planned: Int64(delivery.planned), cause: "",
      sentence: "", remedy: "", simulated: delivery.isSimulated)
    settle(&display, outcome, cause)
    let measured = measures(delivery.pulses.map(\.report))
    if !measured.isEmpty, display.pulses > 0 { display.sentence += ", \(measured)" }
    return display
  }

  /// The outcome of a train of the record.
  static func outcome(of train: TrainRecord) -> Control.Outcome {
    var display = Control.Outcome(
      train: train.train.number, name: .unresolved, pulses: Int64(train.pulses.count),
      planned: Int64(train.intent.plannedPulses), cause: "", sentence: "", remedy: "",
      simulated: train.intent.isSimulated)
    switch train.outcomes.last?.conclusion {
    case .settled(let outcome, _): settle(&display, outcome, train.outcomes.last?.cause ?? .none)
    case .unresolved, nil: settle(&display, nil, train.outcomes.last?.cause ?? .none)
    }
    return display
  }

  /// Fills in what an outcome says: name, number of pulses, sentence, remedy.
  static func settle(_ display: inout Control.Outcome, _ outcome: Outcome?, _ cause: EndCause) {
    let planned = display.planned
    // No cause is known where this daemon was not there when the train ended.
    let words = cause == .none ? Words("interrupted", "porated ended before its outcome was known") : cause.words
    display.cause = words.name
    display.remedy = words.remedy
    switch outcome {
    case .delivered:
      display.name = .delivered
      display.pulses = planned
      display.sentence = "\(planned) of \(planned) pulses delivered"
      display.remedy = ""
    case .deliveredUnmeasured:
      display.name = .deliveredUnmeasured
      display.pulses = planned
      display.sentence = "\(planned) of \(planned) pulses given, not measured"
      display.remedy = ""
    case .partial(let pulses):
      display.name = .partial
      display.pulses = Int64(pulses)
      display.sentence = "partial: \(pulses) of \(planned) pulses given"
      if cause != .completed { display.sentence += ", \(words.explanation)" }
    case .notDelivered:
      display.name = .notDelivered
      display.pulses = 0
      display.sentence = "not delivered: no pulse given, \(words.explanation)"
    case nil:
      display.name = .unresolved
      display.sentence = "unresolved: nobody knows how many of \(planned) pulses were given beyond \(display.pulses)"
      display.remedy = Blocker.trainUnresolved.words.remedy
    }
  }

  /// A pulse as it travels.
  static func pulse(_ report: PulseReport, _ fault: Fault?, _ train: PreparedTrain) -> Control.Pulse {
    let pair = train.pair(ofStep: report.step)
    let step = train.planned.plan.step(report.step)
    let isTurned = pair.map { report.step != $0.firstStep } ?? false
    let size = report.voltage.magnitude() ?? .zero
    return Control.Pulse(
      index: Int64(report.index), step: Int64(report.step),
      positive: (isTurned ? pair?.negative : pair?.positive) ?? "",
      negative: (isTurned ? pair?.positive : pair?.negative) ?? "",
      startTimeMicroseconds: report.start.microseconds, width: report.width, planned: step?.voltage ?? .zero,
      voltage: report.voltage, current: report.current, peak: report.peakCurrent,
      resistance: resistance(report), field: pair.flatMap { size.field(over: $0.gap) } ?? .zero,
      verdict: fault?.words.name ?? "good",
      explanation: fault?.words.explanation ?? "within its limits of voltage, current and width")
  }

  /// A pulse in one sentence.
  static func sentence(of pulse: Control.Pulse) -> String {
    // The wire counts from 0, people from 1; an index has 16 bits.
    "pulse \(pulse.index &+ 1): \(QuantityText.text(pulse.voltage)), \(QuantityText.text(pulse.current)), "
      + "\(QuantityText.text(pulse.width)), \(pulse.verdict)"
  }

  private static func resistance(_ report: PulseReport) -> Resistance? {
    guard report.current.milliamperes != 0 else { return nil }
    let (scaled, overflow) = report.voltage.millivolts.multipliedReportingOverflow(by: 1_000)
    if overflow { return nil }
    let quotient = scaled.dividedReportingOverflow(by: report.current.milliamperes)
    return quotient.overflow || quotient.partialValue < 0 ? nil : .milliohms(quotient.partialValue)
  }

  /// Least and greatest voltage and current of pulses in a few words.
  private static func measures(_ reports: [PulseReport]) -> String {
    let voltages = reports.compactMap { $0.voltage.magnitude() }
    let currents = reports.compactMap { $0.current.magnitude() }
    guard let lowV = voltages.min(), let highV = voltages.max(), let lowA = currents.min(), let highA = currents.max()
    else { return "" }
    return range(QuantityText.fixed(lowV, decimals: 0), QuantityText.fixed(highV, decimals: 0), "V") + ", "
      + range(QuantityText.fixed(lowA, decimals: 1), QuantityText.fixed(highA, decimals: 1), "A")
  }

  private static func range(_ low: String, _ high: String, _ unit: String) -> String {
    low == high ? "\(low) \(unit)" : "\(low) to \(high) \(unit)"
  }
}
