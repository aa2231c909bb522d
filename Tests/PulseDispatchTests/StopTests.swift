import Generators
import Quantities
import SafetyKernel
import Testing

@testable import PulseDispatch

@Suite struct StopTests {
  /// The refusals' numbers, in their order.
  private func refused(_ rig: LoopRig) -> [UInt32] {
    rig.events.compactMap { record in
      if case .kernel(.refused(.wrongState)) = record.event { return record.correlation }
      return nil
    }
  }

  private func arming(_ rig: LoopRig, _ number: UInt32) -> InboxMessage {
    .arm(correlation: number, rig.lease, rig.status.digest, confirmed: examplePlan().array.identity)
  }

  @Test func `What leads to energy and waits when a stop is called is refused with its number, never carried out`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.offer(.prepare(correlation: 1, rig.lease, examplePlan()))
    rig.tick()
    // Two commands wait: the kernel takes one a tick, so without the stop's rule the second would arm a tick later.
    rig.offer(arming(rig, 50))
    rig.offer(.prepare(correlation: 51, rig.lease, examplePlan()))
    rig.offer(arming(rig, 52))
    rig.offer(.fire(correlation: 53, rig.lease, Nonce(value: 1), ticketIssued: .nanoseconds(rig.now)))
    rig.ends.signals.callStop()
    rig.ticks(5)
    #expect(refused(rig) == [50, 51, 52, 53])
    #expect(rig.mode == .standby)
    rig.ticks(200)
    #expect(rig.events { if case .kernel(.intent) = $0 { true } else { false } } == 0)
    // What comes after the stop is heard as ever.
    #expect(rig.deliver())
    #expect(rig.outcomes == [.delivered])
  }

  @Test func `Behind a command that a stop lets through, the others are refused all the same`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.offer(.prepare(correlation: 1, rig.lease, examplePlan()))
    rig.tick()
    rig.offer(.acknowledge(correlation: 60))
    rig.offer(.acknowledge(correlation: 61))
    rig.offer(arming(rig, 62))
    rig.ends.signals.callStop()
    rig.tick()
    // This one comes after the stop.
    rig.offer(.leaseRenewed(rig.lease, at: .nanoseconds(rig.now), hold: true))
    rig.ticks(5)
    #expect(refused(rig).contains(62))
    let heard = rig.events.map(\.correlation)
    #expect(heard.contains(60) && heard.contains(61))
    #expect(rig.events { if case .kernel(.intent) = $0 { true } else { false } } == 0)
  }

  @Test func `Lease, record and calibration that wait when a stop is called are heard`() {
    let rig = LoopRig()
    #expect(rig.run { rig.mode == .standby })
    rig.offer(.leaseGranted(rig.lease, role: .operating, at: .nanoseconds(rig.now)))
    rig.offer(.recordState(healthy: true, clockGood: true))
    rig.offer(.calibration(rig.status.telemetry.serial, Calibration()))
    rig.ends.signals.callStop()
    rig.ticks(40)
    #expect(rig.status.blockers.isEmpty)
  }

  @Test func `A loop that is asked to end refuses what leads to energy`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.ends.signals.callEnd()
    rig.tick()
    rig.offer(.prepare(correlation: 70, rig.lease, examplePlan()))
    rig.tick()
    #expect(refused(rig) == [70])
  }
}
