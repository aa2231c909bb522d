internal import Glibc
internal import NIOCore
internal import NIOPosix
public import VarlinkWire

/// A client's connection to a varlink service.
///
/// Calls may be made from any task and are answered in the order in which they were made: a call behind an unfinished
/// stream waits for the stream's end, so programs open one connection for each stream. All connections of a program
/// share one event loop thread.
public final class VarlinkConnection: Sendable {
  private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  /// How many replies of a stream may wait for the program before the stream fails with `overrun`.
  public static let maximumStreamBacklog = 4096

  private let channel: any Channel
  private let replies: NIOLoopBound<ClientChannelHandler>

  private init(channel: any Channel, replies: NIOLoopBound<ClientChannelHandler>) {
    self.channel = channel
    self.replies = replies
  }

  deinit { channel.close(promise: nil) }

  /// Connects to the socket at a path.
  public static func connect(to path: String) async throws(VarlinkClientError) -> VarlinkConnection {
    do {
      let channel = try await ClientBootstrap(group: group)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ClientChannelHandler())
          }
        }
        .connect(unixDomainSocketPath: path).get()
      let replies = try await channel.eventLoop.submit {
        NIOLoopBound(
          try channel.pipeline.syncOperations.handler(type: ClientChannelHandler.self), eventLoop: channel.eventLoop)
      }.get()
      return VarlinkConnection(channel: channel, replies: replies)
    } catch let error as IOError {
      throw connectError(error.errnoCode, path: path)
    } catch {
      throw .cannotConnect(path: path, reason: "\(error)")
    }
  }

  private static func connectError(_ code: CInt, path: String) -> VarlinkClientError {
    switch code {
    case ENOENT: .absent(path: path)
    case ECONNREFUSED: .refused(path: path)
    case EACCES, EPERM: .notPermitted(path: path)
    case _: .cannotConnect(path: path, reason: String(cString: strerror(code)))
    }
  }

  /// Calls a method and waits for its reply. Cancelling the task closes the connection.
  public func call(
    _ method: String, _ parameters: [String: JSONValue] = [:]
  ) async throws(VarlinkClientError) -> [String: JSONValue] {
    let bytes = try encoded(CallMessage(method: method, parameters: parameters))
    let promise = channel.eventLoop.makePromise(of: ReplyMessage.self)
    send(bytes, .single(promise))
    let reply: ReplyMessage
    do {
      reply = try await withTaskCancellationHandler {
        try await promise.futureResult.get()
      } onCancel: {
        channel.close(promise: nil)
      }
    } catch {
      if Task.isCancelled { throw .cancelled }
      throw error as? VarlinkClientError ?? .closed
    }
    if let error = reply.error { throw .failed(ServiceError(name: error, parameters: reply.parameters)) }
    return reply.parameters
  }

  /// Calls a method with typed parameters and a typed reply.
  public func call<Reply: Decodable>(
    _ method: String, encoding parameters: some Encodable, as type: Reply.Type = Reply.self
  ) async throws(VarlinkClientError) -> Reply {
    try VarlinkConnection.decoded(await call(method, VarlinkConnection.members(parameters)), as: type)
  }

  /// Calls a method that may reply more than once. The call is sent at once, not at the first iteration.
  ///
  /// Leaving the iteration before its end closes the connection, because varlink has no other way to end a stream.
  public func more(
    _ method: String, _ parameters: [String: JSONValue] = [:]
  ) throws(VarlinkClientError) -> AsyncThrowingStream<[String: JSONValue], any Error> {
    let bytes = try encoded(CallMessage(method: method, parameters: parameters, more: true))
    let (stream, continuation) = AsyncThrowingStream.makeStream(
      of: [String: JSONValue].self, bufferingPolicy: .bufferingOldest(VarlinkConnection.maximumStreamBacklog))
    // Holding the connection: a stream must not end because the program kept nothing but the stream.
    continuation.onTermination = { [self] termination in
      if case .cancelled = termination { channel.close(promise: nil) }
    }
    send(bytes, .stream(continuation))
    return stream
  }

  /// Calls a method that may reply more than once, with typed parameters and replies; see ``more(_:_:)``.
  public func more<Reply: Decodable & Sendable>(
    _ method: String, encoding parameters: some Encodable, as type: Reply.Type = Reply.self
  ) throws(VarlinkClientError) -> AsyncThrowingMapSequence<AsyncThrowingStream<[String: JSONValue], any Error>, Reply> {
    try more(method, VarlinkConnection.members(parameters)).map { try VarlinkConnection.decoded($0, as: Reply.self) }
  }

  /// Calls a method without a reply; nothing tells whether the service took it.
  public func oneway(_ method: String, _ parameters: [String: JSONValue] = [:]) throws(VarlinkClientError) {
    send(try encoded(CallMessage(method: method, parameters: parameters, oneway: true)), nil)
  }

  /// Closes the connection; calls that wait fail with `closed`.
  public func close() async { try? await channel.close().get() }

  /// Whether the connection still stands as far as this side knows.
  public var isOpen: Bool { channel.isActive }

  private func send(_ bytes: [UInt8], _ waiter: ClientChannelHandler.Waiting?) {
    let replies = replies
    channel.eventLoop.execute { replies.value.send(bytes, waiter) }
  }

  private func encoded(_ call: CallMessage) throws(VarlinkClientError) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try call.encoded()
    } catch {
      throw .unsendable(error.description)
    }
    guard bytes.count <= FrameDecoder.defaultMaximumBytes &+ 1 else {
      throw .unsendable("\(bytes.count &- 1) bytes, at most \(FrameDecoder.defaultMaximumBytes) fit a message")
    }
    return bytes
  }

  private static func members(_ value: some Encodable) throws(VarlinkClientError) -> [String: JSONValue] {
    let encoded: JSONValue
    do {
      encoded = try JSONValue(encoding: value)
    } catch {
      throw .unsendable("\(error)")
    }
    guard let members = encoded.members else { throw .unsendable("parameters are an object") }
    return members
  }

  private static func decoded<Reply: Decodable>(
    _ members: [String: JSONValue], as type: Reply.Type
  ) throws(VarlinkClientError) -> Reply {
    do {
      return try JSONValue.object(members).decoded(as: type)
    } catch {
      throw .unexpectedReply("\(error)")
    }
  }
}
