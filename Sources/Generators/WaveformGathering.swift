internal import GeneratorLink
internal import Quantities
internal import SafetyKernel

/// Gathers the waveforms of a train that is over, piece by piece in order, when there is nothing better to do.
struct WaveformGathering: Sendable {
  private var nonce: UInt64 = 0
  private var pulses: UInt16 = 0
  private var pulse: UInt16 = 0
  private var offset: UInt16 = 0
  private var waitingSince = HostInstant.zero
  private var waiting: InlineArray<8, WaveformFragment> = InlineArray(repeating: WaveformFragment())
  private var first = 0
  private var count = 0

  init() {}

  /// Whether a piece is still to come.
  var isWanting: Bool { @_noAllocation @_noLocks get { nonce != 0 && pulse < pulses } }

  /// Begins with a train that is over, unless it is this one.
  @_noAllocation @_noLocks
  mutating func begin(nonce: UInt64, pulses: UInt16, now: HostInstant) {
    if nonce == self.nonce {
      if pulses > self.pulses { self.pulses = pulses }
      return
    }
    self.nonce = nonce
    self.pulses = pulses
    pulse = 0
    offset = 0
    waitingSince = now
  }

  /// Gives up: the next arming makes the generator forget them.
  @_noAllocation @_noLocks
  mutating func cancel() {
    pulses = 0
    pulse = 0
  }

  /// Takes a piece if it is the one that is due and there is room for it.
  @_noAllocation @_noLocks
  mutating func take(_ message: WaveformMessage, calibration: Calibration, now: HostInstant) {
    guard isWanting, message.nonce == nonce, message.index == pulse, message.offset == offset, count < 8,
      message.count > 0
    else { return }
    let end = Int(offset) &+ Int(message.count)
    let last = end >= Int(message.total)
    var piece = WaveformFragment()
    piece.nonce = Nonce(value: nonce)
    piece.pulse = pulse
    piece.offset = offset
    piece.total = message.total
    var place = 0
    while let voltage = message.voltage(at: place), let current = message.current(at: place) {
      // A sample of at most 2³¹ times a gain of at most 10 % always fits.
      piece.append(
        voltage: calibration.pulseVoltage.apply(voltage) ?? .zero,
        current: calibration.pulseCurrent.apply(current) ?? .zero)
      place &+= 1
    }
    piece.completesTrain = last && pulse &+ 1 >= pulses
    waiting[(first &+ count) & 7] = piece
    count &+= 1
    waitingSince = now
    if last {
      skip()
    } else {
      offset = UInt16(truncatingIfNeeded: min(end, Int(UInt16.max)))
    }
  }

  /// Goes on to the next pulse: this one is complete or cannot be had.
  @_noAllocation @_noLocks
  mutating func skip() {
    guard pulse < pulses else { return }
    pulse &+= 1
    offset = 0
  }

  /// The piece to ask for, or nil while it may come by itself or there is no room for it.
  @_noAllocation @_noLocks
  mutating func missing(now: HostInstant, after: TimeSpan) -> (pulse: UInt16, offset: UInt16)? {
    guard isWanting, count < 8, let waited = now.since(waitingSince), waited >= after else { return nil }
    return (pulse, offset)
  }

  /// The train that is gathered.
  var train: UInt64 { @_noAllocation @_noLocks get { nonce } }

  /// Takes the oldest piece, or nil if there is none.
  @_noAllocation @_noLocks
  mutating func handOver() -> WaveformFragment? {
    guard count > 0 else { return nil }
    let piece = waiting[first & 7]
    first = (first &+ 1) & 7
    count &-= 1
    return piece
  }
}
