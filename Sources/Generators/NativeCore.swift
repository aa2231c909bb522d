internal import GeneratorLink
internal import Quantities
internal import SafetyKernel

/// Where the handshake stands.
enum LinkPhase: Sendable {
  /// No channel, or it broke.
  case closed
  /// Hellos are sent.
  case greeting
  /// The configured generator answered.
  case open
}

/// All that the native driver knows. It lives in one place in memory, so that nothing of its 60 KB is ever copied.
struct NativeCore {
  let settings: NativeDriverSettings
  var channel = ByteChannel.closed
  var pacer: LinePacer
  var calibration = Calibration()
  var counters = LinkCounters()

  // Link.
  var phase = LinkPhase.closed
  var trouble = LinkTrouble.noChannel
  var random: UInt64
  var link: UInt32 = 0
  var sequence: UInt16 = 0
  var requestNumber: UInt16 = 0
  var reader = FrameReader()
  var filter = SequenceFilter()
  var identity: DeviceIdentity?
  var heardAt = HostInstant.zero
  var greetAt = HostInstant.zero
  var notices = LinkNotices()

  // What the telemetry said.
  var telemetry = Telemetry()
  var lines: UInt16 = 0
  /// When telemetry last came whose device time was newer than any before.
  var telemetryAt: HostInstant?
  /// The newest device time that telemetry brought since this start of the generator.
  var telemetryTime: DeviceInstant?
  var beat: BeatReading?

  // What the kernel wants.
  var upload = ProgramUpload()
  var probeStep: UInt8?
  var probeFound: ProbeReading?
  var chargeWanted = false
  var tries: UInt8 = 0
  var release: WaitingRelease?
  var releaseRequest: UInt16 = 0
  var queryNonce: UInt64 = 0
  var queriedAt: HostInstant?
  var reports = ReportGathering()
  var waveforms = WaveformGathering()

  // Sending.
  var outstanding = OutstandingRequest()
  var requestsNotBefore = HostInstant.zero
  var heartbeatAt: HostInstant?
  var dischargeAt: HostInstant?
  /// A frame that the channel took only in part.
  var partial = FrameBytes()
  var partialSent = 0
  /// Whether that frame keeps up a permit or asks for energy.
  var partialEnergises = false
  var needsDelimiter = false
  /// What was read, and apart from it what is written: an answer may be sent while the rest is still being worked off.
  let scratch: UnsafeMutablePointer<UInt8>
  let outgoing: UnsafeMutablePointer<UInt8>
  let readBackBytes: UnsafeMutablePointer<UInt8>
  var readBackCount = 0
  var readBackGeneration: UInt32 = 0

  /// Bytes taken from the channel in one tick at most: a second of a line at 115200 baud, so that a burst is worked off
  /// at once.
  static var readCapacity: Int { @_noAllocation @_noLocks get { 12_288 } }

  /// The longest frame and a delimiter before it.
  static var writeCapacity: Int { @_noAllocation @_noLocks get { FrameBytes.longest &+ 1 } }

  init(settings: NativeDriverSettings, seed: UInt64) {
    self.settings = settings
    pacer = LinePacer(baud: settings.baud)
    // A generator of this kind never leaves zero.
    random = seed == 0 ? 0x9e37_79b9_7f4a_7c15 : seed
    scratch = .allocate(capacity: NativeCore.readCapacity)
    scratch.initialize(repeating: 0, count: NativeCore.readCapacity)
    outgoing = .allocate(capacity: NativeCore.writeCapacity)
    outgoing.initialize(repeating: 0, count: NativeCore.writeCapacity)
    readBackBytes = .allocate(capacity: ProgramBytes.capacity)
    readBackBytes.initialize(repeating: 0, count: ProgramBytes.capacity)
  }

  /// Talks through another channel from now on.
  @_noAllocation @_noLocks
  mutating func attach(_ channel: ByteChannel, baud: Int32, now: HostInstant) {
    self.channel = channel
    pacer = LinePacer(baud: baud)
    trouble = .noAnswer
    greet(now: now)
  }

  /// Opens the link anew under a fresh id: nothing of what is under way is taken over.
  @_noAllocation @_noLocks
  mutating func greet(now: HostInstant) {
    channel.flush()
    phase = .greeting
    counters.handshakes &+= 1
    let former = link
    repeat {
      // xorshift64 (Marsaglia 2003, Journal of Statistical Software 8).
      random ^= random &<< 13
      random ^= random &>> 7
      random ^= random &<< 17
      link = UInt32(truncatingIfNeeded: random &>> 32)
    } while link == 0 || link == former
    reader = FrameReader()
    filter.reset()
    partial = FrameBytes()
    partialSent = 0
    // Whatever the line held before, the generator's reader starts anew.
    needsDelimiter = true
    telemetryAt = nil
    lines = 0
    beat = nil
    heartbeatAt = nil
    cancelArming()
    outstanding = OutstandingRequest()
    requestsNotBefore = now
    greetAt = now
    heardAt = now
  }

  /// The channel is gone.
  @_noAllocation @_noLocks
  mutating func broke() {
    notices.add(.channelLost(channel.number))
    channel = .closed
    phase = .closed
    trouble = .noChannel
    telemetryAt = nil
    lines = 0
    cancelArming()
    outstanding = OutstandingRequest()
  }

  /// Gives up everything that belongs to an arming; what became of its train is still asked for.
  @_noAllocation @_noLocks
  mutating func cancelArming() {
    upload.cancel()
    probeStep = nil
    probeFound = nil
    chargeWanted = false
    release = nil
    tries = 0
    heartbeatAt = nil
    if outstanding.request.arms { outstanding = OutstandingRequest() }
  }

  /// The link as the kernel sees it: up only once telemetry came over it.
  var reading: LinkReading {
    @_noAllocation @_noLocks get {
      switch phase {
      case .closed: return .down
      case .greeting: return .opening
      case .open:
        if let _ = telemetryAt { return .up }
        return .opening
      }
    }
  }
}
