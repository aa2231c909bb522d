internal import CRealtime
internal import Generators
internal import Quantities

/// How the loop's thread is run.
public struct RealTimeSettings: Sendable {
  /// The SCHED_FIFO priority, 1 to 99; 0 does not ask for it.
  public var priority: Int32
  /// The processor to stay on, or nil.
  public var processor: Int32?
  /// Whether deep sleep of the processors is forbidden while there is energy.
  public var staysAwakeWithEnergy: Bool

  /// Priority 80, no processor of its own, awake with energy.
  public init() {
    priority = 80
    processor = nil
    staysAwakeWithEnergy = true
  }
}

/// Why the loop's thread could not be started.
public struct RealTimeThreadError: Error, Hashable, Sendable {
  /// The system's error number.
  public let code: Int32
}

/// What the thread got of what it asked for; each is 0 or the system's error number.
public struct RealTimeGrants: Hashable, Sendable {
  /// Realtime priority.
  public internal(set) var priority: Int32 = -1
  /// The processor of its own.
  public internal(set) var processor: Int32 = 0
  /// Memory that never leaves the machine's own.
  public internal(set) var memory: Int32 = 0
  /// The say over deep sleep.
  public internal(set) var latency: Int32 = 0
}

/// The thread that calls the loop's ticks at their times. It is started once and joined once.
///
/// Why sharing is safe: `order` is written before the thread starts and read by it alone until it is joined; everything
/// said while it runs goes through ``LoopSignals``, whose words are atomics, and ``grants`` is written before the
/// signal that publishes it.
public final class RealTimeThread: @unchecked Sendable {
  private let order: UnsafeMutablePointer<ThreadOrder>
  private let thread: crealtime_thread
  private let signals: LoopSignals
  private var joined = false
  /// The memory that the thread locks.
  let memory: [UnsafeRawBufferPointer]

  /// Starts the thread; it owns the loop from here on.
  public init(loop: consuming DispatchLoop, settings: RealTimeSettings) throws(RealTimeThreadError) {
    signals = loop.ends.signals
    order = .allocate(capacity: 1)
    order.initialize(to: ThreadOrder(loop: loop, settings: settings, grants: RealTimeGrants()))
    memory = ThreadOrder.memory(of: order)
    var made = crealtime_thread()
    // 512 KiB of stack, half of which is locked: a tick uses some tens.
    let result = crealtime_thread_start(&made, "porated-loop", 524_288, ThreadOrder.run, order)
    thread = made
    if result != 0 {
      order.deinitialize(count: 1)
      order.deallocate()
      throw RealTimeThreadError(code: -result)
    }
  }

  /// What the thread got, or nil until it has asked.
  public var grants: RealTimeGrants? {
    guard let _ = signals.realtimeError else { return nil }
    return order.pointee.grants
  }

  /// Asks the loop to discharge and end, and waits until it has: at most some five seconds.
  public func end() {
    guard !joined else { return }
    joined = true
    signals.callEnd()
    // The thread ends by itself; there is nothing to do about an error here.
    _ = crealtime_thread_join(thread)
  }

  deinit {
    end()
    order.deinitialize(count: 1)
    order.deallocate()
  }
}

/// What the thread works on.
private struct ThreadOrder {
  var loop: DispatchLoop
  let settings: RealTimeSettings
  var grants: RealTimeGrants
  /// The descriptor of the say over deep sleep, or negative.
  var latency: Int32 = -1

  /// The thread's body.
  static let run: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
    guard let context else { return }
    let order = context.assumingMemoryBound(to: ThreadOrder.self)
    order.pointee.ask(locking: memory(of: order))
    ThreadOrder.work(order)
  }

  /// All that is locked: what the loop points to, and the order, which holds the loop itself with kernel, gate,
  /// debouncer, the tick's input and the status.
  static func memory(of order: UnsafeMutablePointer<ThreadOrder>) -> [UnsafeRawBufferPointer] {
    order.pointee.loop.memory + [UnsafeRawBufferPointer(start: order, count: MemoryLayout<ThreadOrder>.stride)]
  }

  /// Asks the system for what the settings say.
  private mutating func ask(locking parts: [UnsafeRawBufferPointer]) {
    if settings.priority > 0 {
      grants.priority = -crealtime_set_fifo(settings.priority)
    }
    if let processor = settings.processor { grants.processor = -crealtime_pin_to_cpu(processor) }
    var refused = crealtime_lock_stack(262_144)
    for part in parts {
      guard let start = part.baseAddress, part.count > 0 else { continue }
      let result = crealtime_lock_memory(start, part.count)
      if result != 0 { refused = result }
    }
    grants.memory = -refused
    if settings.staysAwakeWithEnergy {
      latency = crealtime_cpu_latency_open()
      if latency < 0 { grants.latency = -latency }
    }
    loop.realtime = crealtime_is_fifo() == 1
    loop.ends.signals.realtimeError = loop.realtime ? 0 : grants.priority
  }

  /// Calls the ticks until the loop has ended.
  private static func work(_ order: UnsafeMutablePointer<ThreadOrder>) {
    let latency = order.pointee.latency
    pace(&order.pointee.loop, latency: latency)
    if latency >= 0 { _ = crealtime_close(latency) }
  }

  @_noAllocation @_noLocks
  private static func pace(_ loop: inout DispatchLoop, latency: Int32) {
    var schedule = TickSchedule(first: crealtime_clock_monotonic_ns())
    var awake = false
    while !loop.hasEnded {
      let now = crealtime_clock_monotonic_ns()
      let next = loop.tick(now: .nanoseconds(now), due: .nanoseconds(schedule.due)).period.nanoseconds
      if latency >= 0, loop.mayHaveEnergy != awake {
        awake = loop.mayHaveEnergy
        _ = crealtime_cpu_latency_request(latency, awake ? 0 : -1)
      }
      schedule.began(at: now, period: next)
      // One that is due already comes at once.
      _ = crealtime_sleep_until_ns(schedule.due)
    }
  }
}

extension DispatchLoop {
  /// Everything that a tick touches beside the stack and the loop's own place.
  var memory: [UnsafeRawBufferPointer] {
    ends.inbox.memory + ends.outbox.memory + ends.waveforms.memory + ends.snapshot.memory + ends.signals.memory
      + ends.lateness.memory + driver.native.memory
  }
}
