public import Quantities
internal import QuantityText
public import SafetyKernel

/// A limit on a pair's voltage as a person can look it up: which one, how much, and the file that sets it.
public struct NamedLimit: Hashable, Sendable {
  /// Which limit it is.
  public var limit: VoltageLimit
  /// The voltage that it allows on this pair.
  public var voltage: Voltage
  /// The file that sets it.
  public var file: String
  /// The limit in words, as `the limit of electrode rim 1`.
  public var name: String

  /// A limit with its number and its file.
  public init(limit: VoltageLimit, voltage: Voltage, file: String, name: String) {
    self.limit = limit
    self.voltage = voltage
    self.file = file
    self.name = name
  }

  /// The limit in one phrase: name, number and file.
  public var phrase: String { "\(name), \(QuantityText.text(voltage)) (\(file))" }
}

extension ElectrodeArrayDefinition {
  /// The smallest limit on a pair with its name and file, or nil if the kernel knows no such pair.
  func ceiling(
    positive: UInt8, negative: UInt8, in array: ElectrodeArray, machine: MachineLimits, machineFile: String
  ) -> NamedLimit? {
    guard
      let ceiling = VoltageCeiling.of(positive: positive, negative: negative, array: array, limits: machine)
    else { return nil }
    func named(_ name: String, in file: String) -> NamedLimit {
      NamedLimit(limit: ceiling.limit, voltage: ceiling.voltage, file: file, name: name)
    }
    switch ceiling.limit {
    case .plan: return named("the plan's own voltage", in: file)
    case .machine: return named("the machine limit max_voltage", in: machineFile)
    case .array: return named("the limit max_voltage of array \(name)", in: file)
    case .positiveElectrode: return named("the limit of electrode \(electrodeName(positive))", in: file)
    case .negativeElectrode: return named("the limit of electrode \(electrodeName(negative))", in: file)
    case .field:
      return machine.maximumField < maximumField
        ? named("the machine limit max_field of \(QuantityText.text(machine.maximumField))", in: machineFile)
        : named("the limit max_field of array \(name), \(QuantityText.text(maximumField))", in: file)
    }
  }

  /// The name of an electrode, or its number if it has none.
  func electrodeName(_ index: UInt8) -> String {
    Int(index) < electrodes.count ? electrodes[Int(index)].name : "\(index)"
  }
}
