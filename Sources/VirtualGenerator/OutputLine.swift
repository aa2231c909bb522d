import GeneratorLink
import Plant

/// The device's sending side: frames wait in four ranks, and each byte takes its time on the line.
struct OutputLine: Sendable {
  /// Who goes first.
  enum Rank: Int {
    case telemetry = 0
    case answer = 1
    case report = 2
  }

  private struct Waiting: Sendable {
    var message: DeviceMessage
    var request: UInt16
    var queued_ns: Int64
  }

  /// More than this many frames of a rank are not kept: a line so far behind has lost its use, and memory is finite.
  static let longestQueue = 2_048

  let byte_ns: Int64
  var link: UInt32 = 0
  var isMute = false { didSet { hasSwallowed = false } }
  /// Whether a byte was not sent since the line is mute.
  private(set) var hasSwallowed = false
  private(set) var isBabbling = false
  private var sequence: UInt16 = 0
  private var queues: [[Waiting]] = [[], [], []]
  private var heads = [0, 0, 0]
  private var frame = FrameBytes()
  private var sent = 0
  /// When the first byte of the frame, or of the next one, may begin.
  private var start_ns: Int64
  private var noise: SeededNoise

  init(baud: Int, start_ns: Int64, seed: UInt64) {
    byte_ns = Int64(10_000_000_000 / max(1, baud))
    self.start_ns = start_ns
    noise = SeededNoise(seed: seed)
  }

  /// Forgets every frame that waits and numbers anew; the frame on the line is finished.
  mutating func open(link: UInt32) {
    self.link = link
    sequence = 0
    clear()
  }

  /// Begins or ends noise without end.
  mutating func babble(_ isOn: Bool, at time_ns: Int64) {
    if isOn, !isBabbling { breakOff(at: time_ns) }
    isBabbling = isOn
  }

  mutating func clear() {
    for rank in 0..<3 {
      queues[rank].removeAll(keepingCapacity: true)
      heads[rank] = 0
    }
  }

  /// Ends the frame on the line in its middle, as a restart does.
  mutating func breakOff(at time_ns: Int64) {
    frame = FrameBytes()
    sent = 0
    start_ns = time_ns
    clear()
  }

  mutating func queue(_ message: DeviceMessage, request: UInt16, rank: Rank, at time_ns: Int64) {
    let index = rank.rawValue
    guard queues[index].count - heads[index] < Self.longestQueue else { return }
    queues[index].append(Waiting(message: message, request: request, queued_ns: time_ns))
  }

  /// Queues telemetry; a waiting one of the same state is replaced, since nobody wants an older one.
  mutating func queue(_ telemetry: TelemetryMessage, at time_ns: Int64) {
    if heads[0] < queues[0].count, let last = queues[0].last, case .telemetry(let older) = last.message,
      older.state == telemetry.state
    {
      queues[0].removeLast()
    }
    queue(.telemetry(telemetry), request: 0, rank: .telemetry, at: time_ns)
  }

  /// Whether a frame is on the line or waits.
  var isBusy: Bool { sent < frame.count || (0..<3).contains { heads[$0] < queues[$0].count } || isBabbling }

  /// Sends what the line carries until a time. Unasked waveforms fill the gaps.
  mutating func pump(
    until time_ns: Int64, memory: inout PulseMemory, through disturbance: inout Disturbance,
    into output: inout [UInt8]
  ) {
    if isBabbling { babble(until: time_ns, through: &disturbance, into: &output) }
    while true {
      while sent < frame.count {
        let done_ns = start_ns &+ byte_ns &* Int64(sent &+ 1)
        guard done_ns <= time_ns else { return }
        if isMute {
          hasSwallowed = true
        } else {
          disturbance.pass(frame.byte(at: sent), at: done_ns, into: &output)
        }
        sent += 1
      }
      if frame.count > 0 {
        start_ns = start_ns &+ byte_ns &* Int64(frame.count)
        frame = FrameBytes()
        sent = 0
      }
      guard begin(by: time_ns, memory: &memory) else { return }
    }
  }

  private mutating func begin(by time_ns: Int64, memory: inout PulseMemory) -> Bool {
    guard start_ns <= time_ns, link != 0 else { return false }
    for rank in 0..<3 where heads[rank] < queues[rank].count {
      let waiting = queues[rank][heads[rank]]
      let begin_ns = max(start_ns, waiting.queued_ns)
      guard begin_ns <= time_ns else { continue }
      heads[rank] += 1
      if heads[rank] >= queues[rank].count {
        queues[rank].removeAll(keepingCapacity: true)
        heads[rank] = 0
      }
      load(waiting.message, request: waiting.request, at: begin_ns)
      return true
    }
    guard let begin_ns = memory.unaskedSince_ns, max(start_ns, begin_ns) <= time_ns,
      let fragment = memory.nextUnasked()
    else { return false }
    load(.waveform(fragment), request: 0, at: max(start_ns, begin_ns))
    return true
  }

  private mutating func load(_ message: DeviceMessage, request: UInt16, at time_ns: Int64) {
    frame = message.encode(link: link, sequence: sequence, request: request)
    sequence = sequence &+ 1
    sent = 0
    start_ns = time_ns
  }

  private mutating func babble(
    until time_ns: Int64, through disturbance: inout Disturbance, into output: inout [UInt8]
  ) {
    clear()
    frame = FrameBytes()
    sent = 0
    while start_ns &+ byte_ns <= time_ns {
      start_ns = start_ns &+ byte_ns
      disturbance.pass(UInt8(truncatingIfNeeded: noise.next()), at: start_ns, into: &output)
    }
  }
}
