import Glibc

/// Ends a demonstration that was killed: it reads a pipe that only the demonstration writes, and whose end it sees
/// however the demonstration dies.
///
/// Lines: `+PID` a process group to end, `-PID` it has ended, `done` all is well.
public enum DemoGuardian {
  /// How long a process may take to end before it is killed.
  static let patience = Duration.seconds(3)

  /// Runs as `porate demo-guardian FOLDER` until the pipe ends; the folder is removed unless it was `done`.
  public static func run(folder: String) -> Ending {
    var groups: [pid_t] = []
    while let line = readLine() {
      if line == "done" { return .done }
      guard let sign = line.first, let pid = pid_t(line.dropFirst()), pid > 1 else { continue }
      if sign == "+" { groups.append(pid) } else { groups.removeAll { $0 == pid } }
    }
    for group in groups.reversed() { kill(-group, SIGTERM) }
    let end = ContinuousClock.now + patience
    while groups.contains(where: { kill(-$0, 0) == 0 }), ContinuousClock.now < end { usleep(20_000) }
    for group in groups { kill(-group, SIGKILL) }
    if folder.hasPrefix("/") { PrivateFolder(path: folder).remove() }
    return .done
  }
}
