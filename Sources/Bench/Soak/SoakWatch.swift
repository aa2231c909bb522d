import GeneratorLink
import Generators
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

/// Looks at a random run after each tick and says which rule did not hold.
///
/// It keeps its own account of the trains from records, bytes and truth. Times are in ns of the run's clock.
final class SoakWatch {
  /// What was seen at all.
  var coverage = SoakCoverage()
  var failure: SoakFailure?
  let setup: BenchSetup

  // The trains.
  var trains: [UInt64: SoakTrain] = [:]
  var order: [UInt64] = []
  var current: UInt64 = 0
  var prepared: PlannedTrain?
  var preparedDigest = MachineStatus().digest
  var generation = 0

  /// Whether records were not taken or were lost: what depends on them is not judged until another train begins.
  var blind = false

  // What the daemon showed before.
  var former = MachineStatus()
  var lastEntered = StateName.starting
  var lastPermit: Int64 = .min
  var withdrawnAt: Int64 = .min
  var unansweredRest = 0
  var pieceTicks = 0
  var openTicks = 0
  var lastDischargeSent: Int64 = .min
  var linkUpSince: Int64 = .max
  var lostEvents: UInt64 = 0

  // What is true.
  var effects = SoakEffects()
  var chainOpenSince: Int64 = .max
  var arrayWrongSince: Int64 = .max
  /// Since when the pedal is pressed through both its stages, and since when it is not; `max` where it is the other.
  var pedalPressedSince: Int64 = .max
  var pedalFreeSince: Int64 = 0
  var confirmedArray: ArrayIdentity?
  var confirmedLease: UInt64?
  var ceiling_mV: Int64 = 0
  var boot: UInt64 = 0
  var beats: [SoakBeat] = []
  /// Up to when heartbeats that were sent keep the permit alive, by what they echo, on the clock of this start.
  var permitUntil_us: Int64 = 0
  var selfTestSince = false
  /// When a pulse beyond the plan came that the daemon still has to find; `max` for none.
  var extraSince: Int64 = .max
  var minute: [(time: Int64, pulses: Int, site: Int)] = []
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  var hostReader = FrameReader()
  var deviceReader = FrameReader()

  init(_ setup: BenchSetup) { self.setup = setup }

  /// Notes a broken rule, the first of a run.
  func broken(_ rule: SoakRule, _ rig: SoakRig, _ text: @autoclosure () -> String) {
    guard failure == nil, !blind || SoakRule.withoutRecords.contains(rule) else { return }
    failure = SoakFailure(rule: rule, tick: rig.ticks, text: text())
  }

  /// Looks at the tick that was just made.
  func look(_ rig: SoakRig) {
    if rig.generation != generation { daemonStarted(rig) }
    let now = rig.status.time.nanoseconds
    if !rig.world.drains { blind = true }
    if !rig.records.isEmpty { hearBefore(rig) }
    if !rig.truth.isEmpty { noteEffects(rig) }
    noteWorld(rig, now)
    if !rig.heard.isEmpty { hearBeats(rig) }
    if !rig.sent.isEmpty { readFrames(rig, now) }
    if !rig.truth.isEmpty { seeTruth(rig) }
    if !rig.records.isEmpty { hearAfter(rig) }
    watchState(rig, now)
    if rig.status.permit { watchPermit(rig, now) } else { watchRest(rig, now) }
    watchBank(rig, now)
    mix(rig)
    former = rig.status
  }

  /// Another daemon runs: what the former one latched and counted is gone with it.
  private func daemonStarted(_ rig: SoakRig) {
    generation = rig.generation
    former = MachineStatus()
    lastEntered = .starting
    unansweredRest = 0
    pieceTicks = 0
    openTicks = 0
    lostEvents = 0
    linkUpSince = .max
    lastDischargeSent = .min
    withdrawnAt = .min
    selfTestSince = false
    extraSince = .max
    minute.removeAll()
    prepared = nil
    hostReader = FrameReader()
    // An intent that the record does not hold was never armed, and nobody owes it an outcome.
    if let open = rig.openTrain {
      current = open.nonce.value
    } else if var train = trains[current], !train.isOver {
      train.outcome = .notDelivered
      trains[current] = train
    }
    confirmedArray = nil
  }

  /// Makes one number of the whole execution: two runs of one seed end with the same.
  private func mix(_ rig: SoakRig) {
    var value = UInt64(rig.status.state.mode.name.code) | (rig.status.permit ? 256 : 0)
    value |= UInt64(truncatingIfNeeded: rig.generator.bankVoltage.millivolts) << 16
    add(value)
    for byte in rig.sent { add(UInt64(byte)) }
    add(UInt64(rig.heard.count) << 32 | UInt64(rig.records.count) << 16 | UInt64(rig.truth.count))
  }

  private func add(_ value: UInt64) {
    hash = (hash ^ value) &* 0x0000_0100_0000_01B3
    hash ^= hash >> 29
  }

  // MARK: - The world

  private func noteEffects(_ rig: SoakRig) {
    for event in rig.truth {
      switch event.fact {
      case .injected(let fault):
        effects.begin(fault.entry)
        coverage.injected.insert(fault.entry.rawValue)
      case .cleared(let entry): effects.end(entry, at: event.time.nanoseconds)
      case .started:
        boot = event.boot
        permitUntil_us = 0
        confirmedArray = nil
      default: break
      }
    }
  }

  func holds(_ entry: FaultEntry, _ now: Int64, within span: Int64 = 0) -> Bool {
    effects.holds(entry, at: now, within: span)
  }

  /// Whether anything disturbs the line, or did so shortly before.
  func isDisturbed(_ rig: SoakRig, _ now: Int64) -> Bool {
    if !rig.world.portOpen { return true }
    for entry in SoakFault.ofLink where holds(entry, now, within: 4_000_000_000) { return true }
    return holds(.hang, now, within: 2_000_000_000) || holds(.reboot, now, within: 2_000_000_000)
  }

  /// How long what is true may take to be known: telemetry may be 40 ms old, and come late by what delays the line.
  func lag(_ now: Int64) -> Int64 {
    holds(.delayBytes, now, within: 1_000_000_000) ? 270_000_000 : 70_000_000
  }

  private func noteWorld(_ rig: SoakRig, _ now: Int64) {
    let lines = rig.generator.lines
    if lines.isChainClosed { chainOpenSince = .max } else if chainOpenSince == .max { chainOpenSince = now }
    if lines[.pedalFirst], lines[.pedalSecond] {
      pedalFreeSince = .max
      if pedalPressedSince == .max { pedalPressedSince = now }
    } else {
      pedalPressedSince = .max
      if pedalFreeSince == .max { pedalFreeSince = now }
    }
    noteArray(rig, now)
    let up: Bool
    switch rig.status.link {
    case .up: up = rig.status.telemetryAge <= setup.kernel.telemetryStale
    case .opening, .down: up = false
    }
    if up { if linkUpSince == .max { linkUpSince = now } } else { linkUpSince = .max }
  }

  private func noteArray(_ rig: SoakRig, _ now: Int64) {
    let world = rig.world
    let present = world.plugged != nil && !holds(.removedArray, now)
    if !present { confirmedArray = nil }
    if world.lease.map({ SoakWorld.identity($0).value }) != confirmedLease { confirmedArray = nil }
    var right = present
    if let plan = trains[current]?.plan, plan.kind == .selfTest {
      right = true
    } else if present, let plan = trains[current]?.plan {
      if holds(.wrongArray, now) {
        right = false
      } else if world.chip, let number = world.plugged {
        right = ArrayIdentity(ascii: SoakArrays.kind(number).identity) == plan.identity
      } else {
        right = !plan.chip
      }
    }
    if right { arrayWrongSince = .max } else if arrayWrongSince == .max { arrayWrongSince = now }
  }
}
