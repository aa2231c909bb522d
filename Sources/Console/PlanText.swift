public import ControlInterface
internal import Quantities
internal import QuantityText

/// A prepared application as text.
public enum PlanText {
  /// Array, protocol, voltages with the limit that binds each, and what was lowered.
  public static func lines(_ plan: Control.PreparedPlan, _ style: Style) -> [String] {
    var lines = [title(plan, style), train(plan)]
    var table = TextTable([
      ("pair", .left), ("pulses", .right), ("wanted", .right), ("planned", .right), ("planned field", .right),
      ("set by", .left),
    ])
    for pair in plan.pairs {
      table.add([
        "\(pair.positive) - \(pair.negative)", "\(pair.pulses)", QuantityText.text(pair.wanted),
        QuantityText.text(pair.planned), Words.field(pair.field), Words.binding(pair),
      ])
    }
    lines += table.lines.map { "  " + $0 }
    lines += lowered(plan).map { style.attention($0) }
    if !plan.verified {
      lines.append(style.attention("Not every number of this plan was compared with its published source."))
    }
    if plan.needsHold {
      lines.append("Longer than half a second: it has to be held, and stops when let go.")
    }
    return lines
  }

  /// One sentence for each pair that a limit lowered.
  public static func lowered(_ plan: Control.PreparedPlan) -> [String] {
    plan.pairs.filter(\.lowered).map { pair in
      "LOWERED: \(pair.positive) - \(pair.negative) gets \(QuantityText.text(pair.planned)) instead of "
        + "\(QuantityText.text(pair.wanted)), \(Words.field(pair.field)), by \(Words.binding(pair))"
    }
  }

  /// What a person confirms before pulses are given: the array, the voltages, what was lowered.
  public static func confirmation(_ plan: Control.PreparedPlan) -> String {
    let voltages = Set(plan.pairs.map(\.planned)).sorted()
    let text: String
    switch (voltages.first, voltages.last) {
    case (let least?, let most?) where least < most:
      text = "\(QuantityText.text(least)) to \(QuantityText.text(most))"
    case (let only?, _): text = QuantityText.text(only)
    case (nil, _): text = "no voltage"
    }
    let lowered = plan.pairs.filter(\.lowered).count
    let lowering = lowered == 0 ? "" : ", LOWERED on \(lowered) of \(Words.count(Int64(plan.pairs.count), "pair"))"
    let gap = plan.gap.map { ", gap \(QuantityText.text($0))" } ?? ""
    let into =
      switch plan.kind {
      case .treatment: ""
      case .testLoad: " into the test load"
      case .selfTest: " into the generator's own load"
      }
    return "Is \(plan.array)\(gap) connected, and shall it give \(Words.count(plan.pulses, "pulse"))\(into) "
      + "at \(text)\(lowering)?"
  }

  private static func title(_ plan: Control.PreparedPlan, _ style: Style) -> String {
    let gap = plan.gap.map { ", gap \(QuantityText.text($0))" } ?? ""
    return "\(style.strong(plan.array)) (\(plan.arrayTitle))\(gap), \(style.strong(plan.protocolName)) "
      + "(\(plan.protocolTitle))"
  }

  private static func train(_ plan: Control.PreparedPlan) -> String {
    let energy =
      "\(QuantityText.fixed(plan.energyLow, decimals: 1)) to \(QuantityText.fixed(plan.energyHigh, decimals: 1)) J"
    let widths = Set(plan.pairs.map(\.width)).sorted().map { QuantityText.text($0) }.joined(separator: ", ")
    let periods = Set(plan.pairs.map(\.period)).sorted().map { QuantityText.text($0) }.joined(separator: ", ")
    return "  \(Words.count(plan.pulses, "pulse")) of \(widths), one each \(periods), "
      + "\(QuantityText.text(plan.duration)) in all; energy expected within \(energy)"
  }
}
