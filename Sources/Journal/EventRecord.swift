/// Something that happened, for the record: a fault, a change of the lease, a start, a person's word.
public struct EventRecord: Hashable, Sendable {
  /// The longest kind, in bytes of UTF-8.
  public static let longestKind = 64
  /// The longest body, in bytes of UTF-8.
  public static let longestBody = 65_536

  /// What kind of event, a short fixed name of 1 to ``longestKind`` bytes.
  public var kind: String
  /// The train it belongs to, if any.
  public var train: TrainID?
  /// What there is to say, as one JSON value of at most ``longestBody`` bytes.
  public var body: String
  /// When.
  public var time: RecordTime

  /// An event.
  public init(kind: String, train: TrainID? = nil, body: String, time: RecordTime) {
    self.kind = kind
    self.train = train
    self.body = body
    self.time = time
  }

  /// What breaks a bound of the record, or nil.
  var defect: String? {
    if kind.isEmpty || kind.utf8.count > Self.longestKind { return "an event's kind of \(kind.utf8.count) bytes" }
    return body.utf8.count > Self.longestBody ? "the event's body is too long" : nil
  }
}
