import Generators
import PulseDispatch
import Quantities
import SafetyKernel
import Synchronization
import Testing

@Suite(.serialized) struct RingTests {
  @Test func `A million events through the outbox from one real thread to another arrive once and in order`() throws {
    let ring = OutboxRing()
    defer { ring.destroy() }
    let count: UInt64 = 1_000_000
    let thread = try #require(
      SideThread {
        var next: UInt64 = 0
        while next < count {
          let record = OutboxRecord(
            tick: next, time: .nanoseconds(Int64(next)), correlation: UInt32(truncatingIfNeeded: next),
            event: .kernel(.fired(Nonce(value: ~next))))
          if ring.offer(record) { next += 1 }
        }
      })
    var expected: UInt64 = 0
    var wrong = 0
    while expected < count {
      guard let record = ring.take() else { continue }
      guard case .kernel(.fired(let nonce)) = record.event, nonce.value == ~expected, record.tick == expected,
        record.correlation == UInt32(truncatingIfNeeded: expected)
      else {
        wrong += 1
        break
      }
      expected += 1
    }
    thread.join()
    #expect(wrong == 0)
    #expect(ring.isEmpty)
  }

  @Test func `A hundred thousand messages through the inbox arrive once and in order`() throws {
    let ring = InboxRing()
    defer { ring.destroy() }
    let count: UInt32 = 100_000
    let thread = try #require(
      SideThread {
        var next: UInt32 = 0
        while next < count { if ring.offer(.acknowledge(correlation: next)) { next += 1 } }
      })
    var expected: UInt32 = 0
    var wrong = false
    while expected < count, !wrong {
      guard let message = ring.take() else { continue }
      if case .acknowledge(let number) = message, number == expected { expected += 1 } else { wrong = true }
    }
    thread.join()
    #expect(!wrong && ring.isEmpty)
  }

  @Test func `A full ring refuses, and takes again once there is room`() {
    let ring = InboxRing(capacityPower: 2)
    defer { ring.destroy() }
    for number in 0..<4 as Range<UInt32> { #expect(ring.offer(.acknowledge(correlation: number))) }
    #expect(!ring.hasRoom)
    #expect(!ring.offer(.acknowledge(correlation: 4)))
    guard case .acknowledge(correlation: 0)? = ring.take() else {
      Issue.record("the oldest is not the first")
      return
    }
    #expect(ring.offer(.acknowledge(correlation: 5)))
    var left: [UInt32] = []
    while case .acknowledge(let number)? = ring.take() { left.append(number) }
    #expect(left == [1, 2, 3, 5])
  }

  @Test func `A snapshot read while it is written is always of one tick`() throws {
    let snapshot = MachineSnapshot()
    defer { snapshot.destroy() }
    let stop = Atomic<Bool>(false)
    // Real statuses, each with its tick in two far ends: the first field and a copy in the counters.
    let thread = try #require(
      SideThread {
        var status = MachineStatus()
        var tick: UInt64 = 0
        while !stop.load(ordering: .relaxed) {
          tick &+= 1
          status.mark(tick)
          snapshot.write(status)
        }
      })
    var torn = 0
    var last: UInt64 = 0
    var backwards = 0
    var reads = 0
    // The writer may begin late on a busy machine: it must have written often while this reads.
    while reads < 200_000 || last < 10_000 {
      reads += 1
      let status = snapshot.read()
      if !status.isMarkedConsistently { torn += 1 }
      if status.tick < last { backwards += 1 }
      last = status.tick
    }
    stop.store(true, ordering: .relaxed)
    thread.join()
    #expect(torn == 0)
    #expect(backwards == 0)
    #expect(last > 0)
  }
}
