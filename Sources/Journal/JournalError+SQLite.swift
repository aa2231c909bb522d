import GRDB
import Glibc

extension JournalError {
  /// What an error of SQLite, of GRDB or of our own means to the callers of the journal.
  init(_ error: any Error) {
    switch error {
    case let own as JournalError: self = own
    case let failure as DatabaseError: self.init(sqlite: failure)
    default: self = .io(String(describing: error))
    }
  }

  private init(sqlite failure: DatabaseError) {
    let text = failure.message ?? "SQLite error \(failure.extendedResultCode.rawValue)"
    switch failure.resultCode {
    case .SQLITE_FULL: self = .diskFull
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(text)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(holder: nil)
    case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH: self = .refused(text)
    default: self = .io("\(text) (\(failure.extendedResultCode.rawValue))")
    }
  }

  /// What a failed system call on a file beside the journal means.
  init(errno code: Int32, doing what: String) {
    switch code {
    case ENOSPC, EDQUOT: self = .diskFull
    case EROFS, EACCES, EPERM: self = .readOnly
    default: self = .io("\(what): \(String(cString: strerror(code)))")
    }
  }
}
