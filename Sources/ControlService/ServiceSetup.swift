public import Journal
public import PulseDispatch
import Quantities
public import Settings

/// What the control logic knows from the start: configuration, who may do what, and what the record holds.
public struct ServiceSetup: Sendable {
  /// The configuration; nil if it is bad.
  public var configuration: Configuration?
  /// What is wrong with the configuration.
  public var problems: [SettingsProblem]
  /// The configuration's file, as it was named.
  public var configurationFile: String
  /// The program's version.
  public var version: String
  /// This process.
  public var pid: Int32
  /// Path of the journal; nil in memory.
  public var journalPath: String?
  /// Who may do what.
  public var access: AccessTable
  /// The last train of the record, from before the start.
  public var lastTrain: TrainRecord?
  /// What was wrong with the record when it was opened; nothing can be armed then.
  public var recordTrouble: String?
  /// How late ticks were.
  public var lateness: LatenessHistogram?
  /// Why the loop runs without realtime priority, for the diagnostics.
  public var notes: [String]

  /// A setup from its parts.
  public init(
    configuration: Configuration?, problems: [SettingsProblem], configurationFile: String, version: String, pid: Int32,
    journalPath: String?, access: AccessTable, lastTrain: TrainRecord?, recordTrouble: String? = nil,
    lateness: LatenessHistogram? = nil, notes: [String] = []
  ) {
    self.configuration = configuration
    self.problems = problems
    self.configurationFile = configurationFile
    self.version = version
    self.pid = pid
    self.journalPath = journalPath
    self.access = access
    self.lastTrain = lastTrain
    self.recordTrouble = recordTrouble
    self.lateness = lateness
    self.notes = notes
  }

  /// Whether there is a generator to talk to.
  public var isConfigured: Bool { configuration?.settings.generator != nil }

  /// A lease that is not renewed for this long has lapsed.
  var leaseLapse: TimeSpan { configuration?.settings.control.leaseLapse ?? .seconds(1) }
  /// A firing's ticket may be this old.
  var ticketAge: TimeSpan { configuration?.settings.control.ticketAge ?? .milliseconds(500) }
}
