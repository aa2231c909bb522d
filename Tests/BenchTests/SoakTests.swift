import Bench
import PulseDispatch
import Quantities
import SafetyKernel
import Testing

@Suite struct `A random run` {
  @Test(arguments: [1, 2] as [UInt64])
  func `holds every rule after every tick, and delivers trains`(seed: UInt64) {
    let run = SoakRun.run(seed: seed, ticks: 50_000)
    #expect(run.failure == nil)
    #expect(run.ticks == 50_000 && run.coverage.deliveredTrains >= 10)
  }

  @Test func `is one execution of one seed, also as a replay of its script`() throws {
    let first = SoakRun.run(seed: 5, ticks: 20_000)
    let second = SoakRun.run(seed: 5, ticks: 20_000)
    #expect(first.hash == second.hash && first.script == second.script && first.script.count > 20)
    #expect(SoakRun.replay(first.script).hash == first.hash)
    let read = try SoakScript(text: first.script.text)
    #expect(read == first.script)
    #expect(SoakRun.run(seed: 6, ticks: 20_000).hash != first.hash)
  }

  @Test func `that showed nothing fails as that`() {
    let campaign = SoakCampaign.run(seeds: 1...1, ticks: 20_000, jobs: 1) { _ in }
    #expect(campaign.held && campaign.coverage.deliveredTrains > 0 && !campaign.coverage.missing.isEmpty)
    var idle = SoakRun.run(seed: 1, ticks: 200)
    idle.ticks = 20_000
    #expect(SoakCampaign.judged(idle, ticks: 20_000).failure?.rule == .worth)
  }

  @Test(arguments: [
    "soak 1", "nothing", "soak 1 10\n5 dance", "soak 1 10\n5 freeze 5\n4 stop", "soak 1 10\n5 freeze -1",
  ])
  func `script that is none is refused with its line`(text: String) {
    #expect(throws: SoakScriptError.self) { try SoakScript(text: text) }
  }
}

/// A machine that is laxer than the rules, and the rule that must find it.
struct LaxMachine: Sendable, CustomTestStringConvertible {
  var rule: SoakRule
  var seed: UInt64
  var change: @Sendable (inout BenchSetup) -> Void
  var testDescription: String { rule.rawValue }

  static let all: [LaxMachine] = [
    LaxMachine(rule: .lease, seed: 1) { $0.kernel.leaseLapse = .seconds(5) },
    LaxMachine(rule: .late, seed: 2) { $0.kernel.lateBudget = .seconds(3) },
    LaxMachine(rule: .fire, seed: 2) { $0.kernel.ticketAge = .seconds(60) },
    LaxMachine(rule: .countdown, seed: 3) { $0.kernel.ticks.armed = 60_000 },
    LaxMachine(rule: .sums, seed: 4) {
      $0.kernel.budget.pulsesPerMinute = 100_000
      $0.kernel.budget.pulsesPerSite = 100_000
    },
    LaxMachine(rule: .realtime, seed: 2) { $0.kernel.allowWithoutRealtime = true },
    LaxMachine(rule: .pulseAfterWithdrawal, seed: 5) { $0.permitTimeToLive = .seconds(2) },
  ]
}

@Suite struct `The rules of random runs` {
  @Test(arguments: LaxMachine.all)
  func `find a machine that keeps one of them less well`(machine: LaxMachine) {
    var found: SoakRule?
    for seed in machine.seed..<(machine.seed + 16) where found == nil {
      found = SoakRun.run(seed: machine.seed == 4 ? 4 : seed, ticks: 200_000, change: machine.change).failure?.rule
    }
    #expect(found == machine.rule)
  }

  @Test func `leave a failing script of few actions, which fails again`() throws {
    let change: (inout BenchSetup) -> Void = { $0.kernel.leaseLapse = .seconds(5) }
    var run = SoakRun.run(seed: 1, ticks: 200_000, change: change)
    if run.failure == nil { run = SoakRun.run(seed: 2, ticks: 200_000, change: change) }
    #expect(run.failure?.rule == .lease)
    let shrunk = try #require(
      SoakShrinker.shrink(run, replays: 150) { SoakRun.replay($0, change: change) })
    #expect(shrunk.script.count < run.script.count && shrunk.script.count <= 20)
    let again = SoakRun.replay(try SoakScript(text: shrunk.script.text), change: change)
    #expect(again.failure == shrunk.failure)
  }
}
