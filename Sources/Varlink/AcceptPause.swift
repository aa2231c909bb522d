internal import Glibc
internal import NIOCore

/// Takes no new connections for a moment when the system has no descriptor or memory for one more.
///
/// The waiting connection keeps the listening socket readable, so that without a pause the loop would try for it without
/// end, on a processor that others need; what is open already is served meanwhile.
final class AcceptPause: ChannelInboundHandler {
  typealias InboundIn = any Channel

  private static let pause = TimeAmount.milliseconds(50)

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let failure = error as? IOError, Self.passes(failure.errnoCode) else {
      context.fireErrorCaught(error)
      return
    }
    let channel = context.channel
    try? channel.syncOptions?.setOption(.autoRead, value: false)
    channel.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
      try? channel.syncOptions?.setOption(.autoRead, value: true)
    }
  }

  private static func passes(_ code: CInt) -> Bool {
    code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM
  }
}
