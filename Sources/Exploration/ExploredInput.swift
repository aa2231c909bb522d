/// One tick's input by its classes; a counterexample is a list of these.
package struct ExploredInput: Hashable, Sendable {
  /// What the generator does.
  package var device = DeviceClass.expected
  /// What is wrong with link or telemetry.
  package var health = HealthClass.good
  /// What it answered.
  package var reply = ReplyClass.usual
  /// The lease.
  package var lease = LeaseClass.holding
  /// Interlocks and pedal.
  package var lines = LinesClass.released
  /// Whether somebody called for a stop.
  package var stop = false
  /// When the tick came.
  package var timing = TimingClass.onTime
  /// The host's conditions.
  package var host = HostClass.good
  /// The command.
  package var command = CommandClass.none
  /// The pulse report.
  package var report = ReportClass.none

  /// An input in which everything is as it should be and nobody asks for anything.
  package init() {}

  /// What differs from that, as `name:class` words; `-` if nothing does.
  package var words: String {
    var words: [String] = []
    if device != .expected { words.append("device:\(device)") }
    if health != .good { words.append("health:\(health)") }
    if reply != .usual { words.append("reply:\(reply)") }
    if lease != .holding { words.append("lease:\(lease)") }
    if lines != .released { words.append("lines:\(lines)") }
    if stop { words.append("stop") }
    if timing != .onTime { words.append("timing:\(timing)") }
    if host != .good { words.append("host:\(host)") }
    if command != .none { words.append("command:\(command)") }
    if report != .none { words.append("report:\(report)") }
    return words.isEmpty ? "-" : words.joined(separator: " ")
  }

  /// Reads ``words`` back; nil for a word that is none.
  package init?(words: String) {
    self.init()
    for word in words.split(separator: " ") where word != "-" {
      if word == "stop" {
        stop = true
        continue
      }
      let parts = word.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, take(String(parts[0]), String(parts[1])) else { return nil }
    }
  }

  private mutating func take(_ name: String, _ value: String) -> Bool {
    func find<Class: CaseIterable>(_ type: Class.Type) -> Class? { type.allCases.first { "\($0)" == value } }
    switch name {
    case "device": return set(&device, find(DeviceClass.self))
    case "health": return set(&health, find(HealthClass.self))
    case "reply": return set(&reply, find(ReplyClass.self))
    case "lease": return set(&lease, find(LeaseClass.self))
    case "lines": return set(&lines, find(LinesClass.self))
    case "timing": return set(&timing, find(TimingClass.self))
    case "host": return set(&host, find(HostClass.self))
    case "command": return set(&command, find(CommandClass.self))
    case "report": return set(&report, find(ReportClass.self))
    default: return false  // Not one of our enums: a word from a command line.
    }
  }

  private func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }
}
