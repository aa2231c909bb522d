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
      let idle = connections.values.filter(\.isIdle).min { $0.lastActivity < $1.lastActivity }
      guard let idle, let id = idle.id else { return nil }
      connections[id] = nil
      idle.close(.madeRoom)
    }
    openedConnections = openedConnections &+ 1
    let id = ConnectionID(number: openedConnections)
    connections[id] = connection
    return id
  }

  func remove(_ id: ConnectionID) { connections[id] = nil }

  func close(_ id: ConnectionID) { connections[id]?.close(.closedByService) }

  func stop() {
    isStopping = true
    for connection in Array(connections.values) { connection.close(.serverStopped) }
  }
}
