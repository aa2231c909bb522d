extension Simulator {
  /// Moves a line as a press does: pedalFirst and pedalSecond close, emergencyStop opens its contact; chain, door,
  /// auxiliary and pedalContacts close.
  public enum Press: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Simulator.Press"

    /// What a call of Press carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The line.
      public var line: Line
      /// The trigger.
      public var trigger: Trigger?

      /// All fields; what is optional may be left out.
      public init(line: Line, trigger: Trigger? = nil) {
        self.line = line
        self.trigger = trigger
      }
    }

    /// What Press answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }
  }

  /// The opposite of Press: the pedal is let go, the emergency stop unlocked, the door opened.
  public enum Release: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Simulator.Release"

    /// What a call of Release carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The line.
      public var line: Line
      /// The trigger.
      public var trigger: Trigger?

      /// All fields; what is optional may be left out.
      public init(line: Line, trigger: Trigger? = nil) {
        self.line = line
        self.trigger = trigger
      }
    }

    /// What Release answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }
  }

  /// Changes tissue, array, supply, bank or heart, at once.
  public enum Set: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Simulator.Set"

    /// What a call of Set carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The settings.
      public var settings: Settings

      /// All fields; what is optional may be left out.
      public init(settings: Settings) {
        self.settings = settings
      }
    }

    /// What Set answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }
  }

  /// Makes a fault, or sends a signal to a process, now or later.
  public enum Inject: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Simulator.Inject"

    /// What a call of Inject carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The injection.
      public var injection: Injection
      /// The trigger.
      public var trigger: Trigger?

      /// All fields; what is optional may be left out.
      public init(injection: Injection, trigger: Trigger? = nil) {
        self.injection = injection
        self.trigger = trigger
      }
    }

    /// What Inject answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }
  }

  /// Takes back every fault that waits or lasts, and everything else that waits for a trigger.
  public enum ClearFaults: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Simulator.ClearFaults"

    /// What a call of ClearFaults carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }

    /// What ClearFaults answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// All fields; what is optional may be left out.
      public init() {}
    }
  }
}
