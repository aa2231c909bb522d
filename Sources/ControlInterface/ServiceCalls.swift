public import Varlink
internal import VarlinkWire

/// A connection that calls methods by their types.
public struct ServiceCalls: Sendable {
  /// The replies of a call with `more`, in order; the last ends it.
  public typealias Replies<Method: InterfaceMethod> = AsyncThrowingStream<Method.Reply, any Error>

  /// The connection below.
  public let connection: VarlinkConnection

  /// Connects to the socket at a path.
  public static func connect(to path: String) async throws(ControlClientError) -> ServiceCalls {
    do {
      return ServiceCalls(connection: try await VarlinkConnection.connect(to: path))
    } catch {
      throw ControlClientError(error)
    }
  }

  /// Calls a method and waits for its one reply.
  public func call<Method: InterfaceMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters
  ) async throws(ControlClientError) -> Method.Reply {
    do {
      return try await connection.call(Method.name, encoding: parameters, as: Method.Reply.self)
    } catch {
      throw ControlClientError(error)
    }
  }

  /// Calls a method that replies more than once. The call is sent at once. Errors of the iteration are
  /// ``ControlClientError``. Leaving the iteration before its end closes the connection.
  public func more<Method: InterfaceMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters
  ) throws(ControlClientError) -> Replies<Method> {
    let source: AsyncThrowingMapSequence<AsyncThrowingStream<[String: JSONValue], any Error>, Method.Reply>
    do {
      source = try connection.more(Method.name, encoding: parameters, as: Method.Reply.self)
    } catch {
      throw ControlClientError(error)
    }
    let (replies, continuation) = AsyncThrowingStream.makeStream(of: Method.Reply.self)
    let pump = Task {
      do {
        for try await reply in source { continuation.yield(reply) }
        continuation.finish()
      } catch let error as VarlinkClientError {
        continuation.finish(throwing: ControlClientError(error))
      } catch {
        continuation.finish(throwing: ControlClientError(.protocolDamage("\(error)")))
      }
    }
    continuation.onTermination = { _ in pump.cancel() }
    return replies
  }

  /// Closes the connection; calls that wait fail.
  public func close() async { await connection.close() }
}
