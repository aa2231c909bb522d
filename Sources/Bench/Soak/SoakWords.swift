import GeneratorLink
import SafetyKernel
import VirtualGenerator

// Actions as words, one action a line: what a failing run prints and `--replay` reads.

extension SoakAction {
  /// The action in words.
  var words: String {
    switch self {
    case .grant(let lease, let role): "grant \(lease) \(role == .operating ? "operating" : "technician")"
    case .endLease: "end-lease"
    case .renew(let on): "renew \(on)"
    case .hold(let on): "hold \(on)"
    case .prepare(let plan, let lease): "prepare \(lease.rawValue) \(plan.words)"
    case .arm(let lease, let digest, let confirms): "arm \(lease.rawValue) \(digest.rawValue) \(confirms)"
    case .fire(let lease, let nonce, let ticket): "fire \(lease.rawValue) \(nonce.rawValue) \(ticket)"
    case .disarm(let lease): "disarm \(lease.rawValue)"
    case .acknowledge: "acknowledge"
    case .resolve(let pulses): "resolve \(pulses)"
    case .stop: "stop"
    case .line(let line, let isClosed): "line \(line.rawValue) \(isClosed)"
    case .plug(let number, let chip): "plug \(number) \(chip)"
    case .unplug: "unplug"
    case .fault(let fault, let moment):
      "fault \(fault.entry.rawValue) \(fault.amount) \(fault.way.rawValue) \(moment.words)"
    case .clear(let entry): "clear \(entry.rawValue)"
    case .clearAll: "clear-all"
    case .calibrate(let on): "calibrate \(on)"
    case .record(let healthy, let clock): "record \(healthy) \(clock)"
    case .durable(let on): "durable \(on)"
    case .realtime(let on): "realtime \(on)"
    case .freeze(let time): "freeze \(time)"
    case .restart(let time): "restart \(time)"
    case .heart(let interval): "heart \(interval)"
    case .beat: "beat"
    case .port(let on): "port \(on)"
    case .supply(let power): "supply \(power)"
    case .drain(let on): "drain \(on)"
    }
  }

  /// Reads an action; nil where the words are none.
  init?(words text: Substring) {
    var words = SoakWords(text)
    guard let verb = words.next(), let action = SoakAction.read(String(verb), &words), words.isAtEnd else { return nil }
    self = action
  }

  private static func read(_ verb: String, _ words: inout SoakWords) -> SoakAction? {
    switch verb {
    case "grant":
      guard let lease = words.number(0...255), let role = words.next() else { return nil }
      return .grant(UInt8(clamping: lease), role == "technician" ? .technician : .operating)
    case "end-lease": return .endLease
    case "renew": return words.flag().map { .renew($0) }
    case "hold": return words.flag().map { .hold($0) }
    case "prepare": return words.claim().flatMap { lease in SoakPlan(&words).map { .prepare($0, lease) } }
    case "arm":
      guard let lease = words.claim(), let digest = words.claim(), let confirms = words.flag() else { return nil }
      return .arm(lease: lease, digest: digest, confirms: confirms)
    case "fire":
      guard let lease = words.claim(), let nonce = words.claim(), let ticket = words.number(-10_000...100_000) else {
        return nil
      }
      return .fire(lease: lease, nonce: nonce, ticket: ticket)
    case "disarm": return words.claim().map { .disarm($0) }
    case "acknowledge": return .acknowledge
    case "resolve": return words.number(-1...65_535).map { .resolve($0) }
    case "stop": return .stop
    case "line":
      guard let line = words.next().flatMap({ InputLine(rawValue: String($0)) }), let isClosed = words.flag() else {
        return nil
      }
      return .line(line, isClosed: isClosed)
    default: return readRest(verb, &words)
    }
  }

  private static func readRest(_ verb: String, _ words: inout SoakWords) -> SoakAction? {
    switch verb {
    case "plug":
      guard let number = words.number(0...1_000), let chip = words.flag() else { return nil }
      return .plug(number, chip: chip)
    case "unplug": return .unplug
    case "fault":
      guard let entry = words.entry(), let amount = words.number(-1_000_000...10_000_000),
        let way = words.next().flatMap({ LinkDirection(rawValue: String($0)) }), let moment = SoakMoment(&words)
      else { return nil }
      return .fault(SoakFault(entry: entry, amount: Int64(amount), way: way), moment)
    case "clear": return words.entry().map { .clear($0) }
    case "clear-all": return .clearAll
    case "calibrate": return words.flag().map { .calibrate($0) }
    case "record":
      guard let healthy = words.flag(), let clock = words.flag() else { return nil }
      return .record(healthy: healthy, clock: clock)
    case "durable": return words.flag().map { .durable($0) }
    case "realtime": return words.flag().map { .realtime($0) }
    case "freeze": return words.number(0...100_000).map { .freeze($0) }
    case "restart": return words.number(0...100_000).map { .restart($0) }
    case "heart": return words.number(0...100_000).map { .heart($0) }
    case "beat": return .beat
    case "port": return words.flag().map { .port($0) }
    case "supply": return words.number(0...1_000_000).map { .supply($0) }
    case "drain": return words.flag().map { .drain($0) }
    default: return nil
    }
  }
}

extension SoakMoment {
  var words: String {
    switch self {
    case .now: "now"
    case .entering(let state): "entering \(state.rawValue)"
    case .pulse(let number, let edge): "pulse \(number) \(edge.rawValue)"
    }
  }

  fileprivate init?(_ words: inout SoakWords) {
    switch words.next() {
    case "now": self = .now
    case "entering":
      guard let number = words.number(0...255), let state = DeviceState(rawValue: UInt8(clamping: number)) else {
        return nil
      }
      self = .entering(state)
    case "pulse":
      guard let number = words.number(0...65_535), let edge = words.next().flatMap({ PulseEdge(rawValue: String($0)) })
      else { return nil }
      self = .pulse(UInt16(clamping: number), edge)
    case .some, .none: return nil
    }
  }
}

extension SoakPlan {
  var words: String {
    let other = other_V > 0 ? "/\(other_V)" : ""
    var text = "\(kind.rawValue) \(layout.rawValue) \(steps)x\(pulses) \(period_us)us \(voltage_V)\(other)V"
    text += " sync \(sync.rawValue) site \(site)"
    if reverses { text += " reversed" }
    if chip { text += " chip" }
    if spoil != .none { text += " spoilt \(spoil.rawValue)" }
    return text
  }

  fileprivate init?(_ words: inout SoakWords) {
    guard let kind = words.number(0...2).flatMap({ PlanKind(rawValue: UInt8(clamping: $0)) }),
      let layout = words.next().flatMap({ ArrayKind(rawValue: String($0)) }), let size = words.pair("x", ""),
      let period = words.pair("us", ""), let voltages = words.pair("/", "V"), words.next() == "sync",
      let sync = words.number(0...2).flatMap({ Synchronisation(rawValue: UInt8(clamping: $0)) }),
      words.next() == "site",
      let site = words.number(0...1_000)
    else { return nil }
    self.init()
    self.kind = kind
    self.layout = layout
    steps = size.0
    pulses = size.1
    period_us = period.0
    voltage_V = voltages.0
    other_V = voltages.1
    self.sync = sync
    self.site = site
    while let word = words.next() {
      switch word {
      case "reversed": reverses = true
      case "chip": chip = true
      case "spoilt":
        guard let spoil = words.next().flatMap({ PlanSpoil(rawValue: String($0)) }) else { return nil }
        self.spoil = spoil
      default: return nil
      }
    }
  }
}

/// The words of a line, taken one by one.
private struct SoakWords {
  private var rest: ArraySlice<Substring>

  init(_ text: Substring) { rest = text.split(separator: " ")[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func next() -> Substring? { rest.popFirst() }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    next().flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
  }

  mutating func flag() -> Bool? { next().flatMap { Bool(String($0)) } }

  mutating func claim() -> SoakClaim? { next().flatMap { SoakClaim(rawValue: String($0)) } }

  mutating func entry() -> FaultEntry? { next().flatMap { FaultEntry(rawValue: String($0)) } }

  /// One or two numbers of at most a million with a separator between and a unit behind; the second is 0 where missing.
  mutating func pair(_ separator: String, _ unit: String) -> (Int, Int)? {
    guard var word = next() else { return nil }
    if !unit.isEmpty, word.hasSuffix(unit) { word = word.dropLast(unit.count) }
    let range = 0...1_000_000
    guard let place = word.firstIndex(of: Character(String(separator.prefix(1)))) else {
      return Int(word).flatMap { range.contains($0) ? ($0, 0) : nil }
    }
    let tail = word[place...].dropFirst(separator.count)
    guard let first = Int(word[..<place]), let second = tail.isEmpty ? 0 : Int(tail), range.contains(first),
      range.contains(second)
    else { return nil }
    return (first, second)
  }
}
