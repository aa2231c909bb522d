/// What went over the link and what went wrong there, since the start; each counter wraps.
public struct LinkCounters: Sendable {
  /// Frames written whole.
  public var framesSent: UInt32 = 0
  /// Frames taken.
  public var framesReceived: UInt32 = 0
  /// Bytes between delimiters that were no frame.
  public var damaged: UInt32 = 0
  /// Frames of another link.
  public var otherLink: UInt32 = 0
  /// Frames that came twice or too late.
  public var notNewer: UInt32 = 0
  /// Good frames that were no message.
  public var notMessages: UInt32 = 0
  /// Telemetry and reports whose calibrated values do not fit.
  public var invalidReadings: UInt32 = 0
  /// Telemetry whose device time did not advance.
  public var staleTelemetry: UInt32 = 0
  /// Requests that got no answer in time.
  public var timeouts: UInt32 = 0
  /// Requests sent again.
  public var retries: UInt32 = 0
  /// Requests that the generator rejected.
  public var rejections: UInt32 = 0
  /// Releases that the generator rejected; none is ever sent again.
  public var releasesRejected: UInt32 = 0
  /// Frames that found no room in the line in their tick.
  public var deferred: UInt32 = 0
  /// Handshakes begun.
  public var handshakes: UInt32 = 0
  /// Reports of another train, or too far ahead of the one that is due.
  public var strayReports: UInt32 = 0

  /// All zero.
  @_noAllocation @_noLocks
  public init() {}
}
