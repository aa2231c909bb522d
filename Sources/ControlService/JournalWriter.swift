internal import CRealtime
internal import Glibc
public import Journal
internal import Synchronization

/// The thread that writes the record, so that a disk that hangs holds up nobody else.
///
/// Jobs are done in their order; what is read waits behind what is written. Answers come on this thread.
public final class JournalWriter: Sendable {
  /// Rows that one transaction takes at most.
  private static let batch = 64

  private struct Queue {
    var writes: [JournalJob] = []
    var reads: [JournalJob] = []
    var isEnding = false
  }

  private let queue = Mutex(Queue())
  private let wake: Int32
  private let journal: Journal
  private let open: TrainRecord?
  private let answer: @Sendable ([JournalAnswer]) -> Void
  private let thread = Mutex<crealtime_thread?>(nil)

  /// A writer that has not begun.
  ///
  /// - Parameters:
  ///   - open: the train whose outcome is not known from before the start.
  ///   - answer: called on the writer's thread with the answers in order.
  public init(
    _ journal: Journal, open: TrainRecord?, answer: @escaping @Sendable ([JournalAnswer]) -> Void
  ) throws(JournalError) {
    self.journal = journal
    self.open = open
    self.answer = answer
    wake = crealtime_wake_open()
    guard wake >= 0 else { throw .io("no descriptor for the journal's thread") }
  }

  deinit { _ = crealtime_close(wake) }

  /// Starts the thread; it keeps this object until ``end()``.
  public func start() throws(JournalError) {
    var made = crealtime_thread()
    let context = Unmanaged.passRetained(self)
    let result = crealtime_thread_start(
      &made, "porated-journal", 1_048_576,
      { context in
        guard let context else { return }
        Unmanaged<JournalWriter>.fromOpaque(context).takeRetainedValue().work()
      }, context.toOpaque())
    guard result == 0 else {
      context.release()
      throw .io("the journal's thread cannot be started: error \(-result)")
    }
    let started = made
    thread.withLock { $0 = started }
  }

  /// Takes a job; never waits.
  public func submit(_ job: JournalJob) {
    queue.withLock { queue in
      switch job {
      case .readTrain, .readList: queue.reads.append(job)
      case .intent, .pulse, .waveform, .outcome, .event, .noteOverrun, .probe: queue.writes.append(job)
      }
    }
    _ = crealtime_wake_post(wake)
  }

  /// Does what waits, then ends the thread; blocks for as long as the disk does.
  public func end() {
    queue.withLock { $0.isEnding = true }
    _ = crealtime_wake_post(wake)
    let started = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let started { _ = crealtime_thread_join(started) }
  }

  private func work() {
    var desk = JournalDesk(journal, open: open)
    while true {
      switch next() {
      case .alone(let job): answer([desk.perform(job)])
      case .rows(let jobs): answer([desk.perform(rows: jobs)])
      case .wait:
        var descriptor = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, -1)
        _ = crealtime_wake_take(wake)
      case .end: return
      }
    }
  }

  private enum Work {
    case alone(JournalJob)
    case rows([JournalJob])
    case wait
    case end
  }

  /// The next job; rows that follow one another go into one transaction.
  private func next() -> Work {
    queue.withLock { queue in
      guard let first = queue.writes.first else {
        if !queue.reads.isEmpty { return .alone(queue.reads.removeFirst()) }
        return queue.isEnding ? .end : .wait
      }
      guard first.isRow else { return .alone(queue.writes.removeFirst()) }
      let rows = Array(queue.writes.prefix { $0.isRow }.prefix(Self.batch))
      queue.writes.removeFirst(rows.count)
      return .rows(rows)
    }
  }
}

extension JournalJob {
  /// Whether it adds a row after a train's intent, of which several fit one transaction.
  var isRow: Bool {
    switch self {
    case .pulse, .waveform, .outcome, .event: true
    case .intent, .noteOverrun, .probe, .readTrain, .readList: false
    }
  }
}
