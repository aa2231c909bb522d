import CRealtime

/// A thread of the system, for what must really run beside the test.
final class SideThread: @unchecked Sendable {
  // The closure is set before the thread starts and called by it alone.
  private let body: () -> Void
  private var thread = crealtime_thread()

  init?(_ body: @escaping () -> Void) {
    self.body = body
    let context = Unmanaged.passUnretained(self).toOpaque()
    let started = crealtime_thread_start(
      &thread, "side", 262_144,
      { if let it = $0 { Unmanaged<SideThread>.fromOpaque(it).takeUnretainedValue().body() } }, context)
    if started != 0 { return nil }
  }

  func join() { _ = crealtime_thread_join(thread) }
}
