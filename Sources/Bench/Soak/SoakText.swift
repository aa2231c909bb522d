import Glibc
import SafetyKernel

/// Random runs in words, for people and as JSON.
public enum SoakText {
  /// One line for a run.
  public static func line(_ result: SoakCampaign.Result) -> String {
    var text = "seed \(result.seed): \(result.ticks) ticks, \(tenths(result.hours)) h, \(result.delivered) trains "
    text += "delivered, \(result.pulses) pulses, execution \(String(result.hash, radix: 16))"
    if let failure = result.failure { text += "\n  FAILED \(failure)" }
    return text
  }

  /// All runs together.
  public static func text(_ campaign: SoakCampaign) -> String {
    let hours = campaign.results.reduce(0) { $0 + $1.hours }
    let ticks = campaign.results.reduce(0) { $0 + $1.ticks }
    var lines = ["\(campaign.results.count) seeds, \(ticks) ticks, \(tenths(hours)) hours of operation"]
    lines += campaign.coverage.lines
    let missing = campaign.coverage.missing
    lines.append(missing.isEmpty ? "never seen: nothing" : "never seen: " + missing.joined(separator: ", "))
    lines.append(campaign.held ? "every rule held after every tick" : "a rule was broken")
    return lines.joined(separator: "\n")
  }

  /// All runs together, as one JSON object.
  public static func json(_ campaign: SoakCampaign) -> String {
    let runs = campaign.results.map { result in
      var fields = [
        "\"seed\": \(result.seed)", "\"ticks\": \(result.ticks)", "\"hours\": \(tenths(result.hours))",
        "\"delivered\": \(result.delivered)", "\"pulses\": \(result.pulses)",
        "\"execution\": \"\(String(result.hash, radix: 16))\"",
      ]
      if let failure = result.failure {
        fields.append("\"rule\": \"\(failure.rule.rawValue)\"")
        fields.append("\"tick\": \(failure.tick)")
        fields.append("\"seen\": \(quoted(failure.text))")
      }
      return "{" + fields.joined(separator: ", ") + "}"
    }
    let missing = campaign.coverage.missing.map(quoted).joined(separator: ", ")
    let seen = campaign.coverage.lines.map(quoted).joined(separator: ", ")
    return "{\"held\": \(campaign.held), \"runs\": [\(runs.joined(separator: ", "))], "
      + "\"seen\": [\(seen)], \"neverSeen\": [\(missing)]}"
  }

  /// A line on standard error, at once.
  public static func note(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    // Nobody reads what cannot be written.
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  private static func tenths(_ value: Double) -> String {
    let rounded = Int64((value * 10).rounded())
    return "\(rounded / 10).\(abs(rounded % 10))"
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case _ where scalar.value < 32: out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
