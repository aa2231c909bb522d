internal import Glibc
internal import NIOCore

/// Who is at the other end of a connection, as the kernel recorded it when the peer connected.
public struct PeerCredentials: Equatable, Sendable {
  /// The process; may have ended since.
  public let processID: Int32
  /// The effective user.
  public let userID: UInt32
  /// The effective primary group.
  public let groupID: UInt32
  /// The supplementary groups.
  public let supplementaryGroupIDs: [UInt32]

  /// Credentials given by hand, for tests of what stands on them.
  public init(processID: Int32, userID: UInt32, groupID: UInt32, supplementaryGroupIDs: [UInt32]) {
    self.processID = processID
    self.userID = userID
    self.groupID = groupID
    self.supplementaryGroupIDs = supplementaryGroupIDs
  }

  /// Linux allows a process this many groups (NGROUPS_MAX).
  private static let maximumGroups = 65_536

  /// Asks the kernel about a connected Unix socket; nil when it does not say, and then nobody may be trusted.
  init?(descriptor: CInt) {
    // struct ucred: pid, uid, gid, each of 32 bits.
    var credentials: [UInt32] = [0, 0, 0]
    var length = socklen_t(12)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0, length == 12 else { return nil }
    processID = Int32(bitPattern: credentials[0])
    userID = credentials[1]
    groupID = credentials[2]
    // A user id of all ones is the kernel's "nobody known".
    guard userID != UInt32.max, let groups = PeerCredentials.groups(descriptor: descriptor) else { return nil }
    supplementaryGroupIDs = groups
  }

  private static func groups(descriptor: CInt) -> [UInt32]? {
    var room = 64
    while room <= maximumGroups {
      var groups = [UInt32](repeating: 0, count: room)
      var length = socklen_t(room &* 4)
      if getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, &groups, &length) == 0 {
        return Array(groups.prefix(Int(length) / 4))
      }
      guard errno == ERANGE else { return nil }
      room = room &* 32
    }
    return nil
  }
}
