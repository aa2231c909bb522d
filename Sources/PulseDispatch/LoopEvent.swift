public import Generators
public import Quantities
public import SafetyKernel

/// What the loop tells the service, beside the snapshot.
public enum LoopEvent: Sendable {
  /// The kernel says so.
  case kernel(KernelEvent)
  /// The second gate began to refuse what the kernel permits.
  case gateRefused(GateRefusal)
  /// The link to the generator changed.
  case link(LinkReading)
  /// The configured generator answered the handshake.
  case identified(DeviceIdentity)
  /// Another generator than the configured one answered, or one that speaks another version.
  case strangerAnswered(DeviceIdentity)
  /// The loop no longer uses this descriptor: the service closes it.
  case channelReleased(descriptor: Int32)
}

/// One event with its place in the order of things.
public struct OutboxRecord: Sendable {
  /// The tick that it happened in, counted from 1.
  public var tick: UInt64
  /// The time of that tick.
  public var time: HostInstant
  /// Of the command that the tick took, or zero.
  public var correlation: UInt32
  /// What happened.
  public var event: LoopEvent

  /// An event in a tick.
  @_noAllocation @_noLocks
  public init(tick: UInt64, time: HostInstant, correlation: UInt32, event: LoopEvent) {
    self.tick = tick
    self.time = time
    self.correlation = correlation
    self.event = event
  }
}
