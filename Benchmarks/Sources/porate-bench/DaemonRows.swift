import Glibc

/// What can be seen of the programs from outside.
enum DaemonRows {
  private enum Name {
    static let ready = "start to READY"
    static let answered = "start to answered GetState"
    static let memory = "porated, resident memory"
    static let idle = "porated in standby, processor share, 10 ms period"
    static let loop = "of it, the loop's thread"
    static let bare = "clock_nanosleep loop"
    static let call = "control round trip, GetInfo, p50"
    static let rare = "control round trip, GetInfo, p99"
    static let redis = "redis-server PING"
    static let fire = "Fire written to first pulse edge"
  }

  static func measure(_ effort: Effort, _ options: Options) -> [Row] {
    let station: Station
    var starts: [Station.Start] = []
    do {
      station = try Station(options)
      for _ in 0..<effort.runs { starts.append(try station.start()) }
      try station.settle()
    } catch {
      return missing("\(error)")
    }
    var rows = [
      Row(Name.ready, "ms", median(starts.map { Double($0.ready) / 1e6 })),
      Row(Name.answered, "ms", median(starts.map { Double($0.answered) / 1e6 })),
    ]
    rows += roundTrips(effort, options, station)
    rows += idle(effort, options, station)
    rows.append(FireRows.measure(Name.fire, effort, station))
    // Last, so that it has done all that it does.
    rows.append(Row(Name.memory, "MB", station.daemon?.residentMemory().map { Double($0) / 1e6 }))
    return rows
  }

  private static func missing(_ why: String) -> [Row] {
    [
      .missing(Name.ready, "ms", why), .missing(Name.answered, "ms", why),
      .missing(Name.call, "us", peer: Name.redis, why), .missing(Name.rare, "us", peer: Name.redis, why),
      .missing(Name.idle, "%", peer: Name.bare, why), .missing(Name.loop, "%", peer: Name.bare, why),
      .missing(Name.fire, "ms", why), .missing(Name.memory, "MB", why),
    ]
  }

  /// The whole process and its loop's thread, seen at the same time.
  private static func idle(_ effort: Effort, _ options: Options, _ station: Station) -> [Row] {
    var threads: [Double] = []
    do {
      guard let daemon = station.daemon else { throw BenchError("porated is gone") }
      func used() throws -> (all: Int64, loop: Int64) {
        guard let all = daemon.processorTime(), let loop = daemon.processorTime(thread: "porated-loop") else {
          throw BenchError("porated is gone")
        }
        return (all, loop)
      }
      let whole = try IdleRows.alternate(effort) { seconds in
        let before = try used()
        sleep(UInt32(seconds))
        let after = try used()
        threads.append(Double(after.loop - before.loop) / Double(seconds) / 1e9 * 100)
        return Double(after.all - before.all) / Double(seconds) / 1e9 * 100
      } peer: {
        try IdleRows.bareLoop(options.peers, period_us: 10_000, seconds: $0)
      }
      let loop = zip(threads, whole).map { ($0, $1.1) }
      return [IdleRows.row(Name.idle, Name.bare, whole), IdleRows.row(Name.loop, Name.bare, loop)]
    } catch {
      return [Name.idle, Name.loop].map { .missing($0, "%", peer: Name.bare, "\(error)") }
    }
  }

  private static func roundTrips(_ effort: Effort, _ options: Options, _ station: Station) -> [Row] {
    let names = [Name.call, Name.rare]
    do {
      let redis = try Redis()
      let client = "\(options.peers)/round-trip"
      var pairs: [(ours: [Double], peer: [Double])] = []
      for index in 0..<effort.pairs {
        // Who goes first changes.
        if index % 2 == 0 {
          let ours = try trips(client, station.control, "varlink", effort)
          pairs.append((ours, try trips(client, redis.path, "redis", effort)))
        } else {
          let peer = try trips(client, redis.path, "redis", effort)
          pairs.append((try trips(client, station.control, "varlink", effort), peer))
        }
      }
      return names.indices.map { column in
        Row(
          names[column], "us", median(pairs.map { $0.ours[column] }), peer: Name.redis,
          median(pairs.map { $0.peer[column] }), ratio: median(pairs.map { $0.ours[column] / $0.peer[column] }))
      }
    } catch {
      return names.map { .missing($0, "us", peer: Name.redis, "\(error)") }
    }
  }

  /// p50 and p99 in microseconds.
  private static func trips(_ client: String, _ socket: String, _ kind: String, _ effort: Effort) throws -> [Double] {
    let ended = try Program.run([client, socket, kind, "\(effort.roundTrips)"])
    let numbers = ended.output.split { $0 == " " || $0 == "\n" }.compactMap { Double($0) }
    guard ended.status == 0, numbers.count == 3 else {
      throw BenchError("round-trip to \(kind) failed: \(ended.errors)")
    }
    return numbers
  }
}

/// A redis-server of our own that listens on a Unix socket alone and keeps nothing.
final class Redis {
  /// Its socket.
  let path: String
  private let folder: Folder
  private let program: Program

  init() throws {
    guard Program.isOnPath("redis-server") else { throw BenchError("redis-server was not found: install it") }
    folder = try Folder()
    path = folder.path + "/redis"
    program = try Program([
      "redis-server", "--unixsocket", path, "--port", "0", "--save", "", "--appendonly", "no", "--dir", folder.path,
    ])
    for _ in 0..<500 {
      if access(path, R_OK) == 0 { return }
      usleep(10_000)
    }
    throw BenchError("redis-server does not start")
  }

  deinit { program.end() }
}
