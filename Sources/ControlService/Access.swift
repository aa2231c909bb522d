public import ControlInterface
public import Settings

/// Who is at the other end of a connection, with names where the system knows them.
public struct Peer: Hashable, Sendable {
  /// The user's id.
  public var uid: UInt32
  /// All groups, the primary one included.
  public var groups: Set<UInt32>
  /// The process.
  public var pid: Int32
  /// The user's name, or its id as text.
  public var user: String

  /// A peer from its parts.
  public init(uid: UInt32, groups: Set<UInt32>, pid: Int32, user: String) {
    self.uid = uid
    self.groups = groups
    self.pid = pid
    self.user = user
  }
}

/// What somebody may want to do; which roles may is in one table.
public enum Action: Hashable, Sendable, CaseIterable {
  /// Stop: everyone may.
  case stop
  /// Read state, library and record.
  case read
  /// Read diagnostics.
  case diagnose
  /// Hold the control lease.
  case lease
  /// Prepare, arm and fire into tissue.
  case treat
  /// Prepare, arm and fire into the test load.
  case testLoad
  /// Run the self-test.
  case selfTest
  /// Acknowledge faults.
  case acknowledge
  /// State what an unresolved treatment gave.
  case resolveTreatment
  /// State what an unresolved train into a load gave.
  case resolveLoad

  /// The roles that may.
  public var allowed: [Control.Role] {
    switch self {
    case .stop: Control.Role.allCases
    case .read: [.observer, .operator, .technician, .engineer]
    case .diagnose: [.operator, .technician, .engineer]
    case .lease, .selfTest: [.operator, .technician, .engineer]
    case .treat, .resolveTreatment: [.operator]
    case .testLoad, .acknowledge, .resolveLoad: [.operator, .technician]
    }
  }
}

/// The roles of users and groups, by their ids.
public struct AccessTable: Hashable, Sendable {
  private var users: [UInt32: Set<Control.Role>] = [:]
  private var groups: [UInt32: Set<Control.Role>] = [:]
  /// Users and groups of the configuration that the system does not know.
  public private(set) var unknown: [String] = []

  /// Without rules: the daemon's own user has every role, and nobody else any.
  public init(daemonUser: UInt32) { users[daemonUser] = Set(Control.Role.allCases) }

  /// The rules of the configuration.
  ///
  /// - Parameters:
  ///   - userID: the id of a user's name, or nil.
  ///   - groupID: the id of a group's name, or nil.
  public init(rules: [AccessRule], userID: (String) -> UInt32?, groupID: (String) -> UInt32?) {
    for rule in rules {
      let role = Self.role(rule.role)
      switch rule.subject {
      case .user(let name):
        if let id = userID(name) { users[id, default: []].insert(role) } else { unknown.append("user \(name)") }
      case .group(let name):
        if let id = groupID(name) { groups[id, default: []].insert(role) } else { unknown.append("group \(name)") }
      }
    }
  }

  /// The roles of a peer: those of its user and of all its groups together.
  public func roles(of peer: Peer) -> Set<Control.Role> {
    peer.groups.reduce(users[peer.uid] ?? []) { $0.union(groups[$1] ?? []) }
  }

  /// Whether a peer may do something.
  public func may(_ peer: Peer, _ action: Action) -> Bool {
    action == .stop || !roles(of: peer).isDisjoint(with: action.allowed)
  }

  private static func role(_ role: AccessRule.Role) -> Control.Role {
    switch role {
    case .observer: .observer
    case .operator: .operator
    case .technician: .technician
    case .engineer: .engineer
    }
  }
}
