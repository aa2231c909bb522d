import Settings
import Testing

/// Files made to cost time and memory.
@Suite struct HostileTests {
  private func problems(_ text: String) -> [SettingsProblem] {
    do throws(SettingsFailure) {
      _ = try ElectrodeFile.read(Array(text.utf8), file: "f")
      return []
    } catch { return error.problems }
  }

  @Test func `a section of very many keys is refused for that, and not every key is looked into`() {
    let found = problems((0..<20_000).map { "k\($0): 1\n" }.joined())
    #expect(found.contains { $0.message == "the file has 20000 keys" && $0.line == 1 })
    #expect(found.count <= 200)
  }

  @Test func `as many keys as a section can have are each judged`() {
    let found = problems((0..<64).map { "k\($0): 1\n" }.joined())
    #expect(found.count { $0.message.hasPrefix("unknown key") } == 64)
  }

  @Test func `of very many mistakes only some are kept`() {
    #expect(problems("schema: 1\nname:\n" + String(repeating: " - !x y\n", count: 20_000)).count == 200)
  }
}
