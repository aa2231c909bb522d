public import Quantities
public import SHA256

/// What the host says to the device.
public enum HostMessage: Equatable, Sendable {
  /// Opens a link; the device answers with its identity. The frame's header carries `linkID` too.
  case hello(linkID: UInt32, protocolVersion: UInt8)
  /// Keeps the permit live until `echo`, the newest device time that the host has seen, plus `ttl`.
  ///
  /// `ttl` travels in whole µs, rounded down, from 0 to ``longestTimeToLive``; what lies outside is sent as the nearer end.
  case heartbeat(ttl: TimeSpan, echo: DeviceInstant)
  /// Revoke the permit, stop between pulses, empty the bank.
  case discharge
  /// A program of `bytes` bytes with this SHA-256 follows, for the arming `nonce`.
  case programBegin(nonce: UInt64, bytes: UInt16, sha256: SHA256Digest)
  /// A part of the program.
  case programData(nonce: UInt64, offset: UInt16, chunk: ProgramChunk)
  /// The program is complete: check it and hold it under this nonce.
  case programCommit(nonce: UInt64)
  /// Send back `count` bytes (1 to 128) of the program that is held.
  case programRead(nonce: UInt64, offset: UInt16, count: UInt8)
  /// Measure the pair of this step at low voltage.
  case probe(nonce: UInt64, step: UInt8)
  /// Charge to the first step's voltage and be armed.
  case charge(nonce: UInt64)
  /// Give the pulses from this step and pulse on, exactly at `fireAt` (zero: at once), never after `notAfter`.
  ///
  /// `pulse` counts from 0 within the step. Sent once and never again.
  case release(nonce: UInt64, step: UInt8, pulse: UInt16, fireAt: DeviceInstant, notAfter: DeviceInstant)
  /// Tell what became of a train.
  case query(nonce: UInt64)
  /// Send a pulse's report again.
  case reportRead(nonce: UInt64, index: UInt16)
  /// Send a part of a pulse's waveform, from sample `offset` on.
  case waveformRead(nonce: UInt64, index: UInt16, offset: UInt16)
  /// Tell who you are.
  case identityRead

  /// The longest time to live that a heartbeat may ask for: 2 s. A longer one is no heartbeat.
  public static var longestTimeToLive: TimeSpan { @_noAllocation @_noLocks get { .milliseconds(2_000) } }

  /// The message's number on the wire.
  public var type: UInt8 {
    @_noAllocation @_noLocks get {
      switch self {
      case .hello: return 0x01
      case .heartbeat: return 0x02
      case .discharge: return 0x03
      case .programBegin: return 0x04
      case .programData: return 0x05
      case .programCommit: return 0x06
      case .programRead: return 0x07
      case .probe: return 0x08
      case .charge: return 0x09
      case .release: return 0x0a
      case .query: return 0x0b
      case .reportRead: return 0x0c
      case .waveformRead: return 0x0d
      case .identityRead: return 0x0e
      }
    }
  }
}
