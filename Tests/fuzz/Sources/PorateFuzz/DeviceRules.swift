import GeneratorLink
import Generators
import Quantities
import SHA256
import SafetyKernel

/// What holds for the driver whatever the generator answers.
struct DeviceRules {
  /// The only generator that is served.
  static let serial = DeviceSerial(ascii: "SCRIPTED-1") ?? DeviceSerial(low: 0, high: 0)

  /// Reports handed over for this train.
  private(set) var reports = 0
  private var gathered: UInt64 = 0
  private var newest: (boot: UInt64, time: DeviceInstant)?
  private var generation: UInt32 = 0
  private var heartbeat = false
  private var query: UInt64 = 0
  private var loaded: UInt64 = 0
  private var chargeAllowed = false
  private var probeStep: UInt8?
  /// Steps that the kernel asked to probe since the last time it gave up: one may still wait for its answer.
  private var probeSteps: Set<UInt8> = []
  private var release: HostMessage?
  private var telemetryTime = DeviceInstant.zero
  private var link = LinkReading.down
  private var now: Int64 = 0
  private var dischargedAt: Int64?
  private var dischargeDue = false
  private var handshakes: UInt32 = 0

  /// What the driver says after it has read.
  mutating func received(_ input: TickInput, _ driver: NativeDriver) {
    link = input.link
    if driver.counters.handshakes != handshakes {
      // Nothing of what was under way is taken over into a new link.
      handshakes = driver.counters.handshakes
      giveUp()
    }
    let isUp = input.link == .up
    holds((driver.lines != nil) == isUp, "raw lines without a link, or none with one")
    holds(
      (input.telemetryAge < .nanoseconds(Int64.max)) == isUp, "telemetry has an age without a link, or none with one")
    holds(input.telemetryAge >= .zero, "telemetry from the future")
    if isUp {
      holds(input.telemetry.serial == Self.serial, "telemetry of a stranger is used")
      holds(driver.identity?.serial == Self.serial && driver.trouble == .none, "the link is up with a stranger")
      let boot = input.telemetry.boot.value
      if let newest, newest.boot == boot {
        holds(input.telemetry.deviceTime >= newest.time, "the generator's clock goes back within one start of it")
      }
      newest = (boot, input.telemetry.deviceTime)
    }
    telemetryTime = input.telemetry.deviceTime
    for voltage in [input.telemetry.bankA, input.telemetry.bankB, input.telemetry.outputVoltage] {
      holds((-2_147_483_648...2_147_483_647).contains(voltage.millivolts), "a voltage of \(voltage)")
    }
    if let report = input.report { check(report) }
    check(input.fate)
    readBack(input.readBack, driver)
    if let probe = input.probe {
      holds(probe.nonce.value == loaded && probe.step == probeStep, "a probe that nobody asked for")
      probeStep = nil
    }
  }

  private mutating func check(_ report: PulseReport) {
    holds(gathered != 0 && report.nonce.value == gathered, "a report of another train")
    holds(Int(report.index) == reports, "report \(report.index) is handed over, \(reports) is due")
    holds(report.width >= .zero, "a pulse that ends before it begins")
    reports += 1
  }

  private func check(_ fate: TrainFate) {
    switch fate {
    case .unknown: break
    case .neverStarted: holds(query != 0, "the fate of a train that nobody asked for")
    case .ended(let pulses):
      holds(query != 0 && query == gathered, "the fate of a train that nobody asked for")
      holds(reports >= Int(pulses), "the end of a train before its reports")
    case .endedUnreported(let pulses):
      holds(query != 0 && query == gathered, "the fate of a train that nobody asked for")
      holds(reports < Int(pulses), "a train with all its reports ends without")
    }
  }

  private mutating func readBack(_ digest: PlanDigest?, _ driver: NativeDriver) {
    holds(driver.readBackGeneration &- generation < 1_000, "the count of programs that were read back goes back")
    generation = driver.readBackGeneration
    holds((digest != nil) == driver.holdsProgram, "a read-back without a program, or none with one")
    guard let digest else { return }
    holds(loaded != 0, "a read-back without an upload")
    let bytes = Array(UnsafeBufferPointer(start: driver.readBackBytes, count: driver.readBackCount))
    holds(bytes.count <= ProgramBytes.capacity, "more bytes than a program has")
    holds(PlanDigest(value: SHA256.digest(of: bytes)) == digest, "the second gate reads other bytes than were hashed")
  }

  func took(_ piece: WaveformFragment) {
    holds(piece.nonce.value != 0 && (1...32).contains(piece.count), "a piece of no waveform")
    holds(Int(piece.offset) + Int(piece.count) <= Int(piece.total), "samples beyond the waveform's end")
  }

  func took(_ notice: LinkNotice) {
    switch notice {
    case .identified(let identity): holds(identity.serial == Self.serial, "a stranger counts as identified")
    case .stranger(let identity): holds(!(identity.serial == Self.serial), "the own generator counts as a stranger")
    case .channelLost: broken("a line in memory is lost")
    }
  }

  /// What the kernel says in this tick, before the driver acts.
  mutating func begin(_ command: GeneratorCommand, query: Nonce?, heartbeat: Bool, now: Int64) {
    self.now = now
    self.heartbeat = heartbeat
    self.query = query?.value ?? 0
    if case .load(let nonce) = command { gather(nonce.value) }
    if let query, query.value != gathered { gather(query.value) }
    // What was given up does not come back by itself.
    let may = link == .up && heartbeat
    if !may {
      chargeAllowed = false
      release = nil
      forgetProbes()
    }
    dischargeDue = false
    switch command {
    case .none: break
    case .discharge:
      giveUp()
      dischargeDue = dischargedAt.map { now - $0 >= 5_000_000 } ?? true
    case .load(let nonce):
      giveUp()
      loaded = nonce.value
    case .probe(let nonce, let step):
      if may, nonce.value == loaded {
        probeStep = step
        probeSteps.insert(step)
      }
    case .charge(let nonce): chargeAllowed = may && nonce.value == loaded
    case .release(let nonce, let step, let pulse, let fireAt, let notAfter):
      if may {
        release = .release(nonce: nonce.value, step: step, pulse: pulse, fireAt: fireAt, notAfter: notAfter)
      }
    }
  }

  private mutating func giveUp() {
    loaded = 0
    chargeAllowed = false
    forgetProbes()
    release = nil
  }

  private mutating func forgetProbes() {
    probeStep = nil
    probeSteps = []
  }

  private mutating func gather(_ nonce: UInt64) {
    gathered = nonce
    reports = 0
  }

  /// What the driver wrote.
  mutating func sent(_ message: HostMessage, link matches: Bool) {
    // A discharge does not wait for the hello of a new link: it goes out before it, and again behind it.
    holds(matches || message == .discharge, "a frame of another link than the last hello's")
    switch message {
    case .hello: break
    case .discharge:
      dischargedAt = now
      dischargeDue = false
    case .heartbeat(_, let echo):
      holds(heartbeat, "a heartbeat that the gates do not allow")
      holds(link == .up && echo == telemetryTime, "a heartbeat echoes another time than telemetry's newest")
    case .probe(let nonce, let step):
      holds(heartbeat && nonce == loaded && probeSteps.contains(step), "a probe that nobody asked for")
    case .charge(let nonce): holds(heartbeat && chargeAllowed && nonce == loaded, "a charge that nobody asked for")
    case .release:
      holds(heartbeat, "a release that the gates do not allow")
      holds(message == release, "a release that nobody asked for, or a second one")
      release = nil
    case .programBegin(let nonce, _, _), .programData(let nonce, _, _), .programCommit(let nonce),
      .programRead(let nonce, _, _):
      holds(nonce == loaded, "a program of an arming that was given up")
    case .query(let nonce): holds(nonce == query && nonce != 0, "a question that nobody asked")
    case .reportRead(let nonce, _): holds(nonce == gathered && nonce != 0, "reports of another train are asked for")
    case .waveformRead(let nonce, _, _): holds(nonce != 0, "waveforms of no train are asked for")
    case .identityRead: break
    }
  }

  /// The tick is over.
  func end() { holds(!dischargeDue, "a discharge that is due does not go out") }
}
