/// What the device is doing; the numbers are those of the kernel's `GeneratorState`.
public enum DeviceState: UInt8, Hashable, Sendable {
  /// Nothing; the bank is left alone.
  case idle = 0
  /// Measuring a pair at low voltage.
  case probing = 1
  /// Charging the bank to the first step's voltage.
  case charging = 2
  /// Charged and waiting for the first release.
  case armed = 3
  /// Giving pulses.
  case delivering = 4
  /// Before a gate: the bank moves to the step's voltage, and the release is awaited.
  case waiting = 5
  /// The train is over, or a discharge was asked for; the bank is being emptied.
  case discharging = 6
  /// A fault of its own holds; the bank is being emptied.
  case fault = 7

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> DeviceState? { DeviceState(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: DeviceState, right: DeviceState) -> Bool { left.rawValue == right.rawValue }
}

/// The device's own fault; it lasts as long as its condition. The host latches it for people.
public enum DeviceFault: UInt8, Hashable, Sendable {
  /// None.
  case none = 0
  /// The bank's voltage is above the highest that the device may have.
  case bankOvervoltage = 1
  /// The two bank channels differ by more than 5 % of full scale.
  case bankChannelsDisagree = 2
  /// The bank did not reach its voltage in time.
  case chargeFailed = 3
  /// The bank was not below 42 V in time.
  case dischargeFailed = 4
  /// Voltage at the output while the switch should be open; lasts until the next power-up.
  case switchStuck = 5
  /// Too hot.
  case overTemperature = 6
  /// A supply of the control circuits is out of range.
  case supplyFailed = 7
  /// The non-volatile pulse counter cannot be written or read; lasts until the next power-up.
  case memoryFailed = 8
  /// A measuring channel gives nothing plausible.
  case sensorFailed = 9
  /// The electrode selector is not where it should be.
  case selectorFailed = 10
  /// The firmware found itself wrong; lasts until the next power-up.
  case internalError = 11

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> DeviceFault? { DeviceFault(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: DeviceFault, right: DeviceFault) -> Bool { left.rawValue == right.rawValue }
}

/// Why the device cut a pulse; the numbers are those of the kernel's `DeviceCut`.
public enum PulseCut: UInt8, Hashable, Sendable {
  /// It did not.
  case none = 0
  /// Current above the step's device limit.
  case currentHigh = 1
  /// Voltage above the step's device limit.
  case voltageHigh = 2
  /// Voltage below the step's device limit.
  case voltageLow = 3
  /// Current below the step's device limit.
  case currentLow = 4
  /// The switch did not open in time.
  case widthHigh = 5

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> PulseCut? { PulseCut(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: PulseCut, right: PulseCut) -> Bool { left.rawValue == right.rawValue }
}

/// Why a train is over.
public enum EndReason: UInt8, Hashable, Sendable {
  /// It is not over, or nothing is known of it.
  case none = 0
  /// All pulses were given.
  case completed = 1
  /// The permit lapsed.
  case permitLapsed = 2
  /// The host asked for a discharge.
  case discharged = 3
  /// The device's own interlock chain opened.
  case interlock = 4
  /// It waited longer than 15 s before a gate.
  case gateTimeout = 5
  /// A fault of the device.
  case selfFault = 6
  /// A hello with another link id came.
  case linkChanged = 7
  /// A pulse was cut: ``PulseCut/currentHigh``.
  case cutCurrentHigh = 17
  /// A pulse was cut: ``PulseCut/voltageHigh``.
  case cutVoltageHigh = 18
  /// A pulse was cut: ``PulseCut/voltageLow``.
  case cutVoltageLow = 19
  /// A pulse was cut: ``PulseCut/currentLow``.
  case cutCurrentLow = 20
  /// A pulse was cut: ``PulseCut/widthHigh``.
  case cutWidthHigh = 21

  /// The cut that ended the train, or ``PulseCut/none``.
  public var cut: PulseCut {
    @_noAllocation @_noLocks get {
      switch self {
      case .none, .completed, .permitLapsed, .discharged, .interlock, .gateTimeout, .selfFault, .linkChanged:
        return .none
      case .cutCurrentHigh: return .currentHigh
      case .cutVoltageHigh: return .voltageHigh
      case .cutVoltageLow: return .voltageLow
      case .cutCurrentLow: return .currentLow
      case .cutWidthHigh: return .widthHigh
      }
    }
  }

  /// The reason of a train that a cut ended; ``none`` for ``PulseCut/none``.
  @_noAllocation @_noLocks
  public init(cut: PulseCut) {
    switch cut {
    case .none: self = .none
    case .currentHigh: self = .cutCurrentHigh
    case .voltageHigh: self = .cutVoltageHigh
    case .voltageLow: self = .cutVoltageLow
    case .currentLow: self = .cutCurrentLow
    case .widthHigh: self = .cutWidthHigh
    }
  }

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> EndReason? { EndReason(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: EndReason, right: EndReason) -> Bool { left.rawValue == right.rawValue }
}

// A list of all cases allocates: for the desk and the tests, not for firmware.
#if !hasFeature(Embedded)
extension DeviceState: CaseIterable {}
extension DeviceFault: CaseIterable {}
extension PulseCut: CaseIterable {}
extension EndReason: CaseIterable {}
#endif
