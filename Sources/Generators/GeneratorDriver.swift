public import Quantities
public import SafetyKernel

/// The driver in use: a closed list, because the loop's call tree has no existentials.
public enum GeneratorDriver {
  /// Over the native link.
  case native(NativeDriver)

  /// See ``NativeDriver/attach(_:baud:now:)``.
  @_noAllocation @_noLocks
  public mutating func attach(_ channel: ByteChannel, baud: Int32, now: HostInstant) {
    switch self {
    case .native(var driver): driver.attach(channel, baud: baud, now: now)
    }
  }

  /// See ``NativeDriver/calibrate(_:)``.
  @_noAllocation @_noLocks
  public mutating func calibrate(_ calibration: Calibration) {
    switch self {
    case .native(var driver): driver.calibrate(calibration)
    }
  }

  /// See ``NativeDriver/receive(now:into:)``.
  @_noAllocation @_noLocks
  public mutating func receive(now: HostInstant, into input: inout TickInput) {
    switch self {
    case .native(var driver): driver.receive(now: now, into: &input)
    }
  }

  /// See ``NativeDriver/load(_:nonce:now:)``.
  @_noAllocation @_noLocks
  public mutating func load(_ plan: borrowing Plan, nonce: Nonce, now: HostInstant) {
    switch self {
    case .native(var driver): driver.load(plan, nonce: nonce, now: now)
    }
  }

  /// See ``NativeDriver/act(on:query:heartbeat:now:)``.
  @_noAllocation @_noLocks
  public mutating func act(on command: GeneratorCommand, query: Nonce?, heartbeat: Bool, now: HostInstant) {
    switch self {
    case .native(var driver): driver.act(on: command, query: query, heartbeat: heartbeat, now: now)
    }
  }

  /// See ``NativeDriver/takeNotice()``.
  @_noAllocation @_noLocks
  public mutating func takeNotice() -> LinkNotice? {
    switch self {
    case .native(var driver): return driver.takeNotice()
    }
  }

  /// See ``NativeDriver/takeWaveform()``.
  @_noAllocation @_noLocks
  public mutating func takeWaveform() -> WaveformFragment? {
    switch self {
    case .native(var driver): return driver.takeWaveform()
    }
  }

  /// What is read of a driver in every tick.
  public var native: NativeDriver {
    @_noAllocation @_noLocks get {
      switch self {
      case .native(let driver): return driver
      }
    }
  }
}
