extension Control {
  /// With more: takes the control lease, answers with its token, and holds it until this connection ends or the lease
  /// lapses; that is then told by LeaseEnded. takeOver, with a reason, takes it from another holder, who is told;
  /// that disarms, and is recorded.
  public enum AcquireControl: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.AcquireControl"

    /// What a call of AcquireControl carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The take over.
      public var takeOver: String?

      /// All fields; what is optional may be left out.
      public init(takeOver: String? = nil) {
        self.takeOver = takeOver
      }
    }

    /// What AcquireControl answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The token that AcquireControl gave.
      public var token: String
      /// The role.
      public var role: Role
      /// The lapse, in ms.
      public var lapseMilliseconds: Int64
      /// The renew, in ms.
      public var renewMilliseconds: Int64

      private enum CodingKeys: String, CodingKey {
        case token
        case role
        case lapseMilliseconds = "lapse_ms"
        case renewMilliseconds = "renew_ms"
      }

      /// All fields; what is optional may be left out.
      public init(token: String, role: Role, lapseMilliseconds: Int64, renewMilliseconds: Int64) {
        self.token = token
        self.role = role
        self.lapseMilliseconds = lapseMilliseconds
        self.renewMilliseconds = renewMilliseconds
      }
    }
  }

  /// Renews the lease. hold: the person keeps holding the firing, as a pressed pedal would. The ticket stamps what
  /// the console has seen up to now; a Fire must carry a fresh one.
  public enum RenewControl: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.RenewControl"

    /// What a call of RenewControl carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The token that AcquireControl gave.
      public var token: String
      /// The hold.
      public var hold: Bool

      /// All fields; what is optional may be left out.
      public init(token: String, hold: Bool) {
        self.token = token
        self.hold = hold
      }
    }

    /// What RenewControl answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The ticket.
      public var ticket: String

      /// All fields; what is optional may be left out.
      public init(ticket: String) {
        self.ticket = ticket
      }
    }
  }
}
