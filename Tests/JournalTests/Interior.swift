import GRDB

@testable import Journal

extension Journal {
  /// The writing connection's journal mode, synchronous level and foreign keys.
  func connectionSettings() throws -> [String] {
    try database.writeWithoutTransaction { db in
      try ["journal_mode", "synchronous", "foreign_keys"].map {
        try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "none"
      }
    }
  }

  /// Makes SQLite answer each write as it does on a read-only file.
  func refuseWrites() throws {
    try database.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA query_only = 1") }
  }

  /// Gives the database room for so many pages.
  func allow(pages: Int) throws {
    try database.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA max_page_count = \(pages)") }
  }
}
