import GeneratorLink
import Quantities
import Testing
import VirtualGenerator

/// Faults of the line that keep frames whole, cut them, or take one way alone; and the witness that a fault was in effect.
@Suite struct LineFaultTests {
  private func opened() -> Host {
    var host = Host(array: Bench.plates)
    host.open()
    return host
  }

  private func effects(_ host: Host) -> [FaultEntry] {
    host.truth.compactMap { if case .tookEffect(let entry) = $0.fact { entry } else { nil } }
  }

  @Test func `frames that overtake each other come whole, one behind its successor`() {
    var host = opened()
    host.run(50)
    let known = host.heard.count
    host.device.schedule(.fault(.reorderFrames(.percent(30), .toHost)))
    host.run(1_000)
    let sequences = host.heard[known...].map(\.sequence)
    #expect(host.damaged == 0)
    #expect(zip(sequences, sequences.dropFirst()).contains { $1 < $0 })
    #expect(Set(sequences).count == sequences.count)
    host.device.schedule(.clear(.reorderFrames))
    host.run(100)
    let later = host.heard.suffix(8).map(\.sequence)
    #expect(later == later.sorted())
    #expect(effects(host) == [.reorderFrames])
  }

  @Test func `frames that lose their tails are dropped, and the next one is heard`() {
    var host = opened()
    host.device.schedule(.fault(.truncateFrames(.percent(30), .toHost)))
    let known = host.heard.count
    host.run(1_000)
    #expect(host.damaged > 10)
    #expect(host.heard.count - known > 30)
    #expect(effects(host) == [.truncateFrames])
  }

  @Test func `a line half open is heard on one side alone`() {
    var host = opened()
    host.device.schedule(.fault(.halfOpen(.toDevice)))
    let known = host.heard.count
    #expect(host.ask(.identityRead) == nil)
    #expect(host.heard.count > known)
    host.device.schedule(.clear(.halfOpen))
    guard case .identity = host.ask(.identityRead) else {
      Issue.record("no identity behind it")
      return
    }
    host.device.schedule(.fault(.halfOpen(.toHost)))
    host.run(20)
    let silent = host.bytesHeard
    host.run(200)
    #expect(host.bytesHeard == silent)
    host.isBeating = true
    host.run(100)
    #expect(effects(host) == [.halfOpen, .halfOpen])
  }

  @Test func `at another rate there is only noise, and no permit`() {
    var host = opened()
    host.isBeating = true
    host.run(100)
    host.device.schedule(.fault(.wrongBaud(.both)))
    let known = host.heard.count
    host.run(300)
    #expect(host.heard.count == known && !host.device.isPermitLive)
    host.device.schedule(.clear(.wrongBaud))
    host.run(100)
    #expect(host.heard.count > known)
    #expect(effects(host) == [.wrongBaud])
  }

  @Test
  func `a fault that changes nothing has no effect in the log, and one that does has one, once for each injection`() {
    var host = opened()
    host.device.schedule(.fault(.refusesDischarge))
    host.device.schedule(.fault(.missingPulse))
    host.run(500)
    #expect(effects(host) == [])
    host.device.schedule(.fault(.mute))
    host.device.schedule(.fault(.removedArray))
    host.run(100)
    #expect(effects(host) == [.removedArray, .mute] || effects(host) == [.mute, .removedArray])
    host.device.schedule(.clear(.removedArray))
    host.device.schedule(.fault(.removedArray))
    host.run(100)
    #expect(effects(host).count { $0 == .removedArray } == 2)
  }
}
