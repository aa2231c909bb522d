import Quantities
import SafetyKernel

/// A plan of `steps` steps with `pulses` pulses of 100 µs at 1 kHz each, at 1040 V.
func examplePlan(steps: Int = 1, pulses: UInt16 = 8, voltage: Voltage = .volts(1040)) -> Plan {
  var array = ElectrodeArray(identity: ArrayIdentity(ascii: "plates-8") ?? ArrayIdentity(low: 1, high: 0))
  array.carriesIdentity = true
  array.maximumVoltage = .volts(1200)
  array.maximumField = .voltsPerCentimetre(1300)
  array.lowestImpedance = .ohms(10)
  array.highestImpedance = .ohms(5000)
  array.electrodeCount = 2
  array.electrodeMaximum[0] = .volts(1200)
  array.electrodeMaximum[1] = .volts(1200)
  array.pairCount = 1
  array.pairs[0] = ElectrodePair(first: 0, second: 1, gap: .millimetres(8))
  var plan = Plan(kind: .treatment, array: array, site: SiteIdentity(value: 1))
  for _ in 0..<steps {
    let low = Voltage.millivolts(voltage.millivolts / 100 * 95)
    let high = Voltage.millivolts(voltage.millivolts / 100 * 105)
    _ = plan.append(
      TrainStep(
        positive: 0, negative: 1, voltage: voltage, origin: .typed, pulses: pulses, width: .microseconds(100),
        period: .milliseconds(1), synchronisation: .none,
        limits: PulseLimits(
          voltageLow: low, voltageHigh: high, currentLow: .milliamperes(500), currentHigh: .amperes(20),
          widthTolerance: .microseconds(1))))
  }
  return plan
}
