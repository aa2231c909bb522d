import Plant

/// What happens to the bytes of one direction between the ends of the line.
struct Disturbance: Sendable {
  var dropPartsPerMillion: Int64 = 0
  var corruptPartsPerMillion: Int64 = 0
  var duplicatePartsPerMillion: Int64 = 0
  var reorderPartsPerMillion: Int64 = 0
  var truncatePartsPerMillion: Int64 = 0
  var delay_ns: Int64 = 0
  var heldUntil_ns: Int64 = 0
  var isCut = false
  /// Nothing arrives this way, while the other way is as it is.
  var isHalfOpen = false
  /// The receiver samples at another rate.
  var isWrongBaud = false
  /// What of the menu changed something since this was last taken.
  private(set) var effects: Set<FaultEntry> = []
  private var noise: SeededNoise
  private var waiting: [(release_ns: Int64, byte: UInt8)] = []
  private var head = 0
  private var frames = FrameOrder()

  init(seed: UInt64) { noise = SeededNoise(seed: seed) }

  /// When the next held byte comes out, or never.
  var nextRelease_ns: Int64 { head < waiting.count ? waiting[head].release_ns : .max }

  private var isQuiet: Bool {
    dropPartsPerMillion == 0 && corruptPartsPerMillion == 0 && duplicatePartsPerMillion == 0 && delay_ns == 0
      && !isCut && !isHalfOpen && !isWrongBaud && reorderPartsPerMillion == 0 && truncatePartsPerMillion == 0
      && frames.isEmpty && head >= waiting.count
  }

  /// Puts a byte in at a time; what comes out at once is appended.
  mutating func pass(_ byte: UInt8, at time_ns: Int64, into output: inout [UInt8]) {
    if isQuiet, heldUntil_ns <= time_ns {
      output.append(byte)
      return
    }
    if isCut { return effects.formUnion([.cutLine]) }
    if isHalfOpen { return effects.formUnion([.halfOpen]) }
    if isWrongBaud { return garble(at: time_ns, into: &output) }
    if happens(dropPartsPerMillion) { return effects.formUnion([.dropBytes]) }
    if truncates(byte) { return effects.formUnion([.truncateFrames]) }
    var byte = byte
    if happens(corruptPartsPerMillion) {
      byte ^= 1 << UInt8(truncatingIfNeeded: noise.next() & 7)
      effects.insert(.corruptBytes)
    }
    order(byte, at: time_ns, into: &output)
    if happens(duplicatePartsPerMillion) {
      effects.insert(.duplicateBytes)
      order(byte, at: time_ns, into: &output)
    }
  }

  /// What of the menu changed something since the last call.
  mutating func takeEffects() -> Set<FaultEntry> {
    defer { effects.removeAll(keepingCapacity: true) }
    return effects
  }

  /// Lets a frame that is held back to be overtaken go, at once.
  mutating func letGo(into output: inout [UInt8], at time_ns: Int64) {
    for byte in frames.takeAll() { deliver(byte, at: time_ns, into: &output) }
  }

  /// At another rate a byte is another byte, and every other one has no stop bit where it should be and is dropped.
  private mutating func garble(at time_ns: Int64, into output: inout [UInt8]) {
    effects.insert(.wrongBaud)
    let drawn = noise.next()
    if drawn & 0x100 == 0 { deliver(UInt8(truncatingIfNeeded: drawn), at: time_ns, into: &output) }
  }

  /// Whether this byte belongs to the tail that a frame loses; its delimiter stays.
  private mutating func truncates(_ byte: UInt8) -> Bool {
    guard truncatePartsPerMillion > 0 else { return false }
    if frames.place == 0 {
      frames.end = happens(truncatePartsPerMillion) ? Int(noise.next() & 15) + 1 : Int.max
    }
    frames.place = byte == 0 ? 0 : frames.place + 1
    return byte != 0 && frames.place > frames.end
  }

  /// Passes a byte on, or keeps its frame back until the next one has overtaken it.
  private mutating func order(_ byte: UInt8, at time_ns: Int64, into output: inout [UInt8]) {
    guard reorderPartsPerMillion > 0 || !frames.isEmpty else { return deliver(byte, at: time_ns, into: &output) }
    frames.present.append(byte)
    guard byte == 0 else { return }
    if frames.held.isEmpty, frames.present.count > 1, happens(reorderPartsPerMillion) {
      frames.held = frames.present
      frames.present = []
      return
    }
    if !frames.held.isEmpty { effects.insert(.reorderFrames) }
    for byte in frames.takeAll() { deliver(byte, at: time_ns, into: &output) }
  }

  private mutating func deliver(_ byte: UInt8, at time_ns: Int64, into output: inout [UInt8]) {
    let release_ns = max(time_ns &+ delay_ns, heldUntil_ns)
    if release_ns <= time_ns, head >= waiting.count {
      output.append(byte)
    } else {
      effects.insert(heldUntil_ns > time_ns ? .stuckBuffer : .delayBytes)
      // Bytes never overtake each other, also when a delay is taken back.
      waiting.append((max(release_ns, waiting.last?.release_ns ?? release_ns), byte))
    }
  }

  /// Lets out what is due by a time.
  mutating func release(until time_ns: Int64, into output: inout [UInt8]) {
    while head < waiting.count, waiting[head].release_ns <= time_ns {
      if !isCut, !isHalfOpen { output.append(waiting[head].byte) }
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

/// Where frames begin and end on a disturbed line, and the one that is held back.
private struct FrameOrder: Sendable {
  /// The frame that comes in, while frames are put out of order.
  var present: [UInt8] = []
  /// The frame that the next one overtakes.
  var held: [UInt8] = []
  /// The next byte's place in its frame.
  var place = 0
  /// The place from which on the present frame loses its bytes.
  var end = Int.max

  var isEmpty: Bool { present.isEmpty && held.isEmpty }

  /// The present frame, and behind it the one that it overtook.
  mutating func takeAll() -> [UInt8] {
    defer {
      present = []
      held = []
    }
    return present + held
  }
}
