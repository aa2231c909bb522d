import Quantities

/// Lets so many notes of a kind through in a while, so that nobody floods the record.
struct NoteLimiter: Sendable {
  /// Notes of one kind in one window.
  static let most = 20
  /// How long a window is.
  static let window = TimeSpan.seconds(10)

  private var kinds: [String: (since: HostInstant, count: Int)] = [:]

  /// Whether another note of a kind may be written now. Kinds are fixed words of this program, so there are few.
  mutating func allows(_ kind: String, at now: HostInstant) -> Bool {
    guard let former = kinds[kind], let age = now.since(former.since), age < Self.window else {
      kinds[kind] = (now, 1)
      return true
    }
    guard former.count < Self.most else { return false }
    kinds[kind] = (former.since, former.count + 1)
    return true
  }
}
