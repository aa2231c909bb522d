/// What is broken in a measuring channel.
public enum ChannelFault: Sendable, Equatable {
  /// Nothing.
  case none
  /// The reading stays at this value in the channel's unit, whatever is measured.
  case stuck(at: Double)
  /// The sensor is disconnected: the channel reads its offset and noise only.
  case disconnected
}

/// From a true value to what an analogue-to-digital converter reports: gain, offset, noise, saturation, steps.
///
/// The unit (V or A) is the caller's; full scale, offset and noise have that same unit.
public struct MeasuringChannel: Sendable {
  /// Largest magnitude that can be reported; readings saturate at ± this value.
  public var fullScale: Double
  /// Resolution in bits over the range from -fullScale to +fullScale; used within 1...32.
  public var bits: Int
  /// Relative gain, 1 when calibrated.
  public var gain: Double
  /// Offset, 0 when calibrated.
  public var offset: Double
  /// Standard deviation of the noise.
  public var noise: Double
  /// What is broken.
  public var fault: ChannelFault = .none
  private var random: SeededNoise

  /// A channel whose noise follows from `seed` alone.
  public init(
    fullScale: Double, bits: Int = 16, gain: Double = 1, offset: Double = 0, noise: Double = 0, seed: UInt64
  ) {
    self.fullScale = fullScale
    self.bits = bits
    self.gain = gain
    self.offset = offset
    self.noise = noise
    random = SeededNoise(seed: seed)
  }

  /// One step of the converter.
  public var step: Double {
    fullScale * 2 / Double(UInt64(1) << UInt64(min(32, max(1, bits))))
  }

  /// What the channel reports for a true value: a multiple of `step`, within ± `fullScale`.
  public mutating func measure(_ trueValue: Double) -> Double {
    // The noise is drawn in every case, so that a fault does not shift the sequence of the samples after it.
    let disturbance = noise > 0 ? noise * random.normal() : 0
    let analogue: Double
    switch fault {
    case .none: analogue = trueValue * gain + offset + disturbance
    case .stuck(let value): analogue = value
    case .disconnected: analogue = offset + disturbance
    }
    let step = step
    guard step > 0, !analogue.isNaN else { return 0 }
    let limited = min(fullScale - step, max(-fullScale, analogue))
    return (limited / step).rounded() * step
  }
}
