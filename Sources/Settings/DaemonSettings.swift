public import Quantities
public import SafetyKernel

/// What `porated.yaml` says, checked.
public struct DaemonSettings: Sendable {
  /// The file, as it was named.
  public var file: String
  /// The generator; nil means that none is configured, so the daemon runs as `notConfigured`.
  public var generator: GeneratorSettings?
  /// The control socket.
  public var control: ControlSettings
  /// Path of the journal; nil for the usual place.
  public var journalPath: String?
  /// The configuration of the kernel, ready to use.
  public var kernel: KernelConfiguration
  /// The interlocks, by their places; the generator's own chain first.
  public var interlocks: [InterlockSetting]
  /// Why there is no interlock beside the generator's own chain; nil if there is one. Shown on every screen.
  public var interlocksDeclaredWithout: String?
  /// The hardware path by which the emergency stop works without this computer.
  public var emergencyStopPath: String
  /// Who may do what; nil without `access:`: then the daemon's own user has every role, and nobody else any.
  public var access: [AccessRule]?
  /// Why arming is allowed without realtime priority; nil if it is not.
  public var allowWithoutRealtime: String?
  /// The array that is proposed first.
  public var defaultArray: String?
  /// The protocol that is proposed first.
  public var defaultProtocol: String?
  /// Path of the second gate's caps.
  public var absoluteCapsPath: String
  /// Folder of the electrode arrays.
  public var electrodesFolder: String
  /// Folder of the protocols.
  public var protocolsFolder: String
  /// Folder of the calibrations.
  public var calibrationFolder: String

  /// The file that sets the limits of each kind of plan, for messages.
  public var limitsFile: String { file }

  /// Settings from all of their parts.
  public init(
    file: String, generator: GeneratorSettings?, control: ControlSettings, journalPath: String?,
    kernel: KernelConfiguration, interlocks: [InterlockSetting], interlocksDeclaredWithout: String?,
    emergencyStopPath: String, access: [AccessRule]?, allowWithoutRealtime: String?, defaultArray: String?,
    defaultProtocol: String?, absoluteCapsPath: String, electrodesFolder: String, protocolsFolder: String,
    calibrationFolder: String
  ) {
    self.file = file
    self.generator = generator
    self.control = control
    self.journalPath = journalPath
    self.kernel = kernel
    self.interlocks = interlocks
    self.interlocksDeclaredWithout = interlocksDeclaredWithout
    self.emergencyStopPath = emergencyStopPath
    self.access = access
    self.allowWithoutRealtime = allowWithoutRealtime
    self.defaultArray = defaultArray
    self.defaultProtocol = defaultProtocol
    self.absoluteCapsPath = absoluteCapsPath
    self.electrodesFolder = electrodesFolder
    self.protocolsFolder = protocolsFolder
    self.calibrationFolder = calibrationFolder
  }
}

/// How the generator is reached, and how late things may be.
public struct GeneratorSettings: Hashable, Sendable {
  /// The kinds of generators that can be driven.
  public enum Driver: String, Hashable, Sendable, CaseIterable {
    /// The native link over a serial line.
    case native
  }

  /// How it is driven.
  public var driver: Driver
  /// Path of the serial line.
  public var device: String
  /// Speed of the serial line, in baud.
  public var baud: Int
  /// The serial number it must have; nil accepts any.
  public var serial: DeviceSerial?
  /// A tick later than this is a fault in every state with energy.
  public var lateTick: TimeSpan
  /// How long the permit to energise lives without a heartbeat.
  public var permitTimeToLive: TimeSpan
  /// Telemetry older than this counts as none.
  public var telemetryStale: TimeSpan
  /// How long after the newest known device time a trigger may take effect.
  public var notAfterMargin: TimeSpan

  /// A generator from all of its parts.
  public init(
    driver: Driver, device: String, baud: Int, serial: DeviceSerial?, lateTick: TimeSpan, permitTimeToLive: TimeSpan,
    telemetryStale: TimeSpan, notAfterMargin: TimeSpan
  ) {
    self.driver = driver
    self.device = device
    self.baud = baud
    self.serial = serial
    self.lateTick = lateTick
    self.permitTimeToLive = permitTimeToLive
    self.telemetryStale = telemetryStale
    self.notAfterMargin = notAfterMargin
  }
}

/// The control socket and the times of its holders.
public struct ControlSettings: Hashable, Sendable {
  /// Path of the socket; nil for the usual place.
  public var path: String?
  /// A lease not renewed for this long has lapsed.
  public var leaseLapse: TimeSpan
  /// A firing's ticket may be this old.
  public var ticketAge: TimeSpan

  /// A control socket from all of its parts.
  public init(path: String?, leaseLapse: TimeSpan, ticketAge: TimeSpan) {
    self.path = path
    self.leaseLapse = leaseLapse
    self.ticketAge = ticketAge
  }
}

/// An input of the generator that has to be closed.
public struct InterlockSetting: Hashable, Sendable {
  /// The generator's inputs; the raw value is the interlock's place in the kernel's set.
  public enum Line: UInt8, Hashable, Sendable, CaseIterable {
    /// The generator's own interlock chain, always required.
    case chain = 0
    /// The emergency stop.
    case emergencyStop = 1
    /// The door contact.
    case door = 2
    /// An auxiliary contact.
    case auxiliary = 3
  }

  /// What screens call it.
  public var name: String
  /// The input.
  public var line: Line
  /// Whether it must be closed for any energy; else it is only shown.
  public var isRequired: Bool

  /// The kernel's set with this interlock alone.
  public var set: InterlockSet { InterlockSet(bits: 1 &<< UInt16(line.rawValue)) }

  /// An interlock from all of its parts.
  public init(name: String, line: Line, isRequired: Bool) {
    self.name = name
    self.line = line
    self.isRequired = isRequired
  }
}

/// Who gets a role.
public struct AccessRule: Hashable, Sendable {
  /// What a person may do; each role is described in the documentation of the control interface.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Reads.
    case observer
    /// Reads, leases, prepares, arms, fires, acknowledges, resolves, tests.
    case `operator`
    /// The same into the test load only, and maintenance.
    case technician
    /// Reads, diagnoses, tests.
    case engineer
  }

  /// A user or a group of the system, by name.
  public enum Subject: Hashable, Sendable {
    /// A user.
    case user(String)
    /// Everybody in a group.
    case group(String)
  }

  /// Who.
  public var subject: Subject
  /// What.
  public var role: Role

  /// A rule from who and what.
  public init(subject: Subject, role: Role) {
    self.subject = subject
    self.role = role
  }
}
