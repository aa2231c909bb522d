internal import Glibc
public import Settings

/// Where the daemon's socket, settings and record are, unless somebody says otherwise.
public enum DaemonPaths {
  /// The settings of an installed daemon.
  public static let configuration = "/etc/porate/porated.yaml"

  /// The value of an environment variable, if it is set and not empty.
  public static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The control socket: `--socket`, `PORATE_SOCKET`, the settings, `/run/porate/control` for the system's daemon, or
  /// `$XDG_RUNTIME_DIR/porate/control` for a person at a desk; nil where that is not set.
  public static func socket(option: String?, settings: DaemonSettings?) -> String? {
    if let given = option ?? environment("PORATE_SOCKET") ?? settings?.control.path { return given }
    if let folder = environment("RUNTIME_DIRECTORY") { return "\(folder)/control" }
    if getuid() == 0 { return "/run/porate/control" }
    return environment("XDG_RUNTIME_DIR").map { "\($0)/porate/control" }
  }

  /// The record: the settings, the service's state folder, `/var/lib/porate`, or the person's own state folder.
  public static func journal(settings: DaemonSettings) -> String? {
    if let given = settings.journalPath { return given }
    if let folder = environment("STATE_DIRECTORY") { return "\(folder)/journal.sqlite" }
    if getuid() == 0 { return "/var/lib/porate/journal.sqlite" }
    if let folder = environment("XDG_STATE_HOME") { return "\(folder)/porate/journal.sqlite" }
    return environment("HOME").map { "\($0)/.local/state/porate/journal.sqlite" }
  }

  /// Makes the folder of a file and those above it, for the daemon's user alone; what is there stays as it is.
  static func makeFolder(of path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/\(part)"
      // A failure shows when the file itself is opened.
      mkdir(folder, 0o700)
    }
  }
}
