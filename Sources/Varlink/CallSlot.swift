internal import VarlinkWire

/// The place of one call in its connection's order of replies.
final class CallSlot {
  enum State {
    /// Not handed over yet.
    case waiting(IncomingCall)
    /// Handed over, or answered by the server itself; the last reply may still come.
    case active
    /// The last reply was given.
    case finished
  }

  let acceptsMore: Bool
  let messageBytes: Int
  private let isOneway: Bool
  /// Against which replies are checked; nil for calls that the server answers itself.
  private let definition: ServiceRouter.MethodEntry?
  private let router: ServiceRouter
  var state: State
  /// Replies given before it was this call's turn.
  private(set) var held: [UInt8] = []
  weak var connection: ServerConnection?

  init(
    _ message: CallMessage, messageBytes: Int, definition: ServiceRouter.MethodEntry?, state: State,
    connection: ServerConnection, router: ServiceRouter
  ) {
    acceptsMore = message.more
    isOneway = message.oneway
    self.messageBytes = messageBytes
    self.definition = definition
    self.state = state
    self.connection = connection
    self.router = router
  }

  var isFinished: Bool {
    if case .finished = state { return true }
    return false
  }

  /// Keeps encoded replies until it is this call's turn; the connection counts them.
  func hold(_ bytes: [UInt8]) { held.append(contentsOf: bytes) }

  func takeHeld() -> [UInt8] {
    defer { held = [] }
    return held
  }

  func send(_ reply: ReplyMessage) throws(ReplyRefusal) {
    guard let connection else { throw .connectionClosed }
    guard !isFinished else { throw .alreadyFinished }
    let bytes = try router.encoded(reply, to: definition)
    if !reply.continues { state = .finished }
    connection.send(isOneway ? [] : bytes, from: self)
  }
}
