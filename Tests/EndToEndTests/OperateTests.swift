import ControlInterface
import Foundation
import Testing

extension EndToEndTests {
  /// The view on a real terminal, which tmux gives.
  @Suite(.serialized) struct OperateTests {
    @Test func `a person arms with a and y, fires with f, stops with space, and gets the terminal back`() async throws {
      let bedside = try await Bedside()
      let terminal = try await Tmux(bedside.environment)
      try await terminal.type("porate operate --array plates --protocol plates-1khz --gap 8mm", "Enter")
      try await terminal.shows("LOWERED: left - right")
      try await terminal.shows("SIMULATED")
      try await terminal.type("f")
      try await terminal.shows("not armed: a arms, then f fires")
      try await terminal.type("a")
      try await terminal.shows("Is plates, gap 8 mm connected")
      try await terminal.type("y")
      try await terminal.shows("ARMED: f fires")
      try await terminal.type("f")
      try await terminal.shows("8 of 8 pulses delivered")
      try await bedside.ready()
      try await terminal.type("p")
      try await terminal.shows("Which electrode array?")
      try await terminal.choose("plates:")
      try await terminal.choose("plates-1hz:")
      try await terminal.choose("7 mm")
      try await terminal.shows("it has to be held")
      try await terminal.type("a")
      try await terminal.type("y")
      try await terminal.shows("ARMED: f fires")
      try await terminal.type("f")
      try await terminal.shows("HOLDING: any key lets go")
      try await terminal.shows(" good")
      try await terminal.type("Space")
      try await eventuallyPartial(bedside)
      try await terminal.type("q")
      try await terminal.shows("of 8 pulses")
      try await terminal.type("stty -a | grep -o ' icanon'; echo back-$?", "Enter")
      try await terminal.shows("back-0")
    }

    @Test func `Ctrl-C leaves it, gives control back, and restores the terminal`() async throws {
      let bedside = try await Bedside()
      let terminal = try await Tmux(bedside.environment)
      try await terminal.type("porate operate; echo code-$?", "Enter")
      try await terminal.shows("Nothing is prepared")
      #expect(try await bedside.state()?.holder != nil)
      try await terminal.type("C-c")
      try await terminal.shows("code-130")
      #expect(try await bedside.state()?.holder == nil)
      try await terminal.type("stty -a | grep -o ' icanon'; echo back-$?", "Enter")
      try await terminal.shows("back-0")
    }

    private func eventuallyPartial(_ bedside: Bedside) async throws {
      for _ in 0..<200 {
        if try await bedside.state()?.last?.name == .partial { return }
        try await Task.sleep(for: .milliseconds(50))
      }
      Issue.record("the train did not end as partial: \(try await bedside.porate(["status"]).output)")
    }
  }
}

/// A terminal of its own with a shell in it.
final class Tmux {
  private let server = "porate-\(UUID().uuidString.prefix(8))"

  init(_ environment: [String: String]) async throws {
    let variables = environment.merging(["NO_COLOR": "1", "PS1": "$ "]) { $1 }
    let all = Programs.environment(variables)
    let started = try await run(
      "/usr/bin/env", ["tmux", "-f", "/dev/null", "-L", server, "new-session", "-d", "-x", "140", "-y", "50", "sh"], all
    )
    try #require(started.code == 0, "these tests need tmux: \(started.errors)")
  }

  deinit {
    // It ends with the last session's shell; the server is told directly, since nothing can be awaited here.
    let end = try? Running("/usr/bin/env", ["tmux", "-L", server, "kill-server"])
    while end?.isRunning == true { usleep(5_000) }
  }

  func type(_ keys: String...) async throws {
    _ = try await run("/usr/bin/env", ["tmux", "-L", server, "send-keys"] + keys)
  }

  func screen() async throws -> String {
    try await run("/usr/bin/env", ["tmux", "-L", server, "capture-pane", "-p"]).output
  }

  func shows(_ text: String, at location: SourceLocation = #_sourceLocation) async throws {
    var last = ""
    for _ in 0..<600 {
      last = try await screen()
      if last.contains(text) { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("never shown: \(text)\n\(last)", sourceLocation: location)
    throw CancellationError()
  }

  /// Types the key that stands before a text.
  func choose(_ text: String) async throws {
    try await shows(text)
    let line = try await screen().split(separator: "\n").first { $0.contains("  \(text)") }
    let key = try #require(line?.split(separator: " ").first, "no key for \(text)")
    try await type(String(key))
  }
}
