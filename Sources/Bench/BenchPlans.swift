public import Quantities
public import SafetyKernel

/// Plans for the arrays that the simulator plays, without any file.
public enum BenchPlans {
  /// Plates 8 mm apart: one pair, 1000 V.
  public static func plates(
    pulses: UInt16 = 8, period: TimeSpan = .milliseconds(1), voltage: Voltage = .volts(1000)
  ) -> Plan {
    plan(
      identity: "PLATES", electrodes: 2, gap: .millimetres(8), pairs: [(0, 1)], pulses: pulses, period: period,
      voltages: [voltage])
  }

  /// A hexagonal array: six rim pairs, then six from rim to centre, 730 V.
  public static func hexagonal(pulses: UInt16 = 8, period: TimeSpan = .milliseconds(1)) -> Plan {
    let rim: [(UInt8, UInt8)] = (0..<6).map { (UInt8($0), UInt8(($0 + 1) % 6)) }
    let spokes: [(UInt8, UInt8)] = (0..<6).map { (UInt8($0), 6) }
    return plan(
      identity: "HEXAGONAL-7", electrodes: 7, gap: .micrometres(7_300), pairs: rim + spokes, pulses: pulses,
      period: period, voltages: [.volts(730)])
  }

  /// Plates whose second step is at another voltage, so that the bank settles between.
  public static func twoVoltages(pulses: UInt16 = 4, period: TimeSpan = .milliseconds(1)) -> Plan {
    plan(
      identity: "PLATES", electrodes: 2, gap: .millimetres(8), pairs: [(0, 1), (0, 1)], pulses: pulses, period: period,
      voltages: [.volts(1000), .volts(800)])
  }

  /// A plan of one step for each pair; voltages are used in turn.
  public static func plan(
    identity: String, electrodes: UInt8, gap: Distance, pairs: [(UInt8, UInt8)], pulses: UInt16, period: TimeSpan,
    voltages: [Voltage], kind: PlanKind = .treatment, synchronisation: Synchronisation = .none
  ) -> Plan {
    var array = ElectrodeArray(identity: ArrayIdentity(ascii: identity) ?? ArrayIdentity(low: 0, high: 0))
    array.use = kind
    array.maximumVoltage = .volts(1100)
    array.maximumField = .voltsPerCentimetre(1500)
    array.lowestImpedance = .ohms(5)
    array.highestImpedance = .ohms(5_000)
    array.electrodeCount = electrodes
    for index in 0..<min(Int(electrodes), ElectrodeArray.electrodeCapacity) {
      array.electrodeMaximum[index] = .volts(1100)
    }
    for pair in pairs where array.gap(pair.0, pair.1) == nil {
      guard Int(array.pairCount) < ElectrodeArray.pairCapacity else { break }
      array.pairs[Int(array.pairCount)] = ElectrodePair(first: pair.0, second: pair.1, gap: gap)
      array.pairCount += 1
    }
    var plan = Plan(kind: kind, array: array, site: SiteIdentity(value: 1))
    for (index, pair) in pairs.enumerated() {
      let voltage = voltages[index % max(1, voltages.count)]
      _ = plan.append(
        TrainStep(
          positive: pair.0, negative: pair.1, voltage: voltage, origin: .typed, pulses: pulses,
          width: .microseconds(100), period: period, synchronisation: synchronisation,
          limits: PulseLimits(
            voltageLow: .millivolts(voltage.millivolts / 100 * 95),
            voltageHigh: .millivolts(voltage.millivolts / 100 * 105),
            currentLow: .milliamperes(100), currentHigh: .amperes(40), widthTolerance: .microseconds(1))))
    }
    return plan
  }
}
