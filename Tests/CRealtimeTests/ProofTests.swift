import CMallocCount
import CRealtime
import Glibc
import Testing

/// One turn of a loop out of every call that the real-time loop may make. It compiles only while each of them carries
/// its promise: that is the test. What it counts at run time is the evidence beside it.
@_noAllocation @_noLocks
private func turn(wake: Int32, from: Int32, into: UnsafeMutableRawPointer, count: Int) -> Int64 {
  let start = crealtime_clock_monotonic_ns()
  guard crealtime_sleep_until_ns(start &+ 1_000) == 0 else { return -1 }
  guard crealtime_wake_post(wake) == 0, crealtime_wake_take(wake) == 1 else { return -2 }
  guard crealtime_write(from, into, 0) == 0 else { return -3 }
  guard crealtime_read(from, into, count) < 0 else { return -4 }
  guard crealtime_cpu_latency_request(-1, 0) < 0 else { return -5 }
  return crealtime_thread_cpu_ns()
}

@Suite struct ProofTests {
  @Test func `a turn of the loop's own calls takes nothing from the heap`() {
    let wake = crealtime_wake_open()
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { for end in ends + [wake] { crealtime_close(end) } }
    let reading = ends[1]
    #expect(crealtime_set_nonblocking(reading) == 0)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 8)
    defer { bytes.deallocate() }
    var worst = Int64.max
    let before = cmalloccount_thread_allocations()
    for _ in 0..<100 { worst = min(worst, turn(wake: wake, from: reading, into: bytes, count: 64)) }
    let after = cmalloccount_thread_allocations()
    #expect(worst >= 0)
    #expect(after == before)
  }

  @Test(.enabled(if: cmalloccount_is_counting() == 1))
  func `the counter counts what the thread takes`() {
    let before = cmalloccount_thread_allocations()
    let memory = malloc(24)
    let after = cmalloccount_thread_allocations()
    free(memory)
    #expect(memory != nil)
    #expect(after == before + 1)
  }
}
