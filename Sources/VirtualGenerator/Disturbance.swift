import Plant

/// What happens to the bytes of one direction between the ends of the line.
struct Disturbance: Sendable {
  var dropPartsPerMillion: Int64 = 0
  var corruptPartsPerMillion: Int64 = 0
  var duplicatePartsPerMillion: Int64 = 0
  var delay_ns: Int64 = 0
  var heldUntil_ns: Int64 = 0
  var isCut = false
  private var noise: SeededNoise
  private var waiting: [(release_ns: Int64, byte: UInt8)] = []
  private var head = 0

  init(seed: UInt64) { noise = SeededNoise(seed: seed) }

  /// When the next held byte comes out, or never.
  var nextRelease_ns: Int64 { head < waiting.count ? waiting[head].release_ns : .max }

  private var isQuiet: Bool {
    dropPartsPerMillion == 0 && corruptPartsPerMillion == 0 && duplicatePartsPerMillion == 0 && delay_ns == 0
      && !isCut && head >= waiting.count
  }

  /// Puts a byte in at a time; what comes out at once is appended.
  mutating func pass(_ byte: UInt8, at time_ns: Int64, into output: inout [UInt8]) {
    if isQuiet, heldUntil_ns <= time_ns {
      output.append(byte)
      return
    }
    guard !isCut, !happens(dropPartsPerMillion) else { return }
    var byte = byte
    if happens(corruptPartsPerMillion) { byte ^= 1 << UInt8(truncatingIfNeeded: noise.next() & 7) }
    deliver(byte, at: time_ns, into: &output)
    if happens(duplicatePartsPerMillion) { deliver(byte, at: time_ns, into: &output) }
  }

  private mutating func deliver(_ byte: UInt8, at time_ns: Int64, into output: inout [UInt8]) {
    let release_ns = max(time_ns &+ delay_ns, heldUntil_ns)
    if release_ns <= time_ns, head >= waiting.count {
      output.append(byte)
    } else {
      // Bytes never overtake each other, also when a delay is taken back.
      waiting.append((max(release_ns, waiting.last?.release_ns ?? release_ns), byte))
    }
  }

  /// Lets out what is due by a time.
  mutating func release(until time_ns: Int64, into output: inout [UInt8]) {
    while head < waiting.count, waiting[head].release_ns <= time_ns {
      if !isCut { output.append(waiting[head].byte) }
      head += 1
    }
    if head >= waiting.count, head > 0 {
      waiting.removeAll(keepingCapacity: true)
      head = 0
    }
  }

  private mutating func happens(_ partsPerMillion: Int64) -> Bool {
    partsPerMillion > 0 && noise.uniform() * 1e6 < Double(partsPerMillion)
  }
}
