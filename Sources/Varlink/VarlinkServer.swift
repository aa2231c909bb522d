internal import NIOCore
internal import NIOPosix

/// A varlink service on a Unix socket, run by one event loop on one thread.
///
/// The end of a client's sending side ends its connection: a half-closed one is not kept, because a vanished console
/// must not look like a silent one.
public final class VarlinkServer<Handler: CallHandler>: Sendable {
  /// The way to the handler from any thread.
  public let handler: LoopDoor<Handler>
  private let core: NIOLoopBound<ServerCore>
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let socketFile: SocketFile?

  private init(
    handler: LoopDoor<Handler>, core: NIOLoopBound<ServerCore>, group: MultiThreadedEventLoopGroup,
    channel: any Channel, socketFile: SocketFile?
  ) {
    self.handler = handler
    self.core = core
    self.group = group
    self.channel = channel
    self.socketFile = socketFile
  }

  /// Begins to serve. `makeHandler` runs once, on the new event loop, before the first connection.
  public static func start(
    _ service: ServiceDefinition, at address: ListeningAddress,
    makeHandler: @escaping @Sendable (ServiceLoop) -> Handler
  ) async throws(ListenError) -> VarlinkServer<Handler> {
    let router = try ServiceRouter(service)
    let socket = try BoundSocket(address)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let limits = service.limits
    let loop = group.next()
    do {
      let (core, handler) = try await loop.submit {
        let cell = CoreCell()
        let handler = makeHandler(ServiceLoop(loop: loop) { cell.core?.close($0) })
        let core = ServerCore(router: router, limits: limits, handler: handler)
        cell.core = core
        return (
          NIOLoopBound(core, eventLoop: loop), LoopDoor(bound: NIOLoopBound(handler, eventLoop: loop), loop: loop)
        )
      }.get()
      let channel = try await bootstrap(group, core).withBoundSocket(socket.descriptor).get()
      return VarlinkServer(
        handler: handler, core: core, group: group, channel: channel, socketFile: socket.ownedFile)
    } catch {
      // The descriptor belongs to the channel from the moment it was tried: closing it here could close another's.
      socket.ownedFile?.remove()
      try? await group.shutdownGracefully()
      throw .eventLoop("\(error)")
    }
  }

  private static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, _ core: NIOLoopBound<ServerCore>
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 128)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(AcceptPause()) }
      }
      // One read a turn of the loop: a second one would only learn that there is nothing more,
      // and a flooding client would keep the others waiting.
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ServerConnection(server: core.value))
        }
      }
  }

  /// Stops listening, closes every connection, removes the socket file if the server made it, and ends the thread.
  public func stop() async {
    try? await channel.close().get()
    socketFile?.remove()
    let core = core
    try? await channel.eventLoop.submit { core.value.stop() }.get()
    // The handler hears of the closed connections in tasks queued by now: let them run before the loop ends.
    try? await channel.eventLoop.submit {}.get()
    try? await group.shutdownGracefully()
  }
}

/// Closes the circle between the handler, which wants the loop, and the core, which wants the handler.
private final class CoreCell {
  weak var core: ServerCore?
}
