public import Quantities
internal import SafetyKernel

/// The correction of one measuring channel: true = raw × (10⁶ + gain) / 10⁶ + offset, rounded towards zero.
public struct ChannelCorrection: Hashable, Sendable {
  /// What the channel reads too little, as a proportion of the reading; ±10 % at most is allowed.
  public var gain: Proportion
  /// What is added after the gain, in the channel's base unit: mV, mA or ns.
  public var offset: Int64

  /// A correction.
  @_noAllocation @_noLocks
  public init(gain: Proportion, offset: Int64) {
    self.gain = gain
    self.offset = offset
  }

  /// No correction.
  public static var none: ChannelCorrection {
    @_noAllocation @_noLocks get { ChannelCorrection(gain: .zero, offset: 0) }
  }

  /// Whether the gain is within the ±10 % by which the limits in the generator's program are widened, and the offset
  /// within ± `largest`.
  @_noAllocation @_noLocks
  func isAllowed(offset largest: Int64) -> Bool {
    gain >= .percent(-10) && gain <= .percent(10) && offset >= -largest && offset <= largest
  }

  /// The corrected reading, or nil where it does not fit: such a reading counts as missing.
  @_noAllocation @_noLocks
  public func apply(_ raw: Int64) -> Int64? {
    let (factor, first) = gain.partsPerMillion.addingReportingOverflow(1_000_000)
    let (scaled, second) = raw.multipliedReportingOverflow(by: factor)
    let (sum, third) = (scaled / 1_000_000).addingReportingOverflow(offset)
    return first || second || third ? nil : sum
  }

  /// Equality of both numbers, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: ChannelCorrection, right: ChannelCorrection) -> Bool {
    left.gain == right.gain && left.offset == right.offset
  }
}

/// The corrections of one generator's measuring channels, from `config/calibration/SERIAL-DATE.yaml`.
public struct Calibration: Hashable, Sendable {
  /// Bank voltage, first channel; offset in mV.
  public var bankA: ChannelCorrection
  /// Bank voltage, second channel; offset in mV.
  public var bankB: ChannelCorrection
  /// Voltage of pulses, and at the terminals between them; offset in mV.
  public var pulseVoltage: ChannelCorrection
  /// Current of pulses; offset in mA.
  public var pulseCurrent: ChannelCorrection
  /// Width of pulses; offset in ns.
  public var width: ChannelCorrection

  /// Corrects nothing.
  @_noAllocation @_noLocks
  public init() {
    bankA = .none
    bankB = .none
    pulseVoltage = .none
    pulseCurrent = .none
    width = .none
  }

  /// The largest offset of a voltage channel, either way. A channel that is further off is broken; and with more a bank
  /// that bites could be corrected to one that is safe.
  public static var largestVoltageOffset: Voltage { @_noAllocation @_noLocks get { .volts(5) } }
  /// The largest offset of the current channel, either way.
  public static var largestCurrentOffset: Current { @_noAllocation @_noLocks get { .amperes(1) } }
  /// The largest offset of the width, either way.
  public static var largestWidthOffset: TimeSpan { @_noAllocation @_noLocks get { .microseconds(1) } }

  /// Whether every gain and every offset is within its allowed range.
  public var isAllowed: Bool {
    @_noAllocation @_noLocks get {
      let voltage = Calibration.largestVoltageOffset.millivolts
      return bankA.isAllowed(offset: voltage) && bankB.isAllowed(offset: voltage)
        && pulseVoltage.isAllowed(offset: voltage)
        && pulseCurrent.isAllowed(offset: Calibration.largestCurrentOffset.milliamperes)
        && width.isAllowed(offset: Calibration.largestWidthOffset.nanoseconds)
    }
  }

  /// Equality of all channels, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Calibration, right: Calibration) -> Bool {
    left.bankA == right.bankA && left.bankB == right.bankB && left.pulseVoltage == right.pulseVoltage
      && left.pulseCurrent == right.pulseCurrent && left.width == right.width
  }
}

extension ChannelCorrection {
  /// The corrected voltage, or nil where it does not fit.
  @_noAllocation @_noLocks
  func apply(_ raw: Voltage) -> Voltage? {
    guard let value = apply(raw.millivolts) else { return nil }
    return .millivolts(value)
  }

  /// The corrected voltage of what may be dangerous, or nil where it does not fit: below 42 V the larger one of raw and
  /// corrected. So no correction makes safe what the channel itself shows as live: both have to say so.
  @_noAllocation @_noLocks
  func cautious(_ raw: Voltage) -> Voltage? {
    guard let corrected = apply(raw), let size = corrected.magnitude(), let rawSize = raw.magnitude() else {
      return nil
    }
    return size < KernelConfiguration.safeVoltage && rawSize > size ? raw : corrected
  }

  /// The corrected current, or nil where it does not fit.
  @_noAllocation @_noLocks
  func apply(_ raw: Current) -> Current? {
    guard let value = apply(raw.milliamperes) else { return nil }
    return .milliamperes(value)
  }

  /// The corrected span, or nil where it does not fit or is negative.
  @_noAllocation @_noLocks
  func apply(_ raw: TimeSpan) -> TimeSpan? {
    guard let value = apply(raw.nanoseconds), value >= 0 else { return nil }
    return .nanoseconds(value)
  }
}
