import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@Suite struct ReportTests {
  private func deliver(_ rig: DriverRig, pulses: UInt16 = 8) -> Bool {
    rig.plan = examplePlan(pulses: pulses)
    guard rig.arm(Nonce(value: 3)) else { return false }
    rig.release(Nonce(value: 3))
    return rig.run(5000) { rig.generator.pulses.count == Int(pulses) && rig.generator.state != .delivering }
  }

  @Test func `Each report is handed over once and in order`() {
    let rig = DriverRig()
    #expect(deliver(rig, pulses: 300))
    rig.ticks(200)
    #expect(rig.reports.map(\.index) == Array(0..<300))
    #expect(rig.reports.allSatisfy { $0.nonce == Nonce(value: 3) && $0.voltage == .volts(1040) })
  }

  @Test func `A report that was lost is asked for, and the later ones wait for it`() {
    let rig = DriverRig()
    rig.generator.withheldReports = [2, 7]
    #expect(deliver(rig))
    rig.ticks(300)
    #expect(rig.reports.map(\.index) == Array(0..<8))
    #expect(rig.generator.count { if case .reportRead = $0 { true } else { false } } == 2)
  }

  @Test func `The train's end is told only after its last report`() {
    let rig = DriverRig()
    rig.generator.withheldReports = Set(0..<8)
    #expect(deliver(rig))
    rig.heartbeat = false
    rig.query = Nonce(value: 3)
    #expect(rig.run(3000) { rig.fates.last == .ended(pulses: 8) })
    #expect(rig.reports.count == 8)
    let firstEnd = rig.fates.firstIndex(of: .ended(pulses: 8)) ?? 0
    #expect(rig.fates[..<firstEnd].allSatisfy { $0 == .unknown })
  }

  @Test func `A report that the generator no longer has makes the train's end unreported`() {
    let rig = DriverRig()
    rig.generator.forgottenReports = [3]
    #expect(deliver(rig))
    rig.query = Nonce(value: 3)
    #expect(rig.run(3000) { rig.fates.last == .endedUnreported(pulses: 8) })
    #expect(rig.reports.map(\.index) == [0, 1, 2])
  }

  @Test func `A train without a release never started, and that is told once the generator gave up the arming`() {
    let rig = DriverRig()
    #expect(rig.arm(Nonce(value: 3)))
    rig.query = Nonce(value: 3)
    rig.ticks(100)
    #expect(rig.fates.last == .unknown)
    rig.heartbeat = false
    rig.tick(.discharge)
    #expect(rig.run { rig.fates.last == .neverStarted })
  }

  @Test func `Of a train that it does not know the generator's word is unknown, and it is asked at a bounded rate`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.query = Nonce(value: 77)
    rig.ticks(400)
    #expect(rig.fates.allSatisfy { $0 == .unknown })
    let queries = rig.generator.count { if case .query = $0 { true } else { false } }
    #expect(queries >= 10 && queries <= 21)
  }

  @Test func `Reports and telemetry are corrected by the calibration`() {
    let rig = DriverRig()
    var calibration = Calibration()
    calibration.pulseVoltage = ChannelCorrection(gain: .percent(1), offset: 500)
    calibration.pulseCurrent = ChannelCorrection(gain: .percent(-2), offset: 0)
    calibration.width = ChannelCorrection(gain: .zero, offset: 250)
    calibration.bankA = ChannelCorrection(gain: .percent(2), offset: 0)
    rig.driver.calibrate(calibration)
    #expect(deliver(rig))
    rig.ticks(50)
    #expect(rig.reports.count == 8)
    for report in rig.reports {
      #expect(report.voltage == .millivolts(1_050_900))
      #expect(report.current == .milliamperes(4_900))
      #expect(report.width == .nanoseconds(100_250))
    }
  }

  @Test func `A reading that does not fit after correction counts as missing`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    var calibration = Calibration()
    calibration.bankB = ChannelCorrection(gain: .zero, offset: Int64.max)
    rig.driver.calibrate(calibration)
    rig.generator.flags.doorClosed = false
    let age = rig.input.telemetryAge
    // The bank reads zero, so only something above it overflows.
    #expect(rig.arm(Nonce(value: 3)) == false)
    #expect(rig.driver.counters.invalidReadings > 0)
    #expect(rig.input.telemetryAge > age)
  }

  @Test func `Waveforms follow after the train, whole and in order`() {
    let rig = DriverRig()
    #expect(deliver(rig))
    #expect(rig.waveforms.isEmpty)
    #expect(rig.run(5000) { rig.waveforms.last?.completesTrain == true })
    #expect(rig.waveforms.map(\.pulse) == (0..<8).flatMap { [UInt16($0), UInt16($0)] })
    #expect(rig.waveforms.map(\.offset) == (0..<8).flatMap { _ in [UInt16(0), UInt16(32)] })
    #expect(rig.waveforms[1].count == 8 && rig.waveforms[1].total == 40)
    #expect(rig.waveforms[2].voltage(at: 3) == .millivolts(300))
    #expect(rig.waveforms[2].current(at: 3) == .milliamperes(10))
    #expect(rig.waveforms[2].voltage(at: 32) == nil)
  }

  @Test func `The next arming does not wait for waveforms`() {
    let rig = DriverRig()
    #expect(deliver(rig))
    #expect(rig.run(5000) { rig.waveforms.count > 2 })
    rig.heartbeat = false
    #expect(rig.run { rig.input.telemetry.state == .idle })
    rig.generator.log.removeAll()
    rig.tick(.load(Nonce(value: 4)))
    #expect(rig.run { rig.input.readBack != nil })
    let late = rig.generator.log.dropFirst(2).contains { if case .waveformRead = $0.message { true } else { false } }
    #expect(!late)
  }

  @Test func `Over a line that flips one byte in a thousand every count equals the generator's own`() {
    let rig = DriverRig { $0.requestTimeout = .milliseconds(30) }
    var random: UInt64 = 99
    rig.generator.spoil = { byte in
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (random >> 33) % 1000 == 0 ? byte ^ 0x10 : byte
    }
    var settled = 0
    for nonce in 1...40 as ClosedRange<UInt64> {
      rig.query = nil
      rig.heartbeat = false
      for _ in 0..<30 { rig.tick(.discharge) }
      guard rig.arm(Nonce(value: nonce)) else { continue }
      let before = rig.reports.count
      rig.release(Nonce(value: nonce))
      rig.ticks(40)
      rig.heartbeat = false
      for _ in 0..<10 { rig.tick(.discharge) }
      rig.query = Nonce(value: nonce)
      #expect(rig.run(3000) { rig.fates.last != .unknown })
      let given = rig.generator.pulses.count
      #expect(rig.reports.count - before == given)
      switch rig.fates.last {
      case .ended(let pulses)?: #expect(Int(pulses) == given)
      case .neverStarted?: #expect(given == 0)
      case .unknown?, .endedUnreported?, nil: Issue.record("the fate of train \(nonce) is not known")
      }
      settled += 1
    }
    #expect(settled >= 36)
    #expect(rig.driver.counters.damaged > 0)
  }
}
