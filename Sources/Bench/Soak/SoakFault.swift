import GeneratorLink
import Quantities
import VirtualGenerator

/// An entry of the simulator's fault menu with its numbers.
struct SoakFault: Hashable, Sendable {
  var entry: FaultEntry
  /// Parts per million, ms, µs, V or mΩ, as the entry has it.
  var amount: Int64
  var way: LinkDirection

  /// The fault as the simulator takes it.
  var fault: SimulatedFault {
    let share = Proportion.partsPerMillion(amount)
    let time = TimeSpan.milliseconds(Int32(clamping: amount))
    let channel = way == .toDevice ? BankChannel.a : .b
    switch entry {
    case .dropBytes: return .dropBytes(share, way)
    case .corruptBytes: return .corruptBytes(share, way)
    case .duplicateBytes: return .duplicateBytes(share, way)
    case .reorderFrames: return .reorderFrames(share, way)
    case .truncateFrames: return .truncateFrames(share, way)
    case .halfOpen: return .halfOpen(way)
    case .wrongBaud: return .wrongBaud(way)
    case .delayBytes: return .delayBytes(time, way)
    case .stuckBuffer: return .stuckBuffer(time, way)
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
    case .longPulse: return .longPulse(.microseconds(Int32(clamping: amount)))
    case .stuckSwitch: return .stuckSwitch
    case .bankDrift: return .bankDrift(channel, share)
    case .bankStuck: return .bankStuck(channel, .volts(Int32(clamping: amount)))
    case .wrongPolarity: return .wrongPolarity
    case .deadSupply: return .deadSupply
    case .deadMemory: return .deadMemory
    case .removedArray: return .removedArray
    case .wrongArray: return .wrongArray
    case .openTissue: return .openTissue
    case .shortTissue: return .shortTissue(.milliohms(amount))
    case .arc: return .arc(after: .microseconds(30), .milliohms(amount))
    case .risingCurrent: return .risingCurrent(share)
    }
  }

  /// A random one of these entries.
  static func random(_ entries: [FaultEntry], _ random: inout SoakRandom) -> SoakFault {
    let entry = random.among(entries, or: .reboot)
    let way = random.among([LinkDirection.toDevice, .toHost, .both], or: .both)
    return SoakFault(entry: entry, amount: amount(entry, &random), way: way)
  }

  private static func amount(_ entry: FaultEntry, _ random: inout SoakRandom) -> Int64 {
    switch entry {
    case .dropBytes, .corruptBytes, .duplicateBytes, .reorderFrames, .truncateFrames:
      random.among([200, 1_000, 5_000, 50_000, 500_000], or: 1_000)
    case .delayBytes: random.among([3, 10, 30, 80, 200], or: 10)
    case .stuckBuffer: random.among([5, 20, 60, 200, 1_000, 3_000], or: 60)
    case .longPulse: random.among([1, 2, 5, 30, 400], or: 5)
    case .bankDrift: random.among([-300_000, -60_000, -20_000, 20_000, 60_000, 300_000], or: 60_000)
    case .bankStuck: random.among([0, 30, 60, 500, 1_000], or: 0)
    case .shortTissue, .arc: random.among([100, 1_000, 4_000], or: 1_000)
    case .risingCurrent: random.among([1_000, 10_000, 50_000], or: 10_000)
    case .babble, .mute, .cutLine, .halfOpen, .wrongBaud, .reboot, .hang, .staleTelemetry, .wrongReadBack,
      .refusesDischarge, .ignoresStop,
      .extraPulse, .missingPulse, .stuckSwitch, .wrongPolarity, .deadSupply, .deadMemory, .removedArray, .wrongArray,
      .openTissue:
      0
    }
  }

  static let ofLink: [FaultEntry] = [
    .dropBytes, .corruptBytes, .duplicateBytes, .reorderFrames, .truncateFrames, .delayBytes, .stuckBuffer, .babble,
    .mute, .halfOpen, .wrongBaud, .cutLine,
  ]
  static let ofTissue: [FaultEntry] = [
    .removedArray, .wrongArray, .openTissue, .shortTissue, .arc, .risingCurrent,
  ]
  static let ofDevice: [FaultEntry] = FaultEntry.allCases.filter { !ofLink.contains($0) && !ofTissue.contains($0) }
}

/// When a fault comes.
enum SoakMoment: Hashable, Sendable {
  case now
  case entering(DeviceState)
  case pulse(UInt16, PulseEdge)

  var trigger: Trigger {
    switch self {
    case .now: .now
    case .entering(let state): .entering(state)
    case .pulse(let number, let edge): .pulse(number, edge)
    }
  }
}
