import GRDB

/// The tables, and the way to them from every former version: forward only.
///
/// A migration that was released never changes; what comes later is a migration of its own.
enum Schema {
  /// Marks the file as a journal of Porate: "PORJ".
  static let applicationID: Int32 = 0x504f_524a

  /// All migrations, oldest first.
  static func migrator(for identity: JournalIdentity) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(sql: version1)
      for (table, clash) in appendOnly1 { try db.execute(sql: triggers1(on: table, clash: clash)) }
      let start = ChainHead.start(of: identity)
      try db.execute(
        sql: "INSERT INTO journal (one, identity) VALUES (1, ?)", arguments: [Cell.bytes(identity.bytes)])
      try db.execute(
        sql: "INSERT INTO head (one, seq, hash, wall_us) VALUES (1, 0, ?, ?)",
        arguments: [Cell.digest(start.hash), Int64.min])
      try db.execute(sql: "INSERT INTO health (one, probes, wall_us) VALUES (1, 0, 0)")
    }
    return migrator
  }

  /// What a row must not clash with, for each table that only grows. REPLACE deletes rows without asking the triggers on
  /// DELETE, so that a clash must be refused before it.
  private static let appendOnly1 = [
    ("journal", "one = NEW.one"), ("trains", "seq = NEW.seq OR id = NEW.id"), ("outcomes", "seq = NEW.seq"),
    ("pulses", "seq = NEW.seq OR (train = NEW.train AND pulse = NEW.pulse)"),
    ("waveforms", "seq = NEW.seq OR (train = NEW.train AND pulse = NEW.pulse)"), ("events", "seq = NEW.seq"),
  ]

  private static func triggers1(on table: String, clash: String) -> String {
    """
    CREATE TRIGGER \(table)_never_changes BEFORE UPDATE ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table): rows never change'); END;
    CREATE TRIGGER \(table)_keeps_all BEFORE DELETE ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table): rows are never deleted'); END;
    CREATE TRIGGER \(table)_replaces_none BEFORE INSERT ON \(table)
      WHEN EXISTS (SELECT 1 FROM \(table) WHERE \(clash))
      BEGIN SELECT RAISE(ABORT, '\(table): this row is there already'); END;
    """
  }

  /// Units stand in the columns' names. `boot` and `nonce` are the 64 bits of an unsigned number as SQLite's signed one.
  private static let version1 = """
    PRAGMA application_id = \(applicationID);
    CREATE TABLE journal (one INTEGER PRIMARY KEY CHECK (one = 1), identity BLOB NOT NULL CHECK (length(identity) = 16))
      STRICT;
    CREATE TABLE trains (
      seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, id INTEGER NOT NULL UNIQUE, nonce INTEGER NOT NULL,
      digest BLOB NOT NULL, plan BLOB NOT NULL, kind TEXT NOT NULL, array TEXT NOT NULL, protocol TEXT NOT NULL,
      serial TEXT NOT NULL, boot INTEGER NOT NULL, counter_before INTEGER NOT NULL, planned_pulses INTEGER NOT NULL,
      simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)), configuration BLOB NOT NULL, calibration BLOB,
      build TEXT NOT NULL, operator_uid INTEGER NOT NULL, voltages_mV TEXT NOT NULL CHECK (json_valid(voltages_mV)),
      detail TEXT CHECK (detail IS NULL OR json_valid(detail)), wall_us INTEGER NOT NULL, monotonic_ns INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE outcomes (
      seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, train INTEGER NOT NULL REFERENCES trains (id),
      outcome TEXT NOT NULL, pulses INTEGER, cause TEXT NOT NULL, counter_after INTEGER, settled_by TEXT NOT NULL,
      uid INTEGER, reason TEXT, wall_us INTEGER NOT NULL, monotonic_ns INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX outcomes_of_train ON outcomes (train);
    CREATE TABLE pulses (
      seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, train INTEGER NOT NULL REFERENCES trains (id),
      pulse INTEGER NOT NULL, step INTEGER NOT NULL, start_us INTEGER NOT NULL, width_ns INTEGER NOT NULL,
      voltage_mV INTEGER NOT NULL, current_mA INTEGER NOT NULL, peak_mA INTEGER NOT NULL, cut TEXT NOT NULL, verdict TEXT
    ) STRICT;
    CREATE UNIQUE INDEX pulses_of_train ON pulses (train, pulse);
    CREATE TABLE waveforms (
      seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, train INTEGER NOT NULL REFERENCES trains (id),
      pulse INTEGER NOT NULL, first_sample_ns INTEGER NOT NULL, interval_ns INTEGER NOT NULL,
      voltage_uV_per_count INTEGER NOT NULL, current_uA_per_count INTEGER NOT NULL, voltage_offset_mV INTEGER NOT NULL,
      current_offset_mA INTEGER NOT NULL, coding TEXT NOT NULL, samples BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX waveforms_of_train ON waveforms (train, pulse);
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, kind TEXT NOT NULL, train INTEGER REFERENCES trains (id),
      body TEXT NOT NULL CHECK (json_valid(body)), wall_us INTEGER NOT NULL, monotonic_ns INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX events_of_train ON events (train) WHERE train IS NOT NULL;
    CREATE TABLE head (
      one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL, wall_us INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER head_moves_forward BEFORE UPDATE ON head WHEN NEW.seq <= OLD.seq OR NEW.wall_us < OLD.wall_us
      BEGIN SELECT RAISE(ABORT, 'head: it only moves forward'); END;
    CREATE TRIGGER head_stays BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'head: it is never deleted'); END;
    CREATE TRIGGER head_replaces_none BEFORE INSERT ON head WHEN EXISTS (SELECT 1 FROM head)
      BEGIN SELECT RAISE(ABORT, 'head: there is one already'); END;
    CREATE TABLE health (one INTEGER PRIMARY KEY CHECK (one = 1), probes INTEGER NOT NULL, wall_us INTEGER NOT NULL)
      STRICT;
    """
}
