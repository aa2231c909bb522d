internal import CRealtime
internal import Glibc
internal import Journal
internal import Quantities
internal import Varlink

/// The computer's clocks and its randomness, for the adapter; the logic gets them as values.
enum SystemClock {
  /// Now, on both clocks.
  static var now: RecordTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    // Seconds since 1970 times a million: far within 64 bits.
    let wall = Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000
    return RecordTime(wall: .microseconds(wall), monotonic: .nanoseconds(crealtime_clock_monotonic_ns()))
  }

  /// A random word that nobody can guess.
  static func entropy() -> UInt64 {
    var random = SystemRandomNumberGenerator()
    return random.next()
  }
}

extension Peer {
  /// The peer of a connection, with its user's name where the system knows one.
  init(_ credentials: PeerCredentials) {
    let groups = Set(credentials.supplementaryGroupIDs + [credentials.groupID])
    self.init(
      uid: credentials.userID, groups: groups, pid: credentials.processID,
      user: SystemNames.user(credentials.userID) ?? "\(credentials.userID)")
  }
}

/// Names and ids of users and groups, as the system knows them.
enum SystemNames {
  /// The name of a user's id.
  static func user(_ id: UInt32) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
      return nil
    }
    return String(cString: name)
  }

  /// The id of a user's name.
  static func userID(_ name: String) -> UInt32? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
    return entry.pw_uid
  }

  /// The id of a group's name.
  static func groupID(_ name: String) -> UInt32? {
    var entry = group()
    var found: UnsafeMutablePointer<group>?
    var buffer = [CChar](repeating: 0, count: 65_536)
    guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
    return entry.gr_gid
  }
}
