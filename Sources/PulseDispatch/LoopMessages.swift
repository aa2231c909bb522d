internal import Generators
internal import Quantities
internal import SafetyKernel

// What the loop hears from the service.

extension DispatchLoop {
  /// Messages taken in one tick at most: as many as the inbox holds.
  private static var messagesPerTick: Int { @_noAllocation @_noLocks get { 16 } }

  /// For so many ticks after a command the pace stays fast.
  private static var quickTicks: UInt64 { @_noAllocation @_noLocks get { 100 } }

  /// A stop was called: what waits in the inbox now was said before it, or without knowing of it.
  @_noAllocation @_noLocks
  mutating func refuseWaitingMessages() { messagesBeforeStop = ends.inbox.waiting }

  /// Takes messages up to the second command: the kernel takes one a tick. What is no command is heard behind it too,
  /// so that a lease or a record that fails in the same moment counts for it, whichever came first. Commands towards
  /// energy that waited when a stop was called are answered here, and never carried out later.
  @_noAllocation @_noLocks
  mutating func takeMessages(now: HostInstant) {
    var left = DispatchLoop.messagesPerTick
    var commanded = false
    while left > 0 {
      if commanded, !ends.inbox.isNextNoCommand { return }
      guard let message = ends.inbox.take() else { return }
      left &-= 1
      let beforeStop = messagesBeforeStop > 0
      if beforeStop { messagesBeforeStop &-= 1 }
      if beforeStop, let number = DispatchLoop.energisingCommand(message) {
        correlation = number
        offer(.kernel(.refused(.wrongState)), now: now)
        correlation = 0
        continue
      }
      if take(message, now: now) {
        quickUntil = tick &+ DispatchLoop.quickTicks
        commanded = true
      }
    }
  }

  /// The number of a command that leads to energy, or nil for any other message.
  @_noAllocation @_noLocks
  private static func energisingCommand(_ message: InboxMessage) -> UInt32? {
    switch message {
    case .prepare(let number, _, _), .arm(let number, _, _, _), .fire(let number, _, _, _): return number
    case .disarm, .acknowledge, .resolve, .leaseGranted, .leaseRenewed, .leaseEnded, .recordDurable, .recordState,
      .overrunNoted, .calibration, .calibrationWithdrawn, .attach:
      return nil
    }
  }

  /// Takes one message; true if it was a command.
  @_noAllocation @_noLocks
  private mutating func take(_ message: InboxMessage, now: HostInstant) -> Bool {
    switch message {
    case .prepare(let number, let lease, let plan):
      input.proposal = plan
      return command(.prepare(lease), number)
    case .arm(let number, let lease, let digest, let confirmed):
      return command(.arm(lease, digest, confirmed: confirmed), number)
    case .fire(let number, let lease, let nonce, let issued):
      // A ticket from the future is one from a wrong clock; it counts as very old.
      var age = now.since(issued) ?? .nanoseconds(Int64.max)
      if age < .zero { age = .nanoseconds(Int64.max) }
      return command(.fire(lease, nonce, ticketAge: age), number)
    case .disarm(let number, let lease): return command(.disarm(lease), number)
    case .acknowledge(let number): return command(.acknowledge, number)
    case .resolve(let number, let pulses): return command(.resolve(pulses: pulses), number)
    case .leaseGranted(let identity, let role, let time): lease.grant(identity, role: role, at: time)
    case .leaseRenewed(let identity, let time, let hold): lease.renew(identity, at: time, hold: hold)
    case .leaseEnded(let identity): lease.end(identity)
    case .recordDurable(let nonce): input.record.durableIntent = nonce
    case .recordState(let healthy, let good):
      recordHealthy = healthy
      clockGood = good
    case .overrunNoted(let lostEvents): if lostEvents == status.lostEvents { status.overrun = false }
    case .calibration(let serial, let calibration):
      // Beyond the range that the limits in the program allow for, it would let wrong pulses pass.
      guard calibration.isAllowed else { return false }
      self.calibration.offer(calibration, for: serial)
    case .calibrationWithdrawn: calibration.withdraw()
    case .attach(let descriptor, let baud):
      let former = driver.native.descriptor
      if former >= 0 { offer(.channelReleased(descriptor: former), now: now) }
      driver.attach(.descriptor(DescriptorChannel(descriptor: descriptor)), baud: baud, now: now)
    }
    return false
  }

  @_noAllocation @_noLocks
  private mutating func command(_ command: Command, _ number: UInt32) -> Bool {
    input.command = command
    correlation = number
    return true
  }
}
