import Glibc

/// A program that this one started.
struct ChildProcess: Sendable {
  /// Its process id; also that of its process group, if it has one of its own.
  let pid: pid_t

  /// How a child ended.
  enum End: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)

    /// As a shell says it.
    var exitCode: Int32 {
      switch self {
      case .exited(let code): code
      case .signalled(let signal): signal &+ 128
      }
    }
  }

  /// Why a child was not started.
  struct StartFailure: Error {
    let code: Int32
    var reason: String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
  }

  /// Starts a program with usual signals.
  ///
  /// - Parameters:
  ///   - program: a path, or a name that PATH has.
  ///   - environment: the whole environment.
  ///   - ownGroup: puts it into a process group of its own, out of reach of the terminal's keys.
  ///   - descriptors: descriptors of the child with those of this process that they shall be.
  static func start(
    _ program: String, _ arguments: [String], environment: [String: String], ownGroup: Bool,
    descriptors: [(child: Int32, own: Int32)] = []
  ) throws(StartFailure) -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (child, own) in descriptors { posix_spawn_file_actions_adddup2(&actions, own, child) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var usual = sigset_t()
    sigemptyset(&usual)
    for signal in SignalWatch.watched + [SIGPIPE] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    if ownGroup { flags |= Int32(POSIX_SPAWN_SETPGROUP) }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawnattr_setpgroup(&attributes, 0)
    let words = CStringList([program] + arguments)
    let variables = CStringList(environment.map { "\($0.key)=\($0.value)" })
    defer {
      words.free()
      variables.free()
    }
    var pid: pid_t = 0
    let result = posix_spawnp(&pid, program, &actions, &attributes, words.pointers, variables.pointers)
    guard result == 0 else { throw StartFailure(code: result) }
    return ChildProcess(pid: pid)
  }

  /// How it ended, or nil while it runs. To be asked no more after it has answered.
  func ended() -> End? { end(WNOHANG) }

  /// Waits on a thread of its own until it has ended.
  func waitForEnd() async -> End {
    await withCheckedContinuation { continuation in
      let started = Thread { continuation.resume(returning: end(0) ?? .exited(127)) }.start()
      if !started { continuation.resume(returning: end(0) ?? .exited(127)) }
    }
  }

  private func end(_ options: Int32) -> End? {
    var status: Int32 = 0
    while true {
      let result = waitpid(pid, &status, options)
      if result < 0, errno == EINTR { continue }
      if result < 0 { return .exited(127) }
      guard result == pid else { return nil }
      let signal = status & 0x7F
      return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }
  }
}

/// A null-terminated list of C strings, as exec(3) wants it.
private struct CStringList {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointers = .allocate(capacity: strings.count &+ 1)
    for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
    (pointers + strings.count).initialize(to: nil)
  }

  func free() {
    for index in 0..<count { Glibc.free(pointers[index]) }
    pointers.deallocate()
  }
}
