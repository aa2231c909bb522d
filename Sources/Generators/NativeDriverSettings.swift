public import Quantities
public import SafetyKernel

/// How the native link is used; fixed while the driver lives.
public struct NativeDriverSettings: Sendable {
  /// The generator that must answer, or nil for any: then the first that answers is the configured one.
  public var serial: DeviceSerial?
  /// Bits a second of a line in memory; a descriptor brings its own rate.
  public var baud: Int32
  /// How long each heartbeat keeps the permit alive, from the device time that it echoes.
  public var permitTimeToLive: TimeSpan
  /// After so long without any frame the link is opened anew.
  public var silence: TimeSpan
  /// From one hello to the next.
  public var helloInterval: TimeSpan
  /// From one discharge to the next while the kernel asks for it.
  public var dischargeInterval: TimeSpan
  /// A request without answer for so long is sent again.
  public var requestTimeout: TimeSpan
  /// A request is sent so often at most.
  public var requestAttempts: UInt8
  /// Reports and waveforms that do not come by themselves are asked for after so long.
  public var missingAfter: TimeSpan

  /// The defaults: 921600 baud, 50 ms to live, 500 ms of silence, 200 ms between hellos, 5 ms between discharges, 100
  /// ms for a request, 10 attempts, 50 ms until something is missing.
  @_noAllocation @_noLocks
  public init() {
    serial = nil
    baud = 921_600
    permitTimeToLive = .milliseconds(50)
    silence = .milliseconds(500)
    helloInterval = .milliseconds(200)
    dischargeInterval = .milliseconds(5)
    requestTimeout = .milliseconds(100)
    requestAttempts = 10
    missingAfter = .milliseconds(50)
  }
}
