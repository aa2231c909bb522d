import ControlInterface
import Foundation
import Testing

extension EndToEndTests {
  @Suite(.serialized) struct CommandTests {
    @Test(arguments: [
      ["status"], ["stop"], ["electrodes"], ["acknowledge"], ["diagnostics"], ["train"], ["monitor"],
      ["deliver", "--array", "plates", "--protocol", "plates-1khz", "--yes"], ["control", "--", "true"],
    ])
    func `without a daemon each command says so, and how to start it`(arguments: [String]) async throws {
      let ran = try await run("porate", arguments, ["PORATE_SOCKET": "/tmp/porate-nobody/control"])
      #expect(ran.code == 7)
      #expect(ran.errors.contains("there is no socket at /tmp/porate-nobody/control"))
      #expect(ran.errors.contains("porated --config"))
    }

    @Test func `a bad command line is 64`() async throws {
      #expect(try await run("porate", ["deliver", "--array", "plates"]).code == 64)
      #expect(try await run("porate", ["prepare", "--array", "a", "--protocol", "b", "--gap", "8"]).code == 64)
      #expect(try await run("porate", ["operate"]).code == 64)
    }

    @Test func `a script delivers, reads the library and the record, and a lowered plan needs its word`() async throws {
      let bedside = try await Bedside()
      let lowered = ["deliver", "--array", "plates", "--protocol", "plates-1khz", "--gap", "8mm", "--yes"]
      let refused = try await bedside.porate(lowered)
      #expect(refused.code == 3)
      #expect(refused.errors.contains("--accept-lowered"))
      #expect(try await bedside.state()?.prepared == nil)
      let delivered = try await bedside.porate(lowered + ["--accept-lowered", "--json"])
      #expect(delivered.code == 0, "\(delivered.errors)")
      #expect(try delivered.object()["lowered"] as? Bool == true)
      #expect(try await bedside.porate(["electrodes"]).output.contains("needle-rows"))
      #expect(try await bedside.porate(["protocols"]).output.contains("1300 V/cm (U/d)"))
      #expect(try await bedside.porate(["diagnostics", "--json"]).object()["counters"] != nil)
      let train = try await bedside.porate(["train", "--json"])
      #expect((try train.object()["pulses"] as? [Any])?.count == 8)
      let typed = ["deliver", "--array", "plates", "--protocol", "plates-1khz", "--gap", "6mm", "--yes"]
      let above = try await bedside.porate(typed + ["--voltage", "1200V"])
      #expect(above.code == 3)
      #expect(above.errors.contains("1200 V"))
    }

    @Test func `prepare, arm and fire go one by one under porate control, also a train that has to be held`()
      async throws
    {
      let bedside = try await Bedside()
      let alone = try await bedside.porate(["arm", "--connected", "plates"])
      #expect(alone.code == 3)
      #expect(alone.errors.contains("porate control -- sh"))
      let script = """
        porate prepare --array plates --protocol plates-1hz --gap 7mm >/dev/null \
          && porate arm --connected plates --json >/dev/null && porate fire --json
        """
      let held = try await bedside.porate(["control", "--", "sh", "-c", script])
      #expect(held.code == 0, "\(held.errors)")
      #expect(try held.object()["outcome"] as? String == "delivered")
      #expect(try await bedside.porate(["control", "--", "sh", "-c", "exit 42"]).code == 42)
      let end = try await bedside.porate(["control", "--json", "--", "true"])
      #expect(try end.object()["lease"] as? String == "held")
      #expect(try await bedside.state()?.holder == nil)
    }

    @Test func `a held train ends early when the firing command is killed, though control goes on`() async throws {
      let bedside = try await Bedside()
      let script = """
        porate prepare --array plates --protocol plates-1hz --gap 7mm >/dev/null \
          && porate arm --connected plates >/dev/null || exit 9
        porate fire >/dev/null & sleep 2.5; kill -9 $!; sleep 2; porate status --json
        """
      let ran = try await bedside.porate(["control", "--", "sh", "-c", script])
      let last = try (ran.object()["state"] as? [String: Any])?["last"] as? [String: Any]
      #expect(last?["name"] as? String == "partial", "\(ran.output) \(ran.errors)")
    }

    @Test(arguments: [true, false])
    func `stop from another terminal, or Ctrl-C, ends a train as partial`(bySignal: Bool) async throws {
      let bedside = try await Bedside()
      let deliver = try Running(
        "porate", ["deliver", "--array", "plates", "--protocol", "plates-1hz", "--gap", "7mm", "--yes"],
        bedside.environment)
      try await eventually("a pulse was given") {
        try #require(deliver.isRunning, "it ended: \(deliver.printed)")
        return deliver.printed.contains("good")
      }
      if bySignal {
        kill(deliver.pid, SIGINT)
      } else {
        #expect(try await bedside.porate(["stop"]).code == 0)
      }
      let ran = try await deliver.finished()
      #expect(ran.code == 2, "\(ran.output) \(ran.errors)")
      #expect(try await bedside.state()?.last?.name == .partial)
      try await bedside.ready()
    }
  }
}
