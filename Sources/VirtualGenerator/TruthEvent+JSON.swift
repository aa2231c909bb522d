import GeneratorLink
import Quantities
import SHA256

/// One named value of a truth record.
public struct TruthField: Sendable, Equatable {
  /// The value's kinds.
  public enum Value: Sendable, Equatable {
    /// A whole number.
    case integer(Int64)
    /// A word.
    case text(String)
  }

  /// The name, with the unit at its end.
  public var name: String
  /// The value.
  public var value: Value

  static func number(_ name: String, _ value: some BinaryInteger) -> TruthField {
    TruthField(name: name, value: .integer(Int64(clamping: value)))
  }

  static func word(_ name: String, _ value: String) -> TruthField { TruthField(name: name, value: .text(value)) }
}

extension TruthEvent {
  /// The event flat, as one line of the truth log has it; the names are those of `io.porate.Simulator`'s type Truth.
  public var fields: [TruthField] {
    [
      .number("number", number), .number("time_ns", time.nanoseconds), .number("device_ns", deviceTime.nanoseconds),
      .word("boot", hexadecimal(boot)), .word("event", fact.name),
    ] + fact.fields
  }

  /// The event as one line of JSON, without the line's end.
  public var jsonLine: String {
    var line = "{"
    for (index, field) in fields.enumerated() {
      if index > 0 { line += "," }
      line += "\"\(field.name)\":"
      switch field.value {
      case .integer(let value): line += "\(value)"
      // Words are our own names, digits, or ASCII names without quotes and backslashes (checked when they are set).
      case .text(let value): line += "\"\(value.filter { $0 != "\"" && $0 != "\\" && $0.isASCII })\""
      }
    }
    return line + "}"
  }
}

extension TruthFact {
  /// The event's name.
  public var name: String {
    switch self {
    case .started: "started"
    case .linkOpened: "linkOpened"
    case .entered: "entered"
    case .permitGranted: "permitGranted"
    case .permitLapsed: "permitLapsed"
    case .permitRevoked: "permitRevoked"
    case .dischargeReceived: "dischargeReceived"
    case .programCommitted: "programCommitted"
    case .chargeAccepted: "chargeAccepted"
    case .releaseAccepted: "releaseAccepted"
    case .releaseRefused: "releaseRefused"
    case .pulseStart: "pulseStart"
    case .pulseEnd: "pulseEnd"
    case .trainEnded: "trainEnded"
    case .bankAbove42V: "bankAbove42V"
    case .bankBelow42V: "bankBelow42V"
    case .deviceFault: "deviceFault"
    case .deviceFaultGone: "deviceFaultGone"
    case .injected: "injected"
    case .tookEffect: "tookEffect"
    case .cleared: "cleared"
    case .line: "line"
    case .array: "array"
    }
  }

  var fields: [TruthField] {
    switch self {
    case .started(let serial, let counter, let byWatchdog):
      [.word("name", serial.ascii), .number("counter", counter), .word("reason", byWatchdog ? "watchdog" : "power")]
    case .linkOpened(let link): [.word("name", hexadecimal(UInt64(link)))]
    case .entered(let state, let from): [.word("name", "\(state)"), .word("from", "\(from)")]
    case .permitGranted(let until): [.number("until_us", until.microseconds)]
    case .permitLapsed, .permitRevoked, .dischargeReceived, .bankAbove42V, .bankBelow42V, .deviceFaultGone: []
    case .programCommitted(let nonce, let digest): [.word("nonce", hexadecimal(nonce)), .word("name", digest.hex)]
    case .chargeAccepted(let nonce): [.word("nonce", hexadecimal(nonce))]
    case .releaseAccepted(let nonce, let step, let pulse):
      [.word("nonce", hexadecimal(nonce)), .number("step", step), .number("pulse", pulse)]
    case .releaseRefused(let nonce, let reason):
      [.word("nonce", hexadecimal(nonce)), .word("reason", reason.word)]
    case .pulseStart(let pulse):
      [
        .word("nonce", hexadecimal(pulse.nonce)), .number("index", pulse.index), .number("step", pulse.step),
        .number("positive", pulse.positive), .number("negative", pulse.negative), .number("counter", pulse.counter),
        .number("until_us", pulse.permitUntil.microseconds),
      ]
    case .pulseEnd(let pulse):
      [
        .word("nonce", hexadecimal(pulse.nonce)), .number("index", pulse.index), .number("step", pulse.step),
        .number("voltage_mV", pulse.voltage.millivolts), .number("current_mA", pulse.current.milliamperes),
        .number("peak_mA", pulse.peakCurrent.milliamperes), .number("width_ns", pulse.width.nanoseconds),
        .number("energy_uJ", pulse.energy.microjoules), .word("reason", "\(pulse.cut)"),
      ]
    case .trainEnded(let nonce, let reason, let pulses):
      [.word("nonce", hexadecimal(nonce)), .word("reason", "\(reason)"), .number("pulses", pulses)]
    case .deviceFault(let fault): [.word("name", "\(fault)")]
    case .injected(let fault): [.word("name", fault.entry.rawValue)]
    case .tookEffect(let entry): [.word("name", entry.rawValue)]
    case .cleared(let entry): [.word("name", entry.rawValue)]
    case .line(let line, let isClosed): [.word("name", line.rawValue), .word("reason", isClosed ? "closed" : "open")]
    case .array(let identity): [.word("name", identity?.ascii ?? "none")]
    }
  }
}

extension RejectReason {
  /// Its name without the particulars.
  var word: String {
    switch self {
    case .badState: "badState"
    case .noPermit: "noPermit"
    case .interlockOpen: "interlockOpen"
    case .unknownNonce: "unknownNonce"
    case .programBad: "programBad"
    case .programDigest: "programDigest"
    case .aboveLimit: "aboveLimit"
    case .tooLate: "tooLate"
    case .busy: "busy"
    case .notSupported: "notSupported"
    case .badRequest: "badRequest"
    case .nonceSpent: "nonceSpent"
    case .faulted: "faulted"
    case .arrayDiffers: "arrayDiffers"
    }
  }
}

/// Sixteen hexadecimal digits: a 64-bit number that JSON readers may not hold as one.
func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
