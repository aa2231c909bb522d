import ControlInterface
import GeneratorLink
import Quantities
import VirtualGenerator

/// Turns what a client says into what the device understands, or says what is wrong with it.
enum Orders {
  /// The states at which something can be made to happen.
  static let states: [(name: String, state: DeviceState)] = [
    ("probing", .probing), ("charging", .charging), ("armed", .armed), ("delivering", .delivering),
    ("waiting", .waiting), ("discharging", .discharging),
  ]

  static func trigger(_ trigger: Simulator.Trigger?) throws -> Trigger {
    guard let trigger else { return .now }
    switch (trigger.state, trigger.pulse, trigger.edge) {
    case (let name?, nil, nil):
      guard let found = states.first(where: { $0.name == name }) else {
        throw Simulator.NoSuchName(field: "state", name: name, known: states.map(\.name))
      }
      return .entering(found.state)
    case (nil, let pulse?, let edge?):
      return .pulse(UInt16(try within(pulse, 1, 1_025, "pulse")), edge == .start ? .start : .end)
    case (nil, nil, nil): return .now
    case _:
      throw Simulator.Unclear(explanation: "a trigger names a state, or a pulse with its edge")
    }
  }

  static func within(_ value: Int64, _ least: Int64, _ most: Int64, _ field: String) throws -> Int64 {
    guard value >= least, value <= most else { throw Simulator.OutOfRange(field: field, least: least, most: most) }
    return value
  }

  static func line(_ line: Simulator.Line) -> InputLine {
    switch line {
    case .chain: .chain
    case .emergencyStop: .emergencyStop
    case .door: .door
    case .auxiliary: .auxiliary
    case .pedalFirst: .pedalFirst
    case .pedalSecond: .pedalSecond
    case .pedalContacts: .pedalContacts
    }
  }

  /// A press closes a contact, but for the emergency stop, whose contact it opens.
  static func move(_ line: Simulator.Line, isPressed: Bool) -> SimulatedAction {
    .line(Self.line(line), isClosed: line == .emergencyStop ? !isPressed : isPressed)
  }

  /// The fault of an injection, with its strength or the usual one.
  static func fault(_ injection: Simulator.Injection) throws -> SimulatedFault {
    let name = injection.fault ?? ""
    guard let entry = FaultEntry(rawValue: name) else {
      throw Simulator.NoSuchName(field: "fault", name: name, known: FaultEntry.allCases.map(\.rawValue))
    }
    func strength(_ usual: Int64, _ least: Int64, _ most: Int64) throws -> Int64 {
      try within(injection.strength ?? usual, least, most, "strength")
    }
    func share(_ usual: Int64) throws -> Proportion { .partsPerMillion(try strength(usual, -1_000_000, 1_000_000)) }
    func span(_ usual: Int64) throws -> TimeSpan {
      .nanoseconds(try strength(usual, 0, 600_000_000) * 1_000)
    }
    let way: LinkDirection =
      switch injection.way {
      case .toDevice: .toDevice
      case .toHost: .toHost
      case .both, nil: .both
      }
    let channel: BankChannel = injection.channel == .b ? .b : .a
    switch entry {
    case .dropBytes: return .dropBytes(try share(1_000), way)
    case .corruptBytes: return .corruptBytes(try share(1_000), way)
    case .duplicateBytes: return .duplicateBytes(try share(1_000), way)
    case .reorderFrames: return .reorderFrames(try share(100_000), way)
    case .truncateFrames: return .truncateFrames(try share(100_000), way)
    case .halfOpen: return .halfOpen(way)
    case .wrongBaud: return .wrongBaud(way)
    case .delayBytes: return .delayBytes(try span(100_000), way)
    case .stuckBuffer: return .stuckBuffer(try span(1_000_000), way)
    case .longPulse: return .longPulse(try span(20))
    case .bankDrift: return .bankDrift(channel, try share(100_000))
    case .bankStuck: return .bankStuck(channel, .millivolts(try strength(0, -3_500_000, 3_500_000)))
    case .shortTissue: return .shortTissue(.milliohms(try strength(500, 1, 1_000_000)))
    case .arc:
      let after = try within(injection.afterMicroseconds ?? 50, 0, 200, "after_us")
      return .arc(after: .nanoseconds(after * 1_000), .milliohms(try strength(500, 1, 1_000_000)))
    case .risingCurrent: return .risingCurrent(try share(10_000))
    case .babble: return .babble
    case .mute: return .mute
    case .cutLine: return .cutLine
    case .reboot: return .reboot
    case .hang: return .hang
    case .staleTelemetry: return .staleTelemetry
    case .wrongReadBack: return .wrongReadBack
    case .refusesDischarge: return .refusesDischarge
    case .ignoresStop: return .ignoresStop
    case .extraPulse: return .extraPulse
    case .missingPulse: return .missingPulse
    case .stuckSwitch: return .stuckSwitch
    case .wrongPolarity: return .wrongPolarity
    case .deadSupply: return .deadSupply
    case .deadMemory: return .deadMemory
    case .removedArray: return .removedArray
    case .wrongArray: return .wrongArray
    case .openTissue: return .openTissue
    }
  }
}
