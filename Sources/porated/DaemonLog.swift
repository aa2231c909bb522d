import ControlService
import Logging

/// The daemon's log on standard error; the service manager's journal takes it from there with time and name.
struct DaemonLog: Sendable {
  private let logger: Logger

  init() {
    logger = Logger(label: "porated") { label in StreamLogHandler.standardError(label: label) }
  }

  func write(_ line: LogLine) {
    switch line.level {
    case .info: logger.info("\(line.text)")
    case .warning: logger.warning("\(line.text)")
    case .error: logger.error("\(line.text)")
    }
  }
}
