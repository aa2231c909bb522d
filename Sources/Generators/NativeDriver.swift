internal import GeneratorLink
public import Quantities
public import SafetyKernel

/// The driver of generators that speak the native link (docs/generator-link.md).
///
/// It is a handle: its state lives in one place in memory, so that a switch over ``GeneratorDriver`` copies one
/// pointer. It belongs to one thread. The owner calls ``destroy()`` when nobody uses a copy any more.
public struct NativeDriver {
  private let core: UnsafeMutablePointer<NativeCore>

  /// A driver without a channel.
  ///
  /// - Parameter seed: for the link's ids, which should differ from one start to the next.
  public init(settings: NativeDriverSettings, seed: UInt64) {
    core = .allocate(capacity: 1)
    core.initialize(to: NativeCore(settings: settings, seed: seed))
  }

  /// Gives the memory back; the channel stays its owner's.
  public func destroy() {
    let scratch = core.pointee.scratch
    let outgoing = core.pointee.outgoing
    let bytes = core.pointee.readBackBytes
    core.deinitialize(count: 1)
    core.deallocate()
    scratch.deallocate()
    outgoing.deallocate()
    bytes.deallocate()
  }

  /// Talks through this channel from now on, with a handshake of its own; discharges first.
  ///
  /// - Parameter baud: bits a second; the driver writes no faster.
  @_noAllocation @_noLocks
  public mutating func attach(_ channel: ByteChannel, baud: Int32, now: HostInstant) {
    core.pointee.attach(channel, baud: baud, now: now)
  }

  /// The descriptor in use, or −1.
  public var descriptor: Int32 { @_noAllocation @_noLocks get { core.pointee.channel.number } }

  /// Corrects all readings from now on by these, until another generator answers.
  @_noAllocation @_noLocks
  public mutating func calibrate(_ calibration: Calibration) { core.pointee.calibration = calibration }

  /// Takes what came in, and fills link, telemetry and its age, read-back, probe, report, fate and beat of a tick's
  /// input.
  @_noAllocation @_noLocks
  public mutating func receive(now: HostInstant, into input: inout TickInput) {
    core.pointee.receive(now: now, into: &input)
  }

  /// Begins to upload the program of the plan that ``GeneratorCommand/load(_:)`` speaks of; called before ``act``. It
  /// stands apart so that no other tick touches the large plan.
  @_noAllocation @_noLocks
  public mutating func load(_ plan: borrowing Plan, nonce: Nonce, now: HostInstant) {
    core.pointee.load(plan, nonce: nonce, now: now)
  }

  /// Carries out what the kernel said in this tick, but for ``GeneratorCommand/load(_:)``, which needs the plan.
  ///
  /// - Parameter heartbeat: whether both gates allow that the permit is kept alive.
  @_noAllocation @_noLocks
  public mutating func act(on command: GeneratorCommand, query: Nonce?, heartbeat: Bool, now: HostInstant) {
    core.pointee.act(on: command, query: query, heartbeat: heartbeat, now: now)
  }

  /// The raw lines of the newest telemetry (``RawLines``), or nil while there is no link.
  public var lines: UInt16? {
    @_noAllocation @_noLocks get {
      switch core.pointee.reading {
      case .down, .opening: return nil
      case .up: return core.pointee.lines
      }
    }
  }

  /// The generator that answered last, or nil.
  public var identity: DeviceIdentity? { @_noAllocation @_noLocks get { core.pointee.identity } }

  /// Why there is no link.
  public var trouble: LinkTrouble { @_noAllocation @_noLocks get { core.pointee.trouble } }

  /// What went over the link.
  public var counters: LinkCounters { @_noAllocation @_noLocks get { core.pointee.counters } }

  /// Goes up by one with each program that was read back.
  public var readBackGeneration: UInt32 { @_noAllocation @_noLocks get { core.pointee.readBackGeneration } }

  /// The bytes of the program that was read back last; they stay in place until the next one.
  public var readBackBytes: UnsafePointer<UInt8> {
    @_noAllocation @_noLocks get { UnsafePointer(core.pointee.readBackBytes) }
  }

  /// How many ``readBackBytes`` count.
  public var readBackCount: Int { @_noAllocation @_noLocks get { core.pointee.readBackCount } }

  /// Whether the read-back belongs to an arming that is still wanted.
  public var holdsProgram: Bool {
    @_noAllocation @_noLocks get {
      switch core.pointee.upload.stage {
      case .done: return true
      case .idle, .begin, .data, .commit, .read, .failed: return false
      }
    }
  }

  /// Whether the link has something to do, so that the loop should not slow down.
  public var isBusy: Bool { @_noAllocation @_noLocks get { core.pointee.isBusy } }

  /// Takes the oldest notice, or nil if there is none.
  @_noAllocation @_noLocks
  public mutating func takeNotice() -> LinkNotice? { core.pointee.notices.take() }

  /// Takes the oldest piece of a waveform, or nil if there is none.
  @_noAllocation @_noLocks
  public mutating func takeWaveform() -> WaveformFragment? { core.pointee.waveforms.handOver() }

  /// The memory that the loop touches, to be locked before it starts.
  public var memory: [UnsafeRawBufferPointer] {
    [
      UnsafeRawBufferPointer(start: core, count: MemoryLayout<NativeCore>.stride),
      UnsafeRawBufferPointer(start: core.pointee.scratch, count: NativeCore.readCapacity),
      UnsafeRawBufferPointer(start: core.pointee.outgoing, count: NativeCore.writeCapacity),
      UnsafeRawBufferPointer(start: core.pointee.readBackBytes, count: ProgramBytes.capacity),
    ]
  }
}
