extension Control {
  /// What this daemon is and what the caller may do.
  public enum GetInfo: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.GetInfo"

    /// What a call of GetInfo carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What GetInfo answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The program.
      public var program: String
      /// The version.
      public var version: String
      /// The pid.
      public var pid: Int64
      /// The file that was read, and the SHA-256 of the whole configuration.
      public var configurationFile: String
      /// The configuration digest.
      public var configurationDigest: String
      /// Path of the record.
      public var journal: String?
      /// The device that the generator is behind.
      public var device: String?
      /// The caller's roles.
      public var roles: [Role]
      /// A lease that is not renewed for this long lapses; renew it this often; in ms.
      public var lapseMilliseconds: Int64
      /// The renew, in ms.
      public var renewMilliseconds: Int64
      /// A firing's ticket may be this old; in ms.
      public var ticketMilliseconds: Int64

      private enum CodingKeys: String, CodingKey {
        case program
        case version
        case pid
        case configurationFile
        case configurationDigest
        case journal
        case device
        case roles
        case lapseMilliseconds = "lapse_ms"
        case renewMilliseconds = "renew_ms"
        case ticketMilliseconds = "ticket_ms"
      }

      /// All fields; what is optional may be left out.
      public init(
        program: String, version: String, pid: Int64, configurationFile: String, configurationDigest: String,
        journal: String? = nil, device: String? = nil, roles: [Role], lapseMilliseconds: Int64,
        renewMilliseconds: Int64, ticketMilliseconds: Int64
      ) {
        self.program = program
        self.version = version
        self.pid = pid
        self.configurationFile = configurationFile
        self.configurationDigest = configurationDigest
        self.journal = journal
        self.device = device
        self.roles = roles
        self.lapseMilliseconds = lapseMilliseconds
        self.renewMilliseconds = renewMilliseconds
        self.ticketMilliseconds = ticketMilliseconds
      }
    }
  }

  /// The state now, and the number of the last change.
  public enum GetState: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.GetState"

    /// What a call of GetState carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What GetState answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The number of the change.
      public var number: Int64
      /// The whole state.
      public var state: State

      /// All fields; what is optional may be left out.
      public init(number: Int64, state: State) {
        self.number = number
        self.state = state
      }
    }
  }

  /// With more: the state at once, then each change. Numbers grow by one for each reply but the first; a gap means
  /// that something was missed. state is the whole state, where it changed; event says what happened, where something
  /// did.
  public enum Monitor: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.Monitor"

    /// What a call of Monitor carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What Monitor answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The number of the change.
      public var number: Int64
      /// The whole state.
      public var state: State?
      /// The event.
      public var event: Event?

      /// All fields; what is optional may be left out.
      public init(number: Int64, state: State? = nil, event: Event? = nil) {
        self.number = number
        self.state = state
        self.event = event
      }
    }
  }

  /// Counters of the loop, the link and the record, and how late ticks were.
  public enum GetDiagnostics: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.GetDiagnostics"

    /// What a call of GetDiagnostics carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What GetDiagnostics answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The counters.
      public var counters: [Counter]
      /// The notes.
      public var notes: [String]

      /// All fields; what is optional may be left out.
      public init(counters: [Counter], notes: [String]) {
        self.counters = counters
        self.notes = notes
      }
    }
  }

  /// The electrode arrays of the library. With more: a few in each reply, so that any number fits.
  public enum ListElectrodes: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.ListElectrodes"

    /// What a call of ListElectrodes carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What ListElectrodes answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The electrodes.
      public var electrodes: [ArrayEntry]

      /// All fields; what is optional may be left out.
      public init(electrodes: [ArrayEntry]) {
        self.electrodes = electrodes
      }
    }
  }

  /// The protocols of the library. With more: a few in each reply, so that any number fits.
  public enum ListProtocols: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Control.ListProtocols"

    /// What a call of ListProtocols carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What ListProtocols answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The protocols.
      public var protocols: [ProtocolEntry]

      /// All fields; what is optional may be left out.
      public init(protocols: [ProtocolEntry]) {
        self.protocols = protocols
      }
    }
  }
}
