public import Quantities

/// The highest voltage that a pair of electrodes may get, and the limit that makes it so.
public struct VoltageCeiling: Sendable {
  /// The smallest of all limits on the pair.
  public let voltage: Voltage
  /// Which limit that is; of several equal ones the first of machine, array, electrodes, field.
  public let limit: VoltageLimit

  @_noAllocation @_noLocks
  private init(voltage: Voltage, limit: VoltageLimit) {
    self.voltage = voltage
    self.limit = limit
  }

  /// The smallest of machine limit, array limit, the limits of both electrodes, and field limit × gap.
  ///
  /// Nil if the electrodes are no pair of the array: then no voltage at all is allowed.
  @_noAllocation @_noLocks
  public static func of(
    positive: UInt8, negative: UInt8, array: ElectrodeArray, limits: MachineLimits
  ) -> VoltageCeiling? {
    guard let gap = array.gap(positive, negative), let first = array.maximum(of: positive),
      let second = array.maximum(of: negative)
    else { return nil }
    let field = min(array.maximumField, limits.maximumField)
    guard let byField = field.voltage(across: gap) else { return nil }
    var least = VoltageCeiling(voltage: limits.maximumVoltage, limit: .machine)
    if array.maximumVoltage < least.voltage {
      least = VoltageCeiling(voltage: array.maximumVoltage, limit: .array)
    }
    if first < least.voltage { least = VoltageCeiling(voltage: first, limit: .positiveElectrode) }
    if second < least.voltage { least = VoltageCeiling(voltage: second, limit: .negativeElectrode) }
    if byField < least.voltage { least = VoltageCeiling(voltage: byField, limit: .field) }
    return least
  }
}
