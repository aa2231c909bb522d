public import Quantities

/// Whether a step's pulses wait for the heart.
public enum ProgramSync: UInt8, Hashable, Sendable {
  /// They do not.
  case none = 0
  /// The step waits for a release and is given whole after it.
  case eachStep = 1
  /// Each pulse waits for a release of its own.
  case eachPulse = 2

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> ProgramSync? { ProgramSync(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: ProgramSync, right: ProgramSync) -> Bool { left.rawValue == right.rawValue }
}

/// Equal pulses on one pair of electrodes, as the device gives and watches them.
public struct ProgramStep: Sendable {
  /// The electrode that is positive, from 0.
  public var positive: UInt8
  /// The electrode that is negative, from 0.
  public var negative: UInt8
  /// Whether pulses wait for a release of their own.
  public var sync: ProgramSync
  /// Whether the device waits for the host's release before the step; ``Program`` sets it by its rule when encoding.
  public var gate: Bool
  /// Number of pulses, at least 1.
  public var pulses: UInt16
  /// The voltage, above zero; a magnitude.
  public var voltage: Voltage
  /// Width of each pulse, above zero.
  public var width: TimeSpan
  /// From one pulse's start to the next one's, in whole µs, longer than the width.
  public var period: TimeSpan
  /// The device cuts a pulse whose voltage is below this.
  public var voltageLow: Voltage
  /// The device cuts a pulse whose voltage is above this.
  public var voltageHigh: Voltage
  /// The device cuts a pulse whose current is below this.
  public var currentLow: Current
  /// The device cuts a pulse whose current is above this.
  public var currentHigh: Current
  /// The device faults on a pulse that is wider than this.
  public var widthHigh: TimeSpan

  /// A step that no check accepts, to fill unused places.
  @_noAllocation @_noLocks
  public init() {
    positive = 0
    negative = 0
    sync = .none
    gate = false
    pulses = 0
    voltage = .zero
    width = .zero
    period = .zero
    voltageLow = .zero
    voltageHigh = .zero
    currentLow = .zero
    currentHigh = .zero
    widthHigh = .zero
  }
}

extension ProgramStep: Equatable {
  /// Equality of all fields.
  @_noAllocation @_noLocks
  public static func == (left: ProgramStep, right: ProgramStep) -> Bool {
    left.positive == right.positive && left.negative == right.negative && left.sync == right.sync
      && left.gate == right.gate && left.pulses == right.pulses && left.voltage == right.voltage
      && left.width == right.width && left.period == right.period && left.voltageLow == right.voltageLow
      && left.voltageHigh == right.voltageHigh && left.currentLow == right.currentLow
      && left.currentHigh == right.currentHigh && left.widthHigh == right.widthHigh
  }
}

// A list of all cases allocates: for the desk and the tests, not for firmware.
#if !hasFeature(Embedded)
extension ProgramSync: CaseIterable {}
#endif
