public import Quantities

/// Which way along the line.
public enum LinkDirection: String, Hashable, Sendable, CaseIterable {
  /// From the host to the device.
  case toDevice
  /// From the device to the host.
  case toHost
  /// Both ways.
  case both

  var reachesDevice: Bool { self != .toHost }
  var reachesHost: Bool { self != .toDevice }
}

/// A bank channel.
public enum BankChannel: String, Hashable, Sendable, CaseIterable {
  /// The first.
  case a
  /// The second.
  case b
}

/// The fault menu. Each lasts until it is cleared, unless it says otherwise.
public enum SimulatedFault: Hashable, Sendable {
  // The line.
  /// Loses this share of the bytes.
  case dropBytes(Proportion, LinkDirection)
  /// Flips a bit in this share of the bytes.
  case corruptBytes(Proportion, LinkDirection)
  /// Doubles this share of the bytes.
  case duplicateBytes(Proportion, LinkDirection)
  /// Holds this share of the frames back until the next one has overtaken them.
  case reorderFrames(Proportion, LinkDirection)
  /// This share of the frames loses its tail; the delimiter still comes.
  case truncateFrames(Proportion, LinkDirection)
  /// Brings every byte later by this.
  case delayBytes(TimeSpan, LinkDirection)
  /// Holds all bytes for this long, then brings them at once; over then.
  case stuckBuffer(TimeSpan, LinkDirection)
  /// The device's output is noise without end.
  case babble
  /// The device's output is silence.
  case mute
  /// Nothing arrives this way, while the other way is sound.
  case halfOpen(LinkDirection)
  /// The receiving end samples at another rate: noise, of half the bytes.
  case wrongBaud(LinkDirection)
  /// The line is cut: nothing arrives on either side.
  case cutLine

  // The device.
  /// It restarts at once; its clock starts anew. Over when it runs again.
  case reboot
  /// Its firmware hangs until the watchdog restarts it. Over then.
  case hang
  /// Its telemetry goes on with the numbers of this moment.
  case staleTelemetry
  /// It sends back a program that differs in one bit.
  case wrongReadBack
  /// Its dump path is broken: the bank stays charged.
  case refusesDischarge
  /// It ignores discharge requests, its chain, and the permit's lapse, once it is energised.
  case ignoresStop
  /// One pulse more than the program has; over then.
  case extraPulse
  /// The switch does not close for one pulse; over then.
  case missingPulse
  /// Its timer makes pulses longer by this.
  case longPulse(TimeSpan)
  /// The switch conducts and does not open.
  case stuckSwitch
  /// A bank channel reads wrong by this share.
  case bankDrift(BankChannel, Proportion)
  /// A bank channel stays at a reading.
  case bankStuck(BankChannel, Voltage)
  /// Pulses come out with their polarity reversed.
  case wrongPolarity
  /// The supply does not charge.
  case deadSupply
  /// The pulse counter cannot be written.
  case deadMemory

  // The electrodes and the tissue.
  /// The array is pulled out.
  case removedArray
  /// The array's chip tells another identity.
  case wrongArray
  /// The electrodes lose contact.
  case openTissue
  /// A metallic short.
  case shortTissue(Resistance)
  /// An arc from this time of each pulse on, between 0.1 and 5 Ω usually.
  case arc(after: TimeSpan, Resistance)
  /// The tissue conducts more and more within each pulse, by this share each microsecond.
  case risingCurrent(Proportion)

  /// Which entry of the menu it is.
  public var entry: FaultEntry {
    switch self {
    case .dropBytes: .dropBytes
    case .corruptBytes: .corruptBytes
    case .duplicateBytes: .duplicateBytes
    case .reorderFrames: .reorderFrames
    case .truncateFrames: .truncateFrames
    case .delayBytes: .delayBytes
    case .stuckBuffer: .stuckBuffer
    case .babble: .babble
    case .mute: .mute
    case .halfOpen: .halfOpen
    case .wrongBaud: .wrongBaud
    case .cutLine: .cutLine
    case .reboot: .reboot
    case .hang: .hang
    case .staleTelemetry: .staleTelemetry
    case .wrongReadBack: .wrongReadBack
    case .refusesDischarge: .refusesDischarge
    case .ignoresStop: .ignoresStop
    case .extraPulse: .extraPulse
    case .missingPulse: .missingPulse
    case .longPulse: .longPulse
    case .stuckSwitch: .stuckSwitch
    case .bankDrift: .bankDrift
    case .bankStuck: .bankStuck
    case .wrongPolarity: .wrongPolarity
    case .deadSupply: .deadSupply
    case .deadMemory: .deadMemory
    case .removedArray: .removedArray
    case .wrongArray: .wrongArray
    case .openTissue: .openTissue
    case .shortTissue: .shortTissue
    case .arc: .arc
    case .risingCurrent: .risingCurrent
    }
  }
}

/// The entries of the fault menu by name.
public enum FaultEntry: String, Hashable, Sendable, CaseIterable {
  // The names are those of ``SimulatedFault``.
  case dropBytes, corruptBytes, duplicateBytes, reorderFrames, truncateFrames, delayBytes, stuckBuffer, babble, mute
  case halfOpen, wrongBaud, cutLine
  case reboot, hang, staleTelemetry, wrongReadBack, refusesDischarge, ignoresStop, extraPulse, missingPulse, longPulse
  case stuckSwitch, bankDrift, bankStuck, wrongPolarity, deadSupply, deadMemory
  case removedArray, wrongArray, openTissue, shortTissue, arc, risingCurrent
}
