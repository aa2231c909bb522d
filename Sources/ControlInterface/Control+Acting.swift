public import Quantities

extension Control {
  /// Plans a train and keeps it as the prepared one. It does not arm; it disarms what was armed.
  public enum Prepare: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.Prepare"

    /// What a call of Prepare carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The token that AcquireControl gave.
      public var token: String
      /// The plan.
      public var plan: Plan

      /// All fields; what is optional may be left out.
      public init(token: String, plan: Plan) {
        self.token = token
        self.plan = plan
      }
    }

    /// What Prepare answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The plan.
      public var plan: PreparedPlan

      /// All fields; what is optional may be left out.
      public init(plan: PreparedPlan) {
        self.plan = plan
      }
    }
  }

  /// Probes each pair, charges, and arms the prepared plan. With more: each probe, the bank while it charges, and at
  /// last the armed phase; without: only that. confirmedArray: the array that the operator says is connected, for one
  /// without an identity chip.
  public enum Arm: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.Arm"

    /// What a call of Arm carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The token that AcquireControl gave.
      public var token: String
      /// SHA-256 of the canonical plan, 64 hexadecimal digits.
      public var digest: String
      /// The confirmed array.
      public var confirmedArray: String?

      /// All fields; what is optional may be left out.
      public init(token: String, digest: String, confirmedArray: String? = nil) {
        self.token = token
        self.digest = digest
        self.confirmedArray = confirmedArray
      }
    }

    /// What Arm answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The phase.
      public var phase: Phase
      /// The probe.
      public var probe: Probe?
      /// Measured voltage of the bank, in mV.
      public var bank: Voltage?
      /// Voltage that the bank charges to, in mV.
      public var target: Voltage?
      /// The armed.
      public var armed: Armed?

      private enum CodingKeys: String, CodingKey {
        case phase
        case probe
        case bank = "bank_mV"
        case target = "target_mV"
        case armed
      }

      /// All fields; what is optional may be left out.
      public init(
        phase: Phase, probe: Probe? = nil, bank: Voltage? = nil, target: Voltage? = nil, armed: Armed? = nil
      ) {
        self.phase = phase
        self.probe = probe
        self.bank = bank
        self.target = target
        self.armed = armed
      }
    }
  }

  /// Gives the armed train. With more: accepted, each pulse, at last the outcome; without: only that. Needs a ticket
  /// of RenewControl that is not older than ticket_ms, and hold there for a train over half a second.
  public enum Fire: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.Fire"

    /// What a call of Fire carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The token that AcquireControl gave.
      public var token: String
      /// The nonce.
      public var nonce: String
      /// The ticket.
      public var ticket: String

      /// All fields; what is optional may be left out.
      public init(token: String, nonce: String, ticket: String) {
        self.token = token
        self.nonce = nonce
        self.ticket = ticket
      }
    }

    /// What Fire answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The phase.
      public var phase: Phase
      /// The pulse.
      public var pulse: Pulse?
      /// The outcome.
      public var outcome: Outcome?

      /// All fields; what is optional may be left out.
      public init(phase: Phase, pulse: Pulse? = nil, outcome: Outcome? = nil) {
        self.phase = phase
        self.pulse = pulse
        self.outcome = outcome
      }
    }
  }

  /// Gives up the arming, keeps the plan.
  public enum Disarm: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.Disarm"

    /// What a call of Disarm carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The token that AcquireControl gave.
      public var token: String

      /// All fields; what is optional may be left out.
      public init(token: String) {
        self.token = token
      }
    }

    /// What Disarm answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }
  }

  /// Prepares, arms and fires the configured self-test into the generator's own load. The plan that was prepared
  /// before is dropped.
  public enum SelfTest: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.SelfTest"

    /// What a call of SelfTest carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The token that AcquireControl gave.
      public var token: String

      /// All fields; what is optional may be left out.
      public init(token: String) {
        self.token = token
      }
    }

    /// What SelfTest answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The phase.
      public var phase: Phase
      /// The probe.
      public var probe: Probe?
      /// The pulse.
      public var pulse: Pulse?
      /// The outcome.
      public var outcome: Outcome?

      /// All fields; what is optional may be left out.
      public init(phase: Phase, probe: Probe? = nil, pulse: Pulse? = nil, outcome: Outcome? = nil) {
        self.phase = phase
        self.probe = probe
        self.pulse = pulse
        self.outcome = outcome
      }
    }
  }
}
