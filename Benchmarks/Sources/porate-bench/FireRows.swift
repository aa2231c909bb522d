import CRealtime
import Glibc
import VarlinkWire

/// From writing Fire to the first pulse edge in the simulator's own log, which has the machine's monotonic clock too.
enum FireRows {
  static func measure(_ name: String, _ effort: Effort, _ station: Station) -> Row {
    var spans: [Double] = []
    var failures: [String] = []
    for _ in 0..<effort.runs {
      do { spans.append(try fire(station)) } catch { failures.append("\(error)") }
    }
    guard let span = median(spans) else { return .missing(name, "ms", failures.first ?? "no train was given") }
    let note = failures.first.map { "\(failures.count) of \(effort.runs) trains failed, the first: \($0)" }
    return Row(name, "ms", span, note: note)
  }

  /// One train into fresh tissue; milliseconds to its first edge.
  private static func fire(_ station: Station) throws -> Double {
    _ = try VarlinkLine(station.simulatorControl).call(
      "io.porate.Simulator.Set", ["settings": ["tissue": "tumour", "array": "plates", "gap_um": 8_000]])
    try station.settle()
    let console = try ConsoleLine(station.control)
    let plan = try console.calls.call(
      "io.porate.Control.Prepare",
      [
        "token": .string(console.token),
        "plan": ["array": "plates", "protocol": "plates-1khz", "gap_um": 8_000, "acceptLowered": true],
      ])["plan"]
    guard let digest = plan?["digest"]?.text else { throw BenchError("Prepare told no digest") }
    let armed = try console.finish(
      "io.porate.Control.Arm", ["digest": .string(digest), "confirmedArray": "plates"], last: "armed")
    guard let nonce = armed.reply["armed"]?["nonce"]?.text else { throw BenchError("Arm told no nonce") }
    // The ticket belongs to what the console has just seen.
    let ticket = try console.renew()
    let fired = try console.finish(
      "io.porate.Control.Fire", ["nonce": .string(nonce), "ticket": .string(ticket)], last: "outcome")
    guard let edge = firstEdge(station, after: fired.sent) else {
      throw BenchError("no pulse: \(fired.reply["outcome"]?["sentence"]?.text ?? "")")
    }
    guard fired.reply["outcome"]?["name"]?.text == "delivered" else {
      throw BenchError(fired.reply["outcome"]?["sentence"]?.text ?? "not delivered")
    }
    return Double(edge - fired.sent) / 1e6
  }

  private static func firstEdge(_ station: Station, after sent: Int64) -> Int64? {
    for line in station.folder.text("state/truth.jsonl").split(separator: "\n") where line.contains("\"pulseStart\"") {
      guard let event = try? JSONValue(parsing: Array(line.utf8)), let time = event["time_ns"]?.integerValue else {
        continue
      }
      if time > sent { return time }
    }
    return nil
  }
}

/// What a console keeps: a connection that holds the lease, one that renews it, one for everything else.
final class ConsoleLine {
  /// For everything else.
  let calls: VarlinkLine
  /// The lease.
  let token: String
  private let holding: VarlinkLine
  private let renewing: VarlinkLine

  init(_ control: String) throws {
    holding = try VarlinkLine(control)
    renewing = try VarlinkLine(control)
    calls = try VarlinkLine(control)
    try holding.send("io.porate.Control.AcquireControl", more: true)
    guard let token = try holding.reply(within: 5_000)?.parameters["token"]?.text else {
      throw BenchError("the lease was not given")
    }
    self.token = token
  }

  /// Renews the lease, the firing held; the ticket.
  func renew() throws -> String {
    let reply = try renewing.call("io.porate.Control.RenewControl", ["token": .string(token), "hold": true])
    guard let ticket = reply["ticket"]?.text else { throw BenchError("RenewControl gave no ticket") }
    return ticket
  }

  /// A call with more, renewing the lease until the reply of the last phase; when it was written, and that reply.
  func finish(_ method: String, _ parameters: [String: JSONValue], last: String) throws -> (
    sent: Int64, reply: [String: JSONValue]
  ) {
    var all = parameters
    all["token"] = .string(token)
    let sent = try calls.send(method, all, more: true)
    var renewed = crealtime_clock_monotonic_ns()
    while crealtime_clock_monotonic_ns() - sent < 60_000_000_000 {
      if let reply = try calls.reply(within: 100) {
        if reply.parameters["phase"]?.text == last { return (sent, reply.parameters) }
        if !reply.continues { throw BenchError("\(method) ended before \(last)") }
      }
      if crealtime_clock_monotonic_ns() - renewed > 250_000_000 {
        _ = try renew()
        renewed = crealtime_clock_monotonic_ns()
      }
    }
    throw BenchError("\(method) did not come to \(last) within a minute")
  }
}
