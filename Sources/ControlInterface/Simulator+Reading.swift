public import Quantities

extension Simulator {
  /// The simulator's own log of this start from a number on (absent: from 1), at most 100 entries in a reply. With
  /// more: replies go on until all that is there was sent. Without: ask again from the last number plus 1, until none
  /// comes.
  public enum GetTruth: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Simulator.GetTruth"

    /// What a call of GetTruth carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The from.
      public var from: Int64?

      /// All fields; what is optional may be left out.
      public init(from: Int64? = nil) {
        self.from = from
      }
    }

    /// What GetTruth answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The lines.
      public var lines: [Truth]

      /// All fields; what is optional may be left out.
      public init(lines: [Truth]) {
        self.lines = lines
      }
    }
  }

  /// What the device does now.
  public enum GetState: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Simulator.GetState"

    /// What a call of GetState carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What GetState answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The serial.
      public var serial: String
      /// As the native link names it.
      public var state: String
      /// The true voltage; in mV.
      public var bank: Voltage
      /// The permit.
      public var permit: Bool
      /// The counter.
      public var counter: Int64
      /// The link path.
      public var linkPath: String
      /// The closed.
      public var closed: [Line]
      /// Its identity, or none.
      public var array: String
      /// The tissue.
      public var tissue: String
      /// The device's own fault, or none.
      public var fault: String
      /// Entries of the fault menu that last.
      public var faults: [String]
      /// How many actions wait for a trigger.
      public var waiting: Int64

      private enum CodingKeys: String, CodingKey {
        case serial
        case state
        case bank = "bank_mV"
        case permit
        case counter
        case linkPath
        case closed
        case array
        case tissue
        case fault
        case faults
        case waiting
      }

      /// All fields; what is optional may be left out.
      public init(
        serial: String, state: String, bank: Voltage, permit: Bool, counter: Int64, linkPath: String, closed: [Line],
        array: String, tissue: String, fault: String, faults: [String], waiting: Int64
      ) {
        self.serial = serial
        self.state = state
        self.bank = bank
        self.permit = permit
        self.counter = counter
        self.linkPath = linkPath
        self.closed = closed
        self.array = array
        self.tissue = tissue
        self.fault = fault
        self.faults = faults
        self.waiting = waiting
      }
    }
  }
}
