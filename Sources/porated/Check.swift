import ArgumentParser
import ControlService
import FoundationEssentials
import SHA256
import Settings

/// Checks a configuration without starting anything.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the configuration and everything it names, without starting anything.",
    discussion: """
      Prints every problem as file:line:column: message (remedy).

      Example: porated check --config config/porated.yaml

      Exit codes: 0 nothing is wrong; 1 problems were found; 64 a mistake in the arguments.
      With --json: an object with `good`, `file`, `digest` (null if bad), `generator` (whether one is configured) and
      `problems`, an array of objects with `file`, `line`, `column`, `message`, `remedy`.
      """)

  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config = DaemonPaths.configuration

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  private struct Report: Encodable {
    struct Problem: Encodable {
      var file: String
      var line: Int
      var column: Int
      var message: String
      var remedy: String
    }

    var good: Bool
    var file: String
    var digest: String?
    var generator: Bool
    var problems: [Problem]

    private enum CodingKeys: String, CodingKey {
      case good
      case file
      case digest
      case generator
      case problems
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(good, forKey: .good)
      try container.encode(file, forKey: .file)
      // Null, not absent: what is documented is always there.
      try container.encode(digest, forKey: .digest)
      try container.encode(generator, forKey: .generator)
      try container.encode(problems, forKey: .problems)
    }
  }

  func run() throws {
    do throws(SettingsFailure) {
      let checked = try CheckedConfiguration.read(config)
      try? print(good: checked)
    } catch {
      try? print(bad: error.problems)
      throw ExitCode(1)
    }
  }

  private func print(good checked: CheckedConfiguration) throws {
    let hasGenerator = checked.configuration.settings.generator != nil
    let digest = checked.configuration.digest.hex
    if json {
      return try print(Report(good: true, file: config, digest: digest, generator: hasGenerator, problems: []))
    }
    let library = checked.configuration.library
    Swift.print(
      "\(config) is good: \(library.arrays.count) electrode arrays, \(library.protocols.count) protocols, digest \(digest)"
    )
    if !hasGenerator { Swift.print("no generator is configured: add `generator:` to arm anything") }
  }

  private func print(bad problems: [SettingsProblem]) throws {
    if json {
      let report = problems.map {
        Report.Problem(file: $0.file, line: $0.line, column: $0.column, message: $0.message, remedy: $0.remedy)
      }
      return try print(Report(good: false, file: config, digest: nil, generator: false, problems: report))
    }
    for problem in problems { Swift.print(problem) }
  }

  private func print(_ report: Report) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    Swift.print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }
}
