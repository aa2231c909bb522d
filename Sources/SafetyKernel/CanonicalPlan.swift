import Quantities
import SHA256

/// The bytes that stand for a plan: what a person's confirmation is about and what the generator must read back.
///
/// docs/generator-link.md gives the layout. This writer shares nothing with the link's own encoder, so that an error
/// in either shows as a program that differs, not as a wrong pulse.
public struct CanonicalPlan: Sendable {
  /// The longest plan: a header of 32 bytes and 32 steps of 40.
  public static var capacity: Int { @_noAllocation @_noLocks get { 1312 } }

  /// The bytes; those from `count` on mean nothing.
  public private(set) var bytes: InlineArray<1312, UInt8>
  /// Number of bytes in use.
  public private(set) var count: Int
  private var fits: Bool

  /// The bytes of a plan, or nil if a number does not fit its field.
  @_noAllocation @_noLocks
  public init?(_ plan: borrowing Plan) {
    bytes = InlineArray(repeating: 0)
    count = 0
    fits = true
    guard Int(plan.stepCount) <= Plan.stepCapacity else { return nil }
    header(of: plan)
    var former = Voltage.zero
    for index in 0..<plan.stepCount {
      guard let step = plan.step(index) else { return nil }
      let gated = CanonicalPlan.waitsForRelease(step, index: index, former: former)
      write(step: step, gated: gated)
      former = step.voltage
    }
    if !fits { return nil }
  }

  /// The digest of these bytes.
  @_noAllocation @_noLocks
  public func digest() -> PlanDigest {
    var hash = SHA256()
    for index in 0..<min(count, CanonicalPlan.capacity) { hash.update(bytes[index]) }
    return PlanDigest(value: hash.finish())
  }

  /// Whether the generator waits for the host before a step: the first, one at another voltage, or one for a beat.
  @_noAllocation @_noLocks
  static func waitsForRelease(_ step: TrainStep, index: UInt8, former: Voltage) -> Bool {
    if index == 0 || !(step.voltage == former) { return true }
    switch step.synchronisation {
    case .none: return false
    case .eachStep, .eachPulse: return true
    }
  }

  @_noAllocation @_noLocks
  private mutating func header(of plan: borrowing Plan) {
    put(0x3147_5050, bytes: 4)  // "PPG1"
    put(1, bytes: 1)
    put(UInt64(plan.kind.code), bytes: 1)
    put(UInt64(plan.stepCount), bytes: 1)
    put(UInt64(plan.array.electrodeCount), bytes: 1)
    put(plan.array.identity.low, bytes: 8)
    put(plan.array.identity.high, bytes: 8)
    put(UInt64(plan.pulseCount), bytes: 2)
    put(0, bytes: 6)
  }

  @_noAllocation @_noLocks
  private mutating func write(step: TrainStep, gated: Bool) {
    put(UInt64(step.positive), bytes: 1)
    put(UInt64(step.negative), bytes: 1)
    put(UInt64(step.synchronisation.code), bytes: 1)
    put(gated ? 1 : 0, bytes: 1)
    put(UInt64(step.pulses), bytes: 2)
    put(0, bytes: 2)
    put(positive: step.voltage.millivolts)
    put(positive: step.width.nanoseconds)
    put(positive: step.period.nanoseconds / 1_000)
    if step.period.nanoseconds % 1_000 != 0 { fits = false }
    // The generator compares uncalibrated readings, which may be 10 % off either way; the kernel judges exactly.
    put(positive: narrowed(step.limits.voltageLow.millivolts))
    put(positive: widened(step.limits.voltageHigh.millivolts))
    put(positive: narrowed(step.limits.currentLow.milliamperes))
    put(positive: widened(step.limits.currentHigh.milliamperes))
    let width = step.width.nanoseconds
    put(positive: width &+ step.limits.widthTolerance.nanoseconds &+ width / 10)
  }

  @_noAllocation @_noLocks
  private func narrowed(_ value: Int64) -> Int64 { value / 10 &* 9 &+ value % 10 &* 9 / 10 }

  @_noAllocation @_noLocks
  private func widened(_ value: Int64) -> Int64 { value / 10 &* 11 &+ (value % 10 &* 11 &+ 9) / 10 }

  @_noAllocation @_noLocks
  private mutating func put(positive value: Int64) {
    if value < 0 || value > Int64(UInt32.max) { fits = false }
    put(UInt64(UInt32(truncatingIfNeeded: value)), bytes: 4)
  }

  @_noAllocation @_noLocks
  private mutating func put(_ value: UInt64, bytes length: Int) {
    for index in 0..<length {
      guard count < CanonicalPlan.capacity else {
        fits = false
        return
      }
      bytes[count] = UInt8(truncatingIfNeeded: value &>> UInt64(truncatingIfNeeded: index &* 8))
      count &+= 1
    }
  }
}
