import CRealtime
import Glibc
import Testing

@Suite struct ClockTests {
  @Test func `the monotonic clock never steps back`() {
    var before = crealtime_clock_monotonic_ns()
    for _ in 0..<10_000 {
      let now = crealtime_clock_monotonic_ns()
      #expect(now >= before)
      before = now
    }
  }

  @Test func `a sleep ends after its deadline and never before`() {
    for step in [Int64(0), 1, 200_000, 2_000_000] {
      let deadline = crealtime_clock_monotonic_ns() + step
      #expect(crealtime_sleep_until_ns(deadline) == 0)
      #expect(crealtime_clock_monotonic_ns() >= deadline)
    }
  }

  @Test func `a deadline in the past returns and a negative one is refused`() {
    #expect(crealtime_sleep_until_ns(0) == 0)
    #expect(crealtime_sleep_until_ns(-1) == -EINVAL)
  }

  @Test func `the thread's processor time grows with its work`() {
    let before = crealtime_thread_cpu_ns()
    var rounds = 0
    // Bounded by work, not by time: a clock that stood still would end the loop and fail the test.
    while crealtime_thread_cpu_ns() == before, rounds < 100_000_000 { rounds += 1 }
    #expect(crealtime_thread_cpu_ns() > before)
  }
}
