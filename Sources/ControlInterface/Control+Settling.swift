extension Control {
  /// Stops between pulses, discharges, disarms. For everyone, without a lease, at once; also oneway.
  public enum Stop: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.Stop"

    /// What a call of Stop carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What Stop answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The mode.
      public var mode: Mode

      /// All fields; what is optional may be left out.
      public init(mode: Mode) {
        self.mode = mode
      }
    }
  }

  /// A person saw the latched faults. They clear if their conditions are gone. A lease is not needed.
  public enum AcknowledgeFault: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.AcknowledgeFault"

    /// What a call of AcknowledgeFault carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What AcknowledgeFault answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The cleared.
      public var cleared: [String]

      /// All fields; what is optional may be left out.
      public init(cleared: [String]) {
        self.cleared = cleared
      }
    }
  }

  /// A person states, on the record, how many pulses an unresolved train gave.
  public enum ResolveTrain: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.ResolveTrain"

    /// What a call of ResolveTrain carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The pulses.
      public var pulses: Int64
      /// The reason.
      public var reason: String

      /// All fields; what is optional may be left out.
      public init(pulses: Int64, reason: String) {
        self.pulses = pulses
        self.reason = reason
      }
    }

    /// What ResolveTrain answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The outcome.
      public var outcome: Outcome

      /// All fields; what is optional may be left out.
      public init(outcome: Outcome) {
        self.outcome = outcome
      }
    }
  }
}
