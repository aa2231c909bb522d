import Quantities
import SafetyKernel
import Settings
import Testing
import Treatment

@Suite struct DaemonTests {
  private func read(_ part: String = "", _ other: String = "") throws -> DaemonSettings {
    let text = part.isEmpty ? Documents.daemon : Documents.daemon.replacingOccurrences(of: part, with: other)
    return try DaemonFile.read(Array(text.utf8), file: "/etc/porate/porated.yaml")
  }

  @Test func `what the file says is in the kernel's configuration`() throws {
    let settings = try read()
    #expect(settings.generator?.serial?.ascii == "SIM-0001")
    #expect(settings.generator?.baud == 921_600)
    #expect(settings.generator?.driver == .native)
    let limits = settings.kernel.limits(for: .treatment)
    #expect(limits.maximumVoltage == .volts(1000))
    #expect(limits.maximumTrainDuration == .seconds(120))
    #expect(limits.maximumTrainPulses == 96)
    #expect(settings.kernel.budget.energyPerMinute == .joules(400))
    #expect(settings.kernel.budget.pulsesPerSite == 5000)
    #expect(settings.kernel.requiredInterlocks == InterlockSet(bits: 0b101))
    #expect(settings.interlocks.map(\.name) == ["generator-chain", "door"])
    #expect(settings.access == [AccessRule(subject: .user("anna"), role: .operator)])
    #expect(settings.control.path == "/run/porate/control")
    #expect(settings.kernel.ticks.charge == 30_000)
  }

  @Test func `what is left out has the documented defaults`() throws {
    let settings = try read("  permit_ttl: 50 ms\n  telemetry_stale: 40 ms\n", "")
    #expect(settings.generator?.lateTick == .milliseconds(10))
    #expect(settings.generator?.permitTimeToLive == .milliseconds(50))
    #expect(settings.generator?.telemetryStale == .milliseconds(40))
    #expect(settings.generator?.notAfterMargin == .milliseconds(10))
    #expect(settings.control.leaseLapse == .seconds(1))
    #expect(settings.control.ticketAge == .milliseconds(500))
    #expect(settings.journalPath == nil)
    #expect(settings.electrodesFolder == "/etc/porate/electrodes")
    #expect(settings.absoluteCapsPath == "/etc/porate/absolute-caps")
  }

  @Test func `the wide budgets of a shared machine fit, and reach the kernel`() throws {
    let settings = try read(
      "  permit_ttl: 50 ms\n  telemetry_stale: 40 ms\ncontrol:\n  path: /run/porate/control\n  ticket_age: 500 ms\n",
      "  late_tick: 250 ms\n  permit_ttl: 500 ms\n  telemetry_stale: 500 ms\n  not_after_margin: 250 ms\n"
        + "control: {lease_lapse: 2 s, ticket_age: 1 s}\njournal: {path: journal.sqlite}\n"
        + "allow_without_realtime: A shared machine without the right to it.\ntimeouts: {charge: 20 s, armed: 60 s}\n")
    #expect(settings.kernel.lateBudget == .milliseconds(250))
    #expect(settings.kernel.telemetryStale == .milliseconds(500))
    #expect(settings.kernel.notAfterMargin == .milliseconds(250))
    #expect(settings.kernel.leaseLapse == .seconds(2))
    #expect(settings.kernel.ticketAge == .seconds(1))
    #expect(settings.kernel.allowWithoutRealtime)
    #expect(settings.kernel.ticks.charge == 20_000)
    #expect(settings.kernel.ticks.armed == 60_000)
    #expect(settings.kernel.ticks.load == 2_000)
    #expect(settings.journalPath == "/etc/porate/journal.sqlite")
  }

  @Test func `no interlock beside the chain needs a reason, which is kept`() throws {
    let settings = try read(
      "  - {name: door, line: door, required: yes}", "  declared_without: A bench with a simulator and nobody near.")
    #expect(settings.interlocksDeclaredWithout == "A bench with a simulator and nobody near.")
    #expect(settings.kernel.requiredInterlocks == .generatorChain)
    #expect(settings.interlocks.map(\.line) == [.chain])
  }

  @Test func `words that other readers take for something else are text`() throws {
    let text = Documents.electrodes.replacingOccurrences(of: "title: Parallel plates", with: "title: no")
    #expect(try ElectrodeFile.read(Array(text.utf8), file: "f").title == "no")
    for word in ["07", "1_000", "0x1F", "null", "~", "2026-11-23", "1e3", "true"] {
      let text = Documents.electrodes.replacingOccurrences(of: "title: Parallel plates", with: "title: \(word)")
      #expect(try ElectrodeFile.read(Array(text.utf8), file: "f").title == word)
    }
  }

  @Test func `texts that only look like anchors are texts`() throws {
    for title in ["Plates & gel", "\"*plates*\"", "'&c'", "A *b* c", "|\n  * one\n  * two", "a # &b"] {
      let text = Documents.electrodes.replacingOccurrences(of: "title: Parallel plates", with: "title: \(title)")
      #expect(throws: Never.self) { try ElectrodeFile.read(Array(text.utf8), file: "f") }
    }
  }

  @Test func `no damage to a file's bytes leads to a crash`() {
    let documents: [(Spoilt.Reader, String)] = [
      (.electrodes, Documents.electrodes), (.protocolFile, Documents.protocolFile), (.daemon, Documents.daemon),
      (.calibration, Documents.calibration),
    ]
    var state: UInt64 = 20_261_123
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let special = Array("{}[]:-?&*!|>'\"%@`#,\n\t \\0~<=".utf8)
    var refused = 0
    for _ in 0..<400 {
      for (reader, text) in documents {
        var bytes = Array(text.utf8)
        for _ in 0...next(3) {
          switch next(3) {
          case 0: bytes[next(bytes.count)] = special[next(special.count)]
          case 1: bytes.insert(special[next(special.count)], at: next(bytes.count))
          default: bytes.remove(at: next(bytes.count))
          }
        }
        if Spoilt.complaint(reader, bytes) != nil { refused += 1 }
      }
    }
    #expect(refused > 800)
  }
}
