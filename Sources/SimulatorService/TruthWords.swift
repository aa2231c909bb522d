public import ControlInterface
import Quantities
import QuantityText

/// The truth log for people.
public enum TruthWords {
  /// One line: the device's clock in seconds, the event, what there is to say.
  public static func line(_ event: Simulator.Truth) -> String {
    var words = [QuantityText.fixed(event.device, in: .seconds, decimals: 6) + " s", event.event]
    if let index = event.index { words.append("pulse \(index + 1)") }
    if let positive = event.positive, let negative = event.negative { words.append("\(positive)+ \(negative)-") }
    if let name = event.name { words.append(name) }
    if let from = event.from { words.append("from \(from)") }
    if let voltage = event.voltage { words.append(QuantityText.fixed(voltage, decimals: 1) + " V") }
    if let current = event.current { words.append(QuantityText.fixed(current, decimals: 2) + " A") }
    if let width = event.width { words.append(QuantityText.fixed(width, in: .microseconds, decimals: 1) + " µs") }
    if let reason = event.reason { words.append(reason) }
    if let counter = event.counter { words.append("counter \(counter)") }
    if let pulses = event.pulses { words.append("\(pulses) pulses") }
    if let until = event.untilMicroseconds {
      words.append("permit until \(QuantityText.fixed(.nanoseconds(until &* 1_000), in: .seconds, decimals: 6))")
    }
    return words.joined(separator: "  ")
  }
}
