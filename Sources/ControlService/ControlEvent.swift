import ControlInterface
public import Generators
import Journal
public import PulseDispatch
import Quantities
public import SafetyKernel
public import Settings
public import VarlinkWire

/// One call in the life of a service; never used twice.
public struct CallID: Hashable, Sendable {
  let number: UInt64

  /// Wraps a number that the adapter counts up.
  public init(number: UInt64) { self.number = number }
}

/// One connection in the life of a service; never used twice.
public struct ClientID: Hashable, Sendable {
  let number: UInt64

  /// Wraps a number that the adapter counts up.
  public init(number: UInt64) { self.number = number }
}

/// A call whose parameters agree with its interface.
public struct ServiceCall: Sendable {
  /// Which call.
  public var id: CallID
  /// From which connection.
  public var client: ClientID
  /// The qualified method.
  public var method: String
  /// Its parameters.
  public var parameters: [String: JSONValue]
  /// The client takes more than one reply.
  public var wantsMore: Bool

  /// A call from its parts.
  public init(id: CallID, client: ClientID, method: String, parameters: [String: JSONValue], wantsMore: Bool) {
    self.id = id
    self.client = client
    self.method = method
    self.parameters = parameters
    self.wantsMore = wantsMore
  }
}

/// What the control logic is told. Everything comes in by this, so that one order of events has one outcome.
public enum ControlEvent: Sendable {
  /// A client connected.
  case opened(ClientID, Peer)
  /// A connection ended; its calls can no longer be answered.
  case closed(ClientID)
  /// A client calls.
  case call(ServiceCall)
  /// The loop says so.
  case loop(OutboxRecord)
  /// A piece of a pulse's waveform.
  case waveform(WaveformFragment)
  /// The journal did a job, or could not.
  case journal(JournalAnswer)
  /// Which calibration is in force for a generator.
  case calibration(DeviceSerial, CalibrationVerdict)
  /// Time passed; see ``ControlLogic/nextTimer``.
  case timer
}

/// What the control logic wants done, in order.
public enum ControlEffect: Sendable {
  /// Answer a call; `last` ends it.
  case reply(CallID, [String: JSONValue], last: Bool)
  /// End a call with an error of its interface.
  case fail(CallID, error: String, [String: JSONValue])
  /// Call the loop's stop. Before everything else, and never through the inbox.
  case stop
  /// Tell the loop.
  case inbox(InboxMessage)
  /// Give the journal a job.
  case journal(JournalJob)
  /// Find the calibration of a generator and say so by ``ControlEvent/calibration(_:_:)``.
  case chooseCalibration(DeviceSerial)
  /// Write a line into the log.
  case log(LogLine)
}

/// A line for the log.
public struct LogLine: Hashable, Sendable {
  /// How loud.
  public enum Level: Hashable, Sendable {
    /// For the curious.
    case info
    /// Somebody should look.
    case warning
    /// Something is wrong.
    case error
  }

  /// How loud.
  public var level: Level
  /// The text.
  public var text: String
}
