internal import NIOCore
internal import VarlinkWire

/// The client's side of a connection: sends calls, gives each reply to the call whose turn it is.
final class ClientChannelHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  typealias ReplyContinuation = AsyncThrowingStream<[String: JSONValue], any Error>.Continuation

  /// Who waits for a reply.
  enum Waiting {
    case single(EventLoopPromise<ReplyMessage>)
    case stream(ReplyContinuation)

    func fail(_ error: VarlinkClientError) {
      switch self {
      case .single(let promise): promise.fail(error)
      case .stream(let continuation): continuation.finish(throwing: error)
      }
    }
  }

  private var decoder = FrameDecoder()
  private var waiting: [Waiting] = []
  private var context: ChannelHandlerContext?
  private var closedFor: VarlinkClientError?

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  /// Sends an encoded call; `waiter` is nil for oneway.
  func send(_ bytes: [UInt8], _ waiter: Waiting?) {
    guard closedFor == nil, let context else {
      waiter?.fail(closedFor ?? .closed)
      return
    }
    if let waiter { waiting.append(waiter) }
    var buffer = context.channel.allocator.buffer(capacity: bytes.count)
    buffer.writeBytes(bytes)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    decoder.append(unwrapInboundIn(data).readableBytesView)
    do {
      while closedFor == nil, let message = try decoder.next() { try receive(ReplyMessage(parsing: message)) }
    } catch {
      end(.protocolDamage("\(error)"))
    }
  }

  private func receive(_ reply: ReplyMessage) {
    guard let first = waiting.first else {
      end(.protocolDamage("a reply without a call"))
      return
    }
    let isLast = !reply.continues || reply.error != nil
    switch first {
    case .single(let promise):
      guard isLast else {
        end(.protocolDamage("more than one reply to a call that asked for one"))
        return
      }
      waiting.removeFirst()
      promise.succeed(reply)
    case .stream(let continuation):
      if isLast { waiting.removeFirst() }
      deliver(reply, isLast: isLast, to: continuation)
    }
  }

  private func deliver(_ reply: ReplyMessage, isLast: Bool, to continuation: ReplyContinuation) {
    if let error = reply.error {
      let failure = ServiceError(name: error, parameters: reply.parameters)
      continuation.finish(throwing: VarlinkClientError.failed(failure))
      return
    }
    if case .dropped = continuation.yield(reply.parameters) {
      continuation.finish(throwing: VarlinkClientError.overrun)
      end(.overrun)
    }
    if isLast { continuation.finish() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { end(.closed) }

  func channelInactive(context: ChannelHandlerContext) { end(.closed) }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  private func end(_ reason: VarlinkClientError) {
    guard closedFor == nil else { return }
    closedFor = reason
    let waiting = waiting
    self.waiting = []
    for waiter in waiting { waiter.fail(reason) }
    context?.close(promise: nil)
  }
}
