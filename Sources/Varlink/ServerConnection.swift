internal import Glibc
internal import NIOCore
internal import VarlinkWire

/// One connection of a server: cuts the stream into calls, keeps the order of replies, bounds what is held.
final class ServerConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Replies gathered during one read are handed to the socket in pieces of about this many bytes.
  private static let gatheredBytes = 65_536

  private let server: ServerCore
  private let router: ServiceRouter
  private let limits: ServerLimits
  private(set) var id: ConnectionID?
  private var context: ChannelHandlerContext?
  private var decoder: FrameDecoder
  /// The calls without their last reply on the wire, oldest first; its head is the one whose replies go out.
  private var slots: [CallSlot] = []
  private var slotBytes = 0
  private var heldBytes = 0
  private var out: ByteBuffer?
  private var isReading = false
  private var isAdvancing = false
  private var closedFor: ClosedReason?
  private var waitingForRoom: [() -> Void] = []
  /// When the last call came, in the server's own count.
  private(set) var lastActivity: UInt64 = 0
  /// The user at the other end; until the kernel has told, nobody's.
  private(set) var userID = UInt32.max
  /// Whether a whole call has come.
  private(set) var hasCalled = false

  init(server: ServerCore) {
    self.server = server
    router = server.router
    limits = server.limits
    decoder = FrameDecoder(maximumBytes: server.limits.messageBytes)
  }

  var isIdle: Bool { slots.isEmpty }

  // MARK: What the socket says

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    let found: PeerCredentials?? = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
      of: NIOBSDSocket.Handle.self, { PeerCredentials(descriptor: $0) })
    guard case .some(.some(let credentials)) = found else {
      close(.socketFailure("the kernel does not tell who the peer is"))
      return
    }
    userID = credentials.userID
    guard let id = server.admit(self) else {
      close(.madeRoom)
      return
    }
    self.id = id
    lastActivity = server.nextActivity()
    server.handler.connectionOpened(id, peer: credentials)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard closedFor == nil else { return }
    isReading = true
    decoder.append(unwrapInboundIn(data).readableBytesView)
    do {
      while closedFor == nil, let message = try decoder.next() { receive(message) }
    } catch {
      close(.protocolDamage("\(error)"))
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReading = false
    flush()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard context.channel.isWritable else { return }
    let bodies = waitingForRoom
    waitingForRoom = []
    for body in bodies where closedFor == nil { body() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A client that goes with replies unread resets the connection: it went, nothing failed.
    if let error = error as? IOError, error.errnoCode == ECONNRESET || error.errnoCode == EPIPE {
      close(.peerClosed)
    } else {
      close(.socketFailure("\(error)"))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    let reason = closedFor ?? .peerClosed
    closedFor = reason
    self.context = nil
    for slot in slots { slot.connection = nil }
    slots = []
    waitingForRoom = []
    guard let id else { return }
    self.id = nil
    let server = server
    server.remove(id)
    // Later, because the close may have been caused from within the handler.
    context.eventLoop.assumeIsolated().execute { server.handler.connectionClosed(id, reason: reason) }
  }

  // MARK: Calls

  private func receive(_ bytes: [UInt8]) {
    guard let id else { return }
    lastActivity = server.nextActivity()
    hasCalled = true
    let message: CallMessage
    do {
      message = try CallMessage(parsing: bytes)
    } catch {
      close(.protocolDamage("\(error)"))
      return
    }
    switch router.route(message) {
    case .answer(let reply):
      if slots.isEmpty {
        if !message.oneway { write(reply) }
        return
      }
      let slot = makeSlot(message, bytes.count, nil, .finished)
      if !message.oneway { keep(reply, in: slot) }
    case .handOver(let entry):
      let call = IncomingCall(
        connection: id, interface: entry.interface.name, method: entry.method.name, parameters: message.parameters,
        isOneway: message.oneway)
      let slot = makeSlot(message, bytes.count, entry, entry.isUrgent ? .active : .waiting(call))
      if entry.isUrgent { server.handler.handle(call, responder: Responder(slot: slot)) }
    }
    advance()
    if slots.count > limits.pendingCalls || slotBytes > limits.pendingCallBytes { close(.tooManyPendingCalls) }
  }

  private func makeSlot(
    _ message: CallMessage, _ messageBytes: Int, _ definition: ServiceRouter.MethodEntry?, _ state: CallSlot.State
  ) -> CallSlot {
    let slot = CallSlot(
      message, messageBytes: messageBytes, definition: definition, state: state, connection: self, router: router)
    slots.append(slot)
    // Sums of array sizes in memory: far from overflow.
    slotBytes = slotBytes &+ messageBytes
    return slot
  }

  /// Sends what is due and hands over the next call, until one is found whose last reply has still to come.
  private func advance() {
    // A handler that answers at once comes back here from within; the loop below goes on for it.
    guard !isAdvancing else { return }
    isAdvancing = true
    defer { isAdvancing = false }
    while closedFor == nil, let head = slots.first {
      let held = head.takeHeld()
      if !held.isEmpty {
        heldBytes = heldBytes &- held.count
        write(held)
      }
      switch head.state {
      case .finished:
        slotBytes = slotBytes &- head.messageBytes
        if !slots.isEmpty { slots.removeFirst() }
      case .active: return
      case .waiting(let call):
        head.state = .active
        server.handler.handle(call, responder: Responder(slot: head))
      }
    }
  }

  // MARK: Replies

  /// Takes a reply from a call, which goes out now or when it is that call's turn.
  func send(_ bytes: [UInt8], from slot: CallSlot) {
    guard closedFor == nil else { return }
    if slots.first === slot {
      let held = slot.takeHeld()
      heldBytes = heldBytes &- held.count
      if !held.isEmpty { write(held) }
      if !bytes.isEmpty { write(bytes) }
    } else if !bytes.isEmpty {
      keep(bytes, in: slot)
    }
    if slot.isFinished { advance() }
  }

  private func keep(_ bytes: [UInt8], in slot: CallSlot) {
    slot.hold(bytes)
    heldBytes = heldBytes &+ bytes.count
    if heldBytes > limits.unreadReplyBytes { close(.slowReader) }
  }

  private func write(_ bytes: [UInt8]) {
    guard let context, closedFor == nil else { return }
    if out == nil { out = context.channel.allocator.buffer(capacity: bytes.count) }
    out?.writeBytes(bytes)
    // Within a read, replies gather until its end: one system call for all of them.
    if !isReading || (out?.readableBytes ?? 0) > ServerConnection.gatheredBytes { flush() }
  }

  private func flush() {
    guard let buffer = out, let context, closedFor == nil else { return }
    out = nil
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    guard !context.channel.isWritable else { return }
    if unreadBytes > limits.unreadReplyBytes { close(.slowReader) }
  }

  /// Bytes that the socket has not taken; when the channel cannot tell, too many.
  private var unreadBytes: Int {
    guard let options = context?.channel.syncOptions, let bytes = try? options.getOption(.bufferedWritableBytes) else {
      return Int.max
    }
    return bytes
  }

  var hasRoom: Bool { closedFor == nil && (context?.channel.isWritable ?? false) }

  func whenRoom(_ body: @escaping () -> Void) {
    guard closedFor == nil else { return }
    if hasRoom { body() } else { waitingForRoom.append(body) }
  }

  func close(_ reason: ClosedReason) {
    guard closedFor == nil else { return }
    if case .protocolDamage = reason { flush() }
    closedFor = reason
    context?.close(promise: nil)
  }
}
