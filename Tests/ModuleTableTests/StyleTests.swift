import Testing

@Suite struct StyleTests {
  @Test func `the fail-closed modules force nothing, trap nowhere and name every case`() throws {
    var offences: [String] = []
    for module in try Repository.modules() where ModuleTable.failClosed.contains(module) {
      for path in Repository.swiftFiles(in: "Sources/" + module) {
        for found in ForbiddenWords.offences(in: SwiftSource(try Repository.text(path))) {
          offences.append("\(path):\(found.line): \(found.what)")
        }
      }
    }
    #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
  }

  @Test func `no Swift file holds two ideas`() throws {
    let files = ["Sources", "Tests", "Benchmarks"].flatMap(Repository.swiftFiles(in:))
    #expect(!files.isEmpty)
    for path in files {
      let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).dropLast().count
      #expect(lines <= ModuleTable.longestFile, "\(path) has \(lines) lines")
    }
  }
}

@Suite struct SwiftSourceTests {
  @Test(arguments: [
    "import A", "  public import A", "@testable import A", "@preconcurrency internal import struct A.B", "import A.C",
    "let x = 1; import A", "/* why */ import A // so",
  ])
  func `an import is found in each of its forms`(text: String) {
    #expect(SwiftSource(text).imports.map(\.module) == ["A"])
  }

  @Test(arguments: [
    "// import A", "/* /* */ import A */", "let s = \"import A\"", "let s = \"\"\"\nimport A\n\"\"\"",
    "let s = #\"\"\n\" import A\"#", "let `import` = 1",
  ])
  func `what only reads like an import is none`(text: String) {
    #expect(SwiftSource(text).imports.isEmpty)
  }

  @Test(arguments: [
    "let x = try! f()", "let x = y as! Int", "let x = y!", "f()!.go()", "a[0]!", "var x: Int!", "fatalError()",
    "preconditionFailure(\"never\")", "switch x {\ndefault: break\n}", "switch x { default: break }",
    "let s = \"\\(x!)\"", "let s = \"a\" + \"\\(\"\\(x!)\")\"", "let s = #\"\\#(x!)\"#", "default :",
  ])
  func `each forbidden word is found`(text: String) {
    #expect(ForbiddenWords.offences(in: SwiftSource(text)).count == 1)
  }

  @Test(arguments: [
    "if !x { }", "a != b", "let s = \"stop! default: try! x! fatalError()\"", "// y! fatalError()",
    "let s = \"\"\"\n  default: x!\n  \"quoted\" y!\n\"\"\"", "f(default: 3)", "func f(default value: Int) {}",
    "// not ours: a byte\ndefault: break", "default: break  // not ours: a byte", "@unknown default: break",
    "let s = #\"a\\(x!)\"#", "let s = \"\\\"x!\"", "where !(x)", "return !y",
  ])
  func `what only reads like one is none`(text: String) {
    #expect(ForbiddenWords.offences(in: SwiftSource(text)).isEmpty)
  }
}
