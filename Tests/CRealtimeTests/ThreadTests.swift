import CRealtime
import Glibc
import Synchronization
import Testing

/// What a thread under test reports to the test that started it.
private final class Report: Sendable {
  let result = Atomic<Int>(Int.min)
  let cpu = Atomic<Int>(-1)
  let blocked = Atomic<Int>(-1)
}

/// Runs `body` on a new thread with the given stack and returns what it stored.
private func onThread(
  stack: Int = 256 * 1024, _ body: @convention(c) (UnsafeMutableRawPointer?) -> Void
) -> Report? {
  let report = Report()
  var thread = crealtime_thread()
  let context = Unmanaged.passUnretained(report).toOpaque()
  guard crealtime_thread_start(&thread, "under-test", stack, body, context) == 0 else { return nil }
  guard withExtendedLifetime(report, { crealtime_thread_join(thread) }) == 0 else { return nil }
  return report
}

private func report(_ context: UnsafeMutableRawPointer?) -> Report? {
  context.map { Unmanaged<Report>.fromOpaque($0).takeUnretainedValue() }
}

@Suite struct ThreadTests {
  @Test func `a started thread runs its body with its context, signals blocked`() throws {
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &before)
    let seen = try #require(
      onThread { context in
        var set = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &set)
        report(context)?.blocked.store(Int(sigismember(&set, SIGTERM)), ordering: .releasing)
        report(context)?.result.store(42, ordering: .releasing)
      })
    #expect(seen.result.load(ordering: .acquiring) == 42)
    #expect(seen.blocked.load(ordering: .acquiring) == 1)
    var after = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &after)
    for signal in 1...31 { #expect(sigismember(&after, Int32(signal)) == sigismember(&before, Int32(signal))) }
  }

  @Test func `a stack too small for a thread is refused`() {
    var thread = crealtime_thread()
    #expect(crealtime_thread_start(&thread, "tiny", 1, { _ in }, nil) == -EINVAL)
  }

  @Test func `a thread's stack is touched and locked, and more than it has is refused`() throws {
    let fits = try #require(
      onThread { report($0)?.result.store(Int(crealtime_lock_stack(32 * 1024)), ordering: .releasing) })
    // Where RLIMIT_MEMLOCK forbids it, that is what is said.
    #expect([0, -Int(EPERM), -Int(EAGAIN)].contains(fits.result.load(ordering: .acquiring)))
    let tooMuch = try #require(
      onThread { report($0)?.result.store(Int(crealtime_lock_stack(4 << 20)), ordering: .releasing) })
    #expect(tooMuch.result.load(ordering: .acquiring) == -Int(ENOMEM))
  }

  @Test func `SCHED_FIFO is either in force or refused with EPERM`() throws {
    let seen = try #require(
      onThread { context in
        let answer = crealtime_set_fifo(10)
        report(context)?.result.store(Int(answer), ordering: .releasing)
        report(context)?.cpu.store(Int(crealtime_is_fifo()), ordering: .releasing)
      })
    let answer = seen.result.load(ordering: .acquiring)
    #expect(answer == 0 || answer == -Int(EPERM))
    #expect(seen.cpu.load(ordering: .acquiring) == (answer == 0 ? 1 : 0))
  }

  @Test func `a priority or a processor that does not exist is refused`() throws {
    let priority = try #require(
      onThread { report($0)?.result.store(Int(crealtime_set_fifo(1000)), ordering: .releasing) })
    #expect(priority.result.load(ordering: .acquiring) == -Int(EINVAL))
    for cpu in [Int32(-1), 1023, Int32.max] { #expect(crealtime_pin_to_cpu(cpu) == -EINVAL) }
  }

  @Test func `a pinned thread runs on its processor`() throws {
    let seen = try #require(
      onThread { context in
        // Whichever it runs on now is one that it may use.
        let here = crealtime_current_cpu()
        report(context)?.result.store(Int(crealtime_pin_to_cpu(here)), ordering: .releasing)
        report(context)?.cpu.store(Int(crealtime_current_cpu() - here), ordering: .releasing)
      })
    #expect(seen.result.load(ordering: .acquiring) == 0)
    #expect(seen.cpu.load(ordering: .acquiring) == 0)
  }
}
