import GeneratorLink
import Generators
import Quantities
import SHA256
import SafetyKernel
import Testing

@testable import PulseDispatch

@Suite struct LoopTests {
  @Test func `Eight pulses are delivered from prepare to standby`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.status.blockers.isEmpty)
    #expect(rig.deliver())
    #expect(rig.generator.pulses.count == 8)
    #expect(rig.outcomes == [.delivered])
    #expect(rig.refusals.isEmpty)
    #expect(rig.status.state.faults.isEmpty)
    #expect(rig.events { if case .kernel(.judged(_, nil)) = $0 { true } else { false } } == 8)
    #expect(rig.run { rig.pieces.last?.completesTrain == true })
    #expect(rig.deliver())
    #expect(rig.outcomes == [.delivered, .delivered])
  }

  @Test func `Answers carry the number of their command`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    let accepted = rig.events.filter { if case .kernel(.accepted) = $0.event { true } else { false } }
    #expect(accepted.map(\.correlation) == [2])
    let prepared = rig.events.filter { if case .kernel(.prepared) = $0.event { true } else { false } }
    #expect(prepared.map(\.correlation) == [1])
    #expect(rig.events.map(\.tick) == rig.events.map(\.tick).sorted())
  }

  @Test func `No heartbeat is written before the program was read back`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.generator.log.removeAll()
    #expect(rig.arm())
    let first = rig.generator.log.firstIndex { if case .heartbeat = $0.message { true } else { false } } ?? 0
    let reads = rig.generator.log.lastIndex { if case .programRead = $0.message { true } else { false } } ?? Int.max
    #expect(reads < first)
    #expect(rig.status.gate == .allowed)
  }

  @Test func `A stop from anywhere discharges in its tick and is taken once`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.ends.signals.callStop()
    rig.tick()
    #expect(rig.mode == .discharging)
    #expect(rig.status.state.cause == .stop)
    #expect(!rig.status.heartbeat)
    rig.tick()
    #expect(rig.generator.log.last?.message == .discharge)
    #expect(rig.run { rig.mode == .standby })
    // The stop is spent: the next arming goes through.
    #expect(rig.deliver())
    #expect(rig.outcomes == [.notDelivered, .delivered])
  }

  @Test func `An opened interlock ends the permit in the tick that hears of it, and the cause is told`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.generator.flags.doorClosed = false
    #expect(rig.run(20) { rig.mode != .armed })
    #expect(rig.status.state.cause == .fault(.interlockOpened))
    #expect(!rig.status.heartbeat)
    #expect(rig.run { rig.mode == .standby })
    #expect(rig.generator.pulses.isEmpty)
  }

  @Test func `A cut line is named as the cause, not an interlock`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.channel.cut()
    rig.tick()
    #expect(rig.status.state.cause == .fault(.linkLost))
    rig.tick()
    #expect(rig.status.closedInterlocks.isEmpty)
  }

  @Test func `Silence is named as stale telemetry, not as an interlock`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.generator.sendsTelemetry = false
    #expect(rig.run(100) { rig.mode != .armed })
    #expect(rig.status.state.cause == .fault(.telemetryStale))
  }

  @Test func `A lease that is not renewed ends the arming`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.renews = false
    #expect(rig.run(1200) { rig.mode != .armed })
    #expect(rig.status.state.cause == .leaseEnded)
  }

  @Test func `An old ticket, one from the future, and a second firing are refused`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    let nonce = rig.status.arming?.nonce ?? Nonce(value: 0)
    rig.offer(.fire(correlation: 7, rig.lease, nonce, ticketIssued: .nanoseconds(rig.now - 600_000_000)))
    rig.tick()
    rig.offer(.fire(correlation: 8, rig.lease, nonce, ticketIssued: .nanoseconds(rig.now + 600_000_000)))
    rig.tick()
    #expect(rig.refusals == [.ticketTooOld, .ticketTooOld])
    rig.fire()
    rig.tick()
    rig.fire()
    #expect(rig.run { rig.mode == .standby })
    #expect(rig.refusals.count == 3)
    #expect(rig.generator.pulses.count == 8)
  }

  @Test func `The second gate refuses what the kernel permits: no pulse, no charge, and the fault is named`() {
    var caps = LoopRig.wideCaps
    caps.maximumVoltage = .volts(1000)
    let rig = LoopRig(caps: caps)
    #expect(rig.ready())
    #expect(!rig.arm())
    #expect(rig.status.state.faults.first == .gatesDisagree)
    #expect(rig.events { if case .gateRefused(.voltage) = $0 { true } else { false } } == 1)
    let energising = rig.generator.log.contains {
      switch $0.message {
      case .heartbeat, .charge, .probe, .release: true
      default: false
      }
    }
    #expect(!energising)
    #expect(rig.generator.pulses.isEmpty)
  }

  @Test func `A trigger that the second gate refuses in its own tick never reaches the line`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    // The gate changes its mind in the very tick of the firing, when the kernel cannot know of it yet.
    rig.loop.gate.forgetProgram()
    rig.fire()
    rig.tick()
    #expect(rig.mode == .delivering)
    #expect(!rig.status.heartbeat)
    rig.tick()
    #expect(rig.status.state.faults.first == .gatesDisagree)
    #expect(rig.run { rig.mode == .standby })
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 0)
    #expect(rig.generator.pulses.isEmpty)
  }

  @Test func `Without a calibration for this very generator nothing can be armed`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.offer(.calibration(DeviceSerial(low: 1, high: 2), Calibration()))
    rig.tick()
    #expect(rig.status.blockers.contains(.calibration))
    rig.offer(.calibration(rig.status.telemetry.serial, Calibration()))
    rig.tick()
    #expect(!rig.status.blockers.contains(.calibration))
    rig.offer(.calibrationWithdrawn)
    rig.tick()
    #expect(rig.status.blockers.contains(.calibration))
  }

  @Test func `Events that find no room are counted, and nothing can be armed until the record knows`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.drains = false
    rig.renews = false
    for number in 0..<600 as Range<UInt32> {
      rig.offer(.acknowledge(correlation: number))
      rig.tick()
    }
    #expect(rig.status.overrun)
    #expect(rig.status.lostEvents >= 80)
    #expect(rig.status.blockers.contains(.record))
    rig.drains = true
    rig.renews = true
    // The record notes fewer than were lost by now: the rest is not noted.
    rig.offer(.overrunNoted(lostEvents: rig.status.lostEvents - 1))
    rig.ticks(5)
    #expect(rig.status.overrun)
    rig.offer(.overrunNoted(lostEvents: rig.status.lostEvents))
    rig.ticks(5)
    #expect(!rig.status.overrun)
    #expect(!rig.status.blockers.contains(.record))
  }

  @Test func `A tick that comes too late is a fault with energy and none without`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.tick(lateBy: 50_000_000)
    #expect(rig.status.state.faults.isEmpty)
    #expect(rig.arm())
    rig.tick(lateBy: 50_000_000)
    #expect(rig.status.state.faults.first == .tickLate)
    #expect(rig.ends.lateness.worstLateness == .milliseconds(50))
  }

  @Test func `The pace is slow in standby, fast after a command and whenever there may be energy`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.ticks(300)
    rig.renews = false
    #expect(rig.tick() == .slow)
    rig.renews = true
    rig.offer(.acknowledge(correlation: 0))
    #expect(rig.tick() == .fast)
    #expect(rig.arm())
    #expect(rig.tick() == .fast)
  }

  @Test func `Asked to end, the loop discharges first and then says that it has ended`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.ends.signals.callEnd()
    #expect(rig.run { rig.loop.hasEnded })
    #expect(rig.ends.signals.hasEnded)
    #expect(rig.status.ended)
    #expect(rig.generator.bank < .volts(42))
    #expect(rig.generator.count { $0 == .discharge } > 1)
    #expect(rig.status.state.mode.name == .standby)
  }

  @Test func `The same seed and the same inputs make the same execution, tick by tick`() {
    func execution(_ seed: UInt64) -> [UInt64] {
      let rig = LoopRig(seed: seed)
      var random = seed
      rig.generator.spoil = { byte in
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (random >> 33) % 2000 == 0 ? nil : byte
      }
      _ = rig.ready()
      _ = rig.deliver()
      _ = rig.deliver()
      var trace: [UInt64] = []
      for record in rig.events {
        trace.append(record.tick)
        trace.append(UInt64(bitPattern: record.time.nanoseconds))
        trace.append(contentsOf: String(describing: record.event).utf8.map(UInt64.init))
      }
      trace.append(contentsOf: rig.generator.log.map { UInt64($0.time) })
      return trace
    }
    let first = execution(5)
    #expect(first.count > 100)
    #expect(first == execution(5))
    #expect(first != execution(6))
  }

  @Test func `A train that a former start left open is unresolved until the counter settles it`() {
    let open = Arming(
      nonce: Nonce(value: 99), digest: PlanDigest(value: .zero),
      serial: DeviceSerial(ascii: "SCRIPTED-1") ?? .init(low: 0, high: 0),
      boot: BootIdentity(value: 1), counterBefore: 997, plannedPulses: 8)
    let rig = LoopRig(openTrain: open)
    #expect(rig.run { rig.mode == .standby })
    rig.ticks(20)
    #expect(rig.outcomes == [.partial(pulses: 3)])
  }
}
