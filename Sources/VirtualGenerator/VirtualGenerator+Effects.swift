import GeneratorLink
import Plant
import Quantities

// When a fault of the menu really changes something: only then was it in effect.

extension VirtualGenerator {
  /// Notes that a fault changed something; logged once for each time it comes.
  mutating func tookEffect(_ entry: FaultEntry) {
    guard !faults.withoutEffect.isEmpty, faults.withoutEffect.remove(entry) != nil else { return }
    log(.tookEffect(entry))
  }

  /// Notes what the line did to the bytes that passed.
  mutating func noteLineEffects() {
    guard !faults.withoutEffect.isEmpty else { return }
    for entry in toDevice.takeEffects().union(toHost.takeEffects()).sorted(by: { $0.rawValue < $1.rawValue }) {
      tookEffect(entry)
    }
    if line.isBabbling { tookEffect(.babble) }
    if line.hasSwallowed { tookEffect(.mute) }
  }

  /// Notes what broken power electronics do at a moment.
  mutating func notePowerEffects() {
    guard !faults.withoutEffect.isEmpty else { return }
    let isCharged = unit.bank.voltage_V >= BankUnit.safe_V
    switch unit.drive {
    case .dump: if faults.refusesDischarge, isCharged { tookEffect(.refusesDischarge) }
    case .charge(let target_V):
      if unit.bank.supply.power_W == 0, unit.bank.voltage_V < target_V * 0.999 { tookEffect(.deadSupply) }
    case .off: break
    }
    if unit.terminals_V >= BankUnit.safe_V { tookEffect(.stuckSwitch) }
  }

  /// Notes what telemetry that goes out now tells wrongly.
  mutating func noteTelemetryEffects(_ bankA: Voltage, _ bankB: Voltage) {
    guard !faults.withoutEffect.isEmpty else { return }
    if faults.frozenTelemetry != nil { return tookEffect(.staleTelemetry) }
    if faults.isArrayRemoved { tookEffect(.removedArray) }
    if faults.isArrayWrong, pluggedArray != nil { tookEffect(.wrongArray) }
    for reading in [bankA, bankB] {
      // Beyond what a sound channel is off, of a bank that bites or of a reading that says so.
      let error = abs(reading.millivolts &- bankVoltage.millivolts)
      let size = max(reading.millivolts, bankVoltage.millivolts)
      guard error > 5_000 &+ size / 25, size >= 42_000 else { continue }
      tookEffect(.bankDrift)
      tookEffect(.bankStuck)
    }
  }

  /// Notes what is wrong with the pulse that is given now.
  mutating func notePulseEffects(isReversed: Bool) {
    guard !faults.withoutEffect.isEmpty else { return }
    if faults.missesPulse { tookEffect(.missingPulse) }
    if faults.pulseLonger_ns > 0 { tookEffect(.longPulse) }
    if isReversed { tookEffect(.wrongPolarity) }
    if unit.stage.fault == .stuckOn { tookEffect(.stuckSwitch) }
    if let train, let step = store.program.step(train.step), train.pulseInStep >= step.pulses {
      tookEffect(.extraPulse)
    }
    noteTissueEffects()
  }

  /// Notes what is wrong at the electrodes, where something flows through them.
  mutating func noteTissueEffects() {
    switch faults.tissue {
    case .none: break
    case .open: tookEffect(.openTissue)
    case .short: tookEffect(.shortTissue)
    case .arc: if underWay != nil || state == .delivering { tookEffect(.arc) }
    case .risingCurrent: if state == .delivering { tookEffect(.risingCurrent) }
    }
  }
}
