import ArgumentParser
import Console
import Foundation
import Testing

@testable import porate

@Suite struct HelpTests {
  @Test func `every command is listed, has a help with an example, and takes --socket and --json`() {
    let visible = Porate.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    #expect(visible.count == 17)
    for command in visible {
      let help = Porate.helpMessage(for: command, columns: 100)
      #expect(help.contains("Example: porate "), "\(command)")
      #expect(help.contains("--socket"), "\(command)")
      #expect(help.contains("--json"), "\(command)")
    }
  }

  @Test func `the help is as recorded`() throws {
    let visible = Porate.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    let parts = [Porate.helpMessage(columns: 100)] + visible.map { Porate.helpMessage(for: $0, columns: 100) }
    let text = parts.joined(separator: "\n----\n") + "\n"
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("Snapshots/help.txt")
    if ProcessInfo.processInfo.environment["PORATE_RECORD_SNAPSHOTS"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded help.txt")
    } else {
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  @Test func `the exit codes stand in the help`() {
    let help = Porate.helpMessage(columns: 100)
    for ending in Ending.allCases { #expect(help.contains("\(ending.rawValue)  \(ending.meaning)")) }
  }

  @Test(arguments: [
    (["prepare", "--array", "plates", "--protocol", "p", "--gap", "8"], "has no unit"),
    (["prepare", "--array", "plates"], "--array and --protocol"),
    (["deliver", "--array", "plates", "--protocol", "p", "--voltage", "900 mm"], "is not"),
    (["control"], "behind --"),
  ])
  func `a bad command line says what is wrong`(arguments: [String], words: String) {
    #expect {
      _ = try Porate.parseAsRoot(arguments)
    } throws: { error in
      Porate.message(for: error).contains(words) && Porate.exitCode(for: error).rawValue == Ending.usage.rawValue
    }
  }
}
