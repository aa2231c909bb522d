public import Quantities
public import SafetyKernel

/// A piece of one pulse's waveform, calibrated: up to 32 samples, 1 µs apart.
public struct WaveformFragment: Sendable {
  /// The most samples of a piece.
  public static var capacity: Int { @_noAllocation @_noLocks get { 32 } }

  /// The arming that the pulse belongs to.
  public internal(set) var nonce: Nonce
  /// The pulse's index within the whole train, from 0.
  public internal(set) var pulse: UInt16
  /// Which sample of the waveform is this piece's first; sample 0 was taken 10 µs before the pulse's start.
  public internal(set) var offset: UInt16
  /// Samples of the whole waveform.
  public internal(set) var total: UInt16
  /// How many samples count.
  public internal(set) var count: UInt8
  /// Whether it holds the last sample of the last pulse that was given in this train.
  public internal(set) var completesTrain: Bool
  private var voltages: InlineArray<32, Int32>
  private var currents: InlineArray<32, Int32>

  /// A piece without samples.
  @_noAllocation @_noLocks
  public init() {
    nonce = Nonce(value: 0)
    pulse = 0
    offset = 0
    total = 0
    count = 0
    completesTrain = false
    voltages = InlineArray(repeating: 0)
    currents = InlineArray(repeating: 0)
  }

  /// Adds a sample; values beyond ±2.1 MV and ±2.1 MA are cut to that.
  @_noAllocation @_noLocks
  mutating func append(voltage: Voltage, current: Current) {
    guard count < 32 else { return }
    voltages[Int(count)] = Int32(clamping: voltage.millivolts)
    currents[Int(count)] = Int32(clamping: current.milliamperes)
    count &+= 1
  }

  /// The voltage of a sample of this piece, or nil beyond the last.
  @_noAllocation @_noLocks
  public func voltage(at place: Int) -> Voltage? {
    guard place >= 0, place < Int(count), place < 32 else { return nil }
    return .millivolts(Int64(voltages[place]))
  }

  /// The current of a sample of this piece, or nil beyond the last.
  @_noAllocation @_noLocks
  public func current(at place: Int) -> Current? {
    guard place >= 0, place < Int(count), place < 32 else { return nil }
    return .milliamperes(Int64(currents[place]))
  }
}
