import FoundationEssentials

/// One line of the result: a figure of ours, and the peer's from the same run where there is a peer.
struct Row: Encodable {
  /// What was measured.
  var name: String
  /// Of both figures.
  var unit: String
  /// Ours; nil where it could not be measured.
  var porate: Double?
  /// What it is held against.
  var peer: String?
  /// The peer's figure.
  var peerValue: Double?
  /// Ours by the peer's, or the median of such ratios where pairs alternated.
  var ratio: Double?
  /// Why a figure is missing, or what has to be known with it.
  var note: String?

  /// A figure without a peer.
  init(_ name: String, _ unit: String, _ porate: Double?, note: String? = nil) {
    self.name = name
    self.unit = unit
    self.porate = porate
    self.note = note
  }

  /// A figure beside a peer's.
  init(_ name: String, _ unit: String, _ porate: Double?, peer: String, _ peerValue: Double?, ratio: Double? = nil) {
    self.init(name, unit, porate)
    self.peer = peer
    self.peerValue = peerValue
    self.ratio = ratio
    if ratio == nil, let porate, let peerValue, peerValue > 0 { self.ratio = porate / peerValue }
  }

  /// A row that could not be measured.
  static func missing(_ name: String, _ unit: String, peer: String? = nil, _ why: String) -> Row {
    var row = Row(name, unit, nil, note: why)
    row.peer = peer
    return row
  }

  private enum Key: String, CodingKey { case name, unit, porate, peer, peerValue, ratio, note }

  /// All keys are always there, with null for what is missing.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(unit, forKey: .unit)
    try container.encode(porate, forKey: .porate)
    try container.encode(peer, forKey: .peer)
    try container.encode(peerValue, forKey: .peerValue)
    try container.encode(ratio, forKey: .ratio)
    try container.encode(note, forKey: .note)
  }
}
