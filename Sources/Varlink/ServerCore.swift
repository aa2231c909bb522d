/// What the connections of one server share; touched on its event loop only.
final class ServerCore {
  let router: ServiceRouter
  let limits: ServerLimits
  let handler: any CallHandler
  private var connections: [ConnectionID: ServerConnection] = [:]
  private var openedConnections: UInt64 = 0
  private var activities: UInt64 = 0
  private var isStopping = false

  init(router: ServiceRouter, limits: ServerLimits, handler: any CallHandler) {
    self.router = router
    self.limits = limits
    self.handler = handler
  }

  /// Counts calls and new connections, so that silence can be compared without a clock. Wraps after 2⁶⁴ calls.
  func nextActivity() -> UInt64 {
    activities = activities &+ 1
    return activities
  }

  /// A number for a new connection; nil when there is no room and no idle connection to close.
  func admit(_ connection: ServerConnection) -> ConnectionID? {
    guard !isStopping else { return nil }
    if connections.count >= limits.connections {
      guard let victim = dispensable, let id = victim.id else { return nil }
      connections[id] = nil
      victim.close(.madeRoom)
    }
    openedConnections = openedConnections &+ 1
    let id = ConnectionID(number: openedConnections)
    connections[id] = connection
    return id
  }

  /// The idle connection that makes room: of the user with most of them, because a stranger's flood must not push out a
  /// console; of that user's one that never finished a call, because floods of silent and half-open ones do not; and of
  /// those the one silent for longest.
  private var dispensable: ServerConnection? {
    var held: [UInt32: Int] = [:]
    for connection in connections.values { held[connection.userID, default: 0] += 1 }
    func rank(_ connection: ServerConnection) -> (Int, Int, UInt64) {
      (-(held[connection.userID] ?? 0), connection.hasCalled ? 1 : 0, connection.lastActivity)
    }
    return connections.values.filter(\.isIdle).min { rank($0) < rank($1) }
  }

  func remove(_ id: ConnectionID) { connections[id] = nil }

  func close(_ id: ConnectionID) { connections[id]?.close(.closedByService) }

  func stop() {
    isStopping = true
    for connection in Array(connections.values) { connection.close(.serverStopped) }
  }
}
