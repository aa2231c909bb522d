internal import Generators
internal import Quantities
internal import SafetyKernel

// What the loop tells the service.

extension DispatchLoop {
  /// Puts an event into the outbox. One that finds no room is counted, and nothing can be armed until the record knows
  /// of it.
  @_noAllocation @_noLocks
  mutating func offer(_ event: LoopEvent, now: HostInstant) {
    offered = true
    if ends.outbox.offer(OutboxRecord(tick: tick, time: now, correlation: correlation, event: event)) { return }
    status.lostEvents &+= 1
    status.overrun = true
  }

  /// Passes on what the driver has to say about the link.
  @_noAllocation @_noLocks
  mutating func takeNotices(now: HostInstant) {
    while let notice = driver.takeNotice() {
      switch notice {
      case .identified(let identity): offer(.identified(identity), now: now)
      case .stranger(let identity): offer(.strangerAnswered(identity), now: now)
      case .channelLost(let descriptor):
        if descriptor >= 0 { offer(.channelReleased(descriptor: descriptor), now: now) }
      }
    }
    if DispatchLoop.number(input.link) != DispatchLoop.number(status.link) { offer(.link(input.link), now: now) }
  }

  @_noAllocation @_noLocks
  private static func number(_ link: LinkReading) -> UInt8 {
    switch link {
    case .down: return 0
    case .opening: return 1
    case .up: return 2
    }
  }

  /// Passes on the kernel's events in their order.
  @_noAllocation @_noLocks
  mutating func tell(_ output: TickOutput, now: HostInstant) {
    var index = 0
    while index < output.eventCount, index < TickOutput.eventCapacity {
      offer(.kernel(output.events[index]), now: now)
      index &+= 1
    }
    if output.overflowed {
      status.lostEvents &+= 1
      status.overrun = true
    }
  }

  /// Passes on pieces of waveforms while their ring has room; the driver holds the others back.
  @_noAllocation @_noLocks
  mutating func passWaveforms() {
    status.waveformsHeldBack = false
    while ends.waveforms.hasRoom {
      guard let piece = driver.takeWaveform() else { return }
      // There is room, and nobody else puts anything in.
      _ = ends.waveforms.offer(piece)
      offered = true
    }
    status.waveformsHeldBack = true
  }

  /// Publishes the status at the end of the tick.
  @_noAllocation @_noLocks
  mutating func publish(_ output: TickOutput, now: HostInstant) {
    let native = driver.native
    status.tick = tick
    status.time = now
    status.state = kernel.state
    status.digest = kernel.digest
    status.arming = kernel.arming
    // They are for people, and many while there is energy: then every tenth tick is often enough.
    if !kernel.state.mode.energises || tick % 10 == 0 { status.blockers = kernel.blockers(input, confirmed: false) }
    status.indicators = output.indicators
    status.permit = output.permit
    status.link = input.link
    status.trouble = native.trouble
    status.identity = native.identity
    status.telemetry = input.telemetry
    status.telemetryAge = input.telemetryAge
    status.closedInterlocks = input.closedInterlocks
    status.pedal = input.pedal
    status.lease = input.lease
    status.calibrationValid = input.calibrationValid
    status.realtime = realtime
    status.counters = native.counters
    status.lateness = input.lateness
    ends.snapshot.write(status)
  }
}
