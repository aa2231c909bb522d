import FoundationEssentials
import Glibc

/// `porate-bench`, which scripts/bench builds and starts.
@main
enum PorateBench {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    var words = Array(CommandLine.arguments.dropFirst())
    if words.first == "kernel-steps" { exit(kernelSteps(Array(words.dropFirst()))) }
    if words.first == "trains" { exit(trains(Array(words.dropFirst()))) }
    let options: Options
    do { options = try Options(&words) } catch {
      say("porate-bench: \(error)")
      exit(64)
    }
    let rows = measure(options)
    print(options.json ? json(rows) : Table.text(rows))
    // Whoever reads only the exit code learns whether everything was measured.
    exit(rows.allSatisfy { $0.porate != nil } ? 0 : 3)
  }

  private static func measure(_ options: Options) -> [Row] {
    let effort = options.effort
    var rows: [Row] = []
    for group in Options.groups where options.only.isEmpty || options.only.contains(group) {
      say("porate-bench: \(group)")
      switch group {
      case "kernel": rows += KernelRows.measure(effort, callgrind: Callgrind(program: CommandLine.arguments[0]))
      case "link": rows += LinkRows.measure(effort)
      case "tick": rows += TickRows.measure(effort)
      case "trains": rows += TrainRows.measure(effort)
      case "lateness": rows += LatenessRows.measure(effort)
      case "idle": rows += IdleRows.measure(effort, peers: options.peers)
      case _: rows += DaemonRows.measure(effort, options)
      }
    }
    return rows
  }

  private static func json(_ rows: [Row]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(rows)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  /// `kernel-steps STATE COUNT`: for counting instructions from outside.
  private static func kernelSteps(_ words: [String]) -> Int32 {
    guard words.count == 2, let rest = KernelDesk.Rest(rawValue: words[0]), let count = Int(words[1]),
      let desk = KernelDesk(rest)
    else { return 64 }
    return desk.steps(count) ? 0 : 1
  }

  /// `trains COUNT`: for a profiler.
  private static func trains(_ words: [String]) -> Int32 {
    guard words.count == 1, let count = Int(words[0]) else { return 64 }
    do {
      let run = try TrainRows.deliver(count)
      print("\(run.ticks.count) trains, median \(median(run.rates) ?? 0) a second, \(median(run.ticks) ?? 0) ticks")
      return 0
    } catch {
      say("porate-bench: \(error)")
      return 1
    }
  }
}

/// What scripts/bench hands over.
struct Options {
  /// Print JSON instead of the table.
  var json = false
  /// How much is measured.
  var effort = Effort.full
  /// The folder of porated and porate-sim.
  var programs = "."
  /// The folder of the peers that are built from Benchmarks/peers.
  var peers = "."
  /// The folder of settings that are shipped.
  var settings = "config"
  /// Every group, in the order of measuring.
  static let groups = ["kernel", "link", "tick", "trains", "lateness", "idle", "daemon"]
  /// The groups to measure; all if there is none.
  var only: [String] = []

  init(_ words: inout [String]) throws {
    while let word = words.first {
      words.removeFirst()
      switch word {
      case "--json": json = true
      case "--quick": effort = .quick
      case "--programs": programs = try Options.value(of: word, &words)
      case "--peers": peers = try Options.value(of: word, &words)
      case "--settings": settings = try Options.value(of: word, &words)
      case "--only":
        only = try Options.value(of: word, &words).split(separator: ",").map(String.init)
        if let stranger = only.first(where: { !Options.groups.contains($0) }) {
          throw BenchError("there is no group '\(stranger)', only \(Options.groups.joined(separator: ", "))")
        }
      case _: throw BenchError("unknown argument '\(word)': see scripts/bench --help")
      }
    }
  }

  private static func value(of name: String, _ words: inout [String]) throws -> String {
    guard !words.isEmpty else { throw BenchError("\(name) needs a value") }
    return words.removeFirst()
  }
}

/// A line for people, on standard error: standard output is the result's.
func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  // Nobody could be told of a failure.
  _ = write(2, bytes, bytes.count)
}
