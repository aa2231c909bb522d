import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// What the daemon sends to the generator, byte by byte.

extension SoakWatch {
  func readFrames(_ rig: SoakRig, _ now: Int64) {
    for byte in rig.sent {
      if hostReader.absorb(byte) { continue }
      guard case .frame(let frame) = hostReader.accept(byte), let message = try? HostMessage.decode(frame) else {
        continue
      }
      switch message {
      case .heartbeat(let toLive, let echo):
        energising(rig, "a heartbeat")
        if rig.status.telemetry.boot.value == boot {
          permitUntil_us = max(permitUntil_us, echo.microseconds &+ toLive.nanoseconds / 1_000)
        }
      case .probe: energising(rig, "a probe")
      case .charge(let nonce): charge(nonce, rig)
      case .release(let nonce, let step, let pulse, _, _): release(nonce, Int(step), Int(pulse), rig)
      case .discharge: lastDischargeSent = now
      case .hello, .programBegin, .programData, .programCommit, .programRead, .query, .reportRead, .waveformRead,
        .identityRead:
        break
      }
    }
  }

  private func energising(_ rig: SoakRig, _ what: String) {
    guard rig.status.permit, rig.status.heartbeat, rig.status.gate == .allowed else {
      return broken(.heartbeat, rig, "\(what) was sent without permit")
    }
  }

  private func charge(_ nonce: UInt64, _ rig: SoakRig) {
    energising(rig, "a charge")
    guard var train = trains[nonce] else { return broken(.readBack, rig, "a charge under an unknown nonce") }
    if !train.committed { broken(.readBack, rig, "a charge before the generator held the confirmed program") }
    if !train.chargeSent, train.readBackWrong, holds(.wrongReadBack, rig.status.time.nanoseconds) {
      broken(.readBack, rig, "a charge behind a read-back that differed")
    }
    train.chargeSent = true
    trains[nonce] = train
  }

  private func release(_ nonce: UInt64, _ step: Int, _ pulse: Int, _ rig: SoakRig) {
    energising(rig, "a release")
    guard var train = trains[nonce], train.firedAt != 0 else {
      return broken(.fire, rig, "a release that nobody fired")
    }
    guard step < train.plan.steps.count else { return broken(.pulseReleased, rig, "a release beyond the plan") }
    let place = train.plan.steps[step].first + pulse
    if !train.released.insert(place).inserted { broken(.releaseOnce, rig, "pulse \(place) was released twice") }
    train.gate = train.plan.gate(behind: place)
    trains[nonce] = train
  }

  /// Beats as the daemon could hear them, for what is synchronised.
  func hearBeats(_ rig: SoakRig) {
    for byte in rig.heard {
      if deviceReader.absorb(byte) { continue }
      guard case .frame(let frame) = deviceReader.accept(byte), frame.type == SoakWatch.beatType,
        case .beat(let time, let interval, _)? = try? DeviceMessage.decode(frame)
      else { continue }
      beats.append(
        SoakBeat(boot: rig.generator.boot, time_us: time.microseconds, interval_ns: interval.nanoseconds))
      if beats.count > 24 { beats.removeFirst() }
    }
  }

  private static let beatType = DeviceMessage.beat(time: .zero, interval: .zero, number: 0).type
}
