import GeneratorLink
import Plant
import Quantities

extension VirtualGenerator {
  /// Telemetry comes this often.
  static let telemetryPeriod_ns: Int64 = 10_000_000
  /// The bank channels may differ by 5 % of their full scale of 3500 V.
  static let allowedDisagreement = Voltage.volts(175)
  /// More than this at the terminals while the switch should be open is a stuck switch.
  static let allowedTerminalVoltage = Voltage.volts(50)

  mutating func tellRegularly() {
    timers.telemetry = now_ns &+ Self.telemetryPeriod_ns
    tell()
  }

  /// Measures, looks at what was measured, and queues it before everything else.
  mutating func tell() {
    guard isRunning else { return }
    let bank = meters.bank(unit.bank.voltage_V)
    let terminals = meters.output(underWay == nil ? unit.terminals_V : 0)
    judge(bank.a, bank.b, terminals)
    guard link != 0 else { return }
    noteTelemetryEffects(bank.a, bank.b)
    if let frozen = faults.frozenTelemetry {
      line.queue(frozen, at: now_ns)
      return
    }
    line.queue(telemetry(bank.a, bank.b, terminals), at: now_ns)
    if fault != .none { faultTold += 1 }
  }

  func telemetry(_ bankA: Voltage, _ bankB: Voltage, _ terminals: Voltage) -> TelemetryMessage {
    var message = TelemetryMessage()
    message.deviceTime = deviceNow
    message.bootLow = UInt32(truncatingIfNeeded: boot)
    message.pulseCounter = memory.pulseCounter
    message.state = state
    message.step = probe?.step ?? train?.step ?? 0
    message.flags = flags
    message.bankA = bankA
    message.bankB = bankB
    message.output = terminals
    message.nonce = train?.nonce ?? store.nonce ?? 0
    message.pulsesGiven = train?.given ?? 0
    message.fault = fault
    if message.flags.arrayIdentified { message.arrayIdentity = chipIdentity ?? .zero }
    return message
  }

  private var flags: TelemetryFlags {
    var flags = TelemetryFlags()
    flags.permitLive = isPermitLive
    flags.chainClosed = lines.isChainClosed
    flags.estopClosed = lines[.emergencyStop]
    flags.doorClosed = lines[.door]
    flags.auxClosed = lines[.auxiliary]
    flags.pedalFirst = lines[.pedalFirst]
    flags.pedalSecond = lines[.pedalSecond]
    flags.pedalContactsValid = lines[.pedalContacts]
    flags.arrayPresent = pluggedArray != nil
    flags.arrayIdentified = chipIdentity != nil
    flags.hasFault = fault != .none
    flags.programLoaded = store.nonce != nil && (train == nil || train?.nonce == store.nonce)
    flags.startedByWatchdog = startedByWatchdog
    return flags
  }

  /// The array on the socket; nil while a fault has it pulled out.
  var pluggedArray: SimulatedArray? { faults.isArrayRemoved ? nil : array }

  /// What the array's chip says; nil without a chip.
  var chipIdentity: Bytes16? {
    guard let array = pluggedArray else { return nil }
    if faults.isArrayWrong { return Bytes16(ascii: "ANOTHER-ARRAY") }
    return array.carriesChip ? array.identity : nil
  }

  /// Raises the device's own faults that its channels show.
  private mutating func judge(_ bankA: Voltage, _ bankB: Voltage, _ terminals: Voltage) {
    guard fault == .none else { return }
    let highest = settings.limits.maximumVoltage.millivolts
    let limit = Voltage.millivolts(highest &+ highest / 20)
    if bankA > limit || bankB > limit {
      raise(.bankOvervoltage)
    } else if disagree(bankA, bankB) {
      raise(.bankChannelsDisagree)
    } else if terminals > Self.allowedTerminalVoltage {
      raise(.switchStuck)
    }
  }

  func disagree(_ bankA: Voltage, _ bankB: Voltage) -> Bool {
    guard let difference = bankA.subtracting(bankB)?.magnitude() else { return true }
    return difference > Self.allowedDisagreement
  }
}
