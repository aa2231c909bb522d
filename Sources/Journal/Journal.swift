import GRDB
import Synchronization

/// Where a journal lives.
public enum JournalLocation: Hashable, Sendable {
  /// In a file, made if there is none, with a lock file and a head file beside it. Its folder must exist.
  case file(path: String)
  /// In memory, for runs in virtual time; the identity is given so that runs repeat.
  case memory(JournalIdentity)
}

/// How much room a journal may take, and must have left.
public struct JournalBounds: Hashable, Sendable {
  /// The most bytes of the database; nil for what the disk holds.
  public var largestSize: Int64?
  /// Bytes that must be left for ``Journal/probe(at:)`` to pass: room for the outcome of the train that it lets start.
  public var smallestRoom: Int64

  /// The bounds; 64 MiB must be left unless told otherwise.
  public init(largestSize: Int64? = nil, smallestRoom: Int64 = 64 << 20) {
    self.largestSize = largestSize
    self.smallestRoom = smallestRoom
  }
}

/// The record: an SQLite database that only grows, its rows in one SHA-256 chain.
///
/// Every call blocks until it is done; what writes has reached the disk when it returns. Calls may come from any thread:
/// writers follow one another, readers of a file see the last commit and wait for nobody.
public final class Journal: Sendable {
  /// Who this journal is.
  public let identity: JournalIdentity
  /// What was wrong with the chain's end when the journal was opened; it is in the record as an event of kind
  /// ``openingFindingKind``. Whoever may arm must look here: a finding means that records were lost.
  public let openingFinding: ChainFinding?
  /// The kind of the event that records ``openingFinding``.
  public static let openingFindingKind = "journal.finding"

  let database: any DatabaseWriter
  let bounds: JournalBounds
  let lock: JournalLock?
  let headFile: HeadFile?
  /// Why the head file could not be written after a commit that itself was good; told by the next probe.
  let headFileFailure = Mutex<JournalError?>(nil)

  /// Opens a journal, or makes one; brings an older one forward.
  ///
  /// Fails with ``JournalError/locked(holder:)``, ``JournalError/newerSchema(_:)``, ``JournalError/readOnly``,
  /// ``JournalError/diskFull``, ``JournalError/corrupt(_:)`` or ``JournalError/io(_:)``.
  public init(at location: JournalLocation, bounds: JournalBounds = JournalBounds(), now: RecordTime)
    throws(JournalError)
  {
    self.bounds = bounds
    do {
      switch location {
      case .memory(let identity):
        lock = nil
        let queue = try DatabaseQueue(configuration: Self.configuration)
        database = queue
        self.identity = try Self.prepare(queue, identity: identity, bounds: bounds)
        headFile = nil
      case .file(let path):
        lock = try JournalLock(path: path + ".lock")
        let pool = try DatabasePool(path: path, configuration: Self.configuration)
        database = pool
        var random = SystemRandomNumberGenerator()
        let fresh = JournalIdentity(high: random.next(), low: random.next())
        identity = try Self.prepare(pool, identity: fresh, bounds: bounds)
        headFile = try HeadFile(path: path + ".head", journal: identity)
      }
      openingFinding = try Self.compareEnds(database, headFile, identity)
      // A head row that contradicts the rows leaves no end to go on from.
      if case .headDiffers(_, .headRow) = openingFinding {
        throw JournalError.corrupt("its head row contradicts its rows")
      }
    } catch {
      throw JournalError(error)
    }
    try recordOpening(now: now)
  }

  /// Brings everything into the one database file and closes it; every later call fails. The lock goes with the last
  /// reference. Without this call nothing is lost: the next opening reads the write-ahead log.
  public func close() throws(JournalError) {
    do {
      if lock != nil { try database.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) } }
      try database.close()
    } catch {
      throw JournalError(error)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(1)  // seconds; another program that reads the file holds it for less
    configuration.maximumReaderCount = 2
    configuration.label = "journal"
    return configuration
  }

  /// Checks that the database is ours and not newer than this program, brings it forward, and answers its identity.
  private static func prepare(_ database: any DatabaseWriter, identity: JournalIdentity, bounds: JournalBounds) throws
    -> JournalIdentity
  {
    let migrator = Schema.migrator(for: identity)
    try database.writeWithoutTransaction { db in
      // GRDB sets NORMAL with WAL, which may lose the last commits in a power cut.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      if let size = bounds.largestSize { try db.execute(sql: "PRAGMA max_page_count = \(Swift.max(1, size / 4096))") }
      let foreign = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM sqlite_master WHERE name <> 'grdb_migrations' AND name NOT LIKE 'sqlite_%'")
      if foreign != 0, try Int32.fetchOne(db, sql: "PRAGMA application_id") != Schema.applicationID {
        throw JournalError.corrupt("the file is a database, but no journal of Porate")
      }
      if try migrator.hasBeenSuperseded(db) {
        let unknown = try migrator.appliedIdentifiers(db).subtracting(migrator.migrations).sorted()
        throw JournalError.newerSchema(unknown.joined(separator: ", "))
      }
    }
    try migrator.migrate(database)
    return try database.read { db in
      guard let bytes = try DatabaseValue.fetchOne(db, sql: "SELECT identity FROM journal"),
        case .blob(let data) = bytes.storage, let identity = JournalIdentity(bytes: Array(data))
      else { throw JournalError.corrupt("the journal's identity is missing") }
      return identity
    }
  }

  /// Shows that the journal can be written to, records what was found, and brings the head file up to date.
  private func recordOpening(now: RecordTime) throws(JournalError) {
    try touchHealth(now)
    if let finding = openingFinding {
      try record([
        .event(EventRecord(kind: Self.openingFindingKind, body: finding.json, time: now))
      ])
    }
    let end = try head()
    try headFile?.write(end)
  }

  /// Runs what reads, on the last committed state.
  func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do { return try database.read(body) } catch { throw JournalError(error) }
  }
}
