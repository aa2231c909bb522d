internal import Varlink

/// porated as a program sees it: typed calls over connections of its own.
///
/// Calls are answered in order on one connection, so streams, Stop and the lease each get another.
public final class ControlClient: Sendable {
  /// The socket's path.
  public let path: String
  private let calls: ServiceCalls

  private init(path: String, calls: ServiceCalls) {
    self.path = path
    self.calls = calls
  }

  /// Connects to porated's socket.
  public static func connect(to path: String) async throws(ControlClientError) -> ControlClient {
    ControlClient(path: path, calls: try await .connect(to: path))
  }

  /// Calls any method with one reply, `ListTrains` of the record as well.
  public func call<Method: InterfaceMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters
  ) async throws(ControlClientError) -> Method.Reply {
    try await calls.call(method, parameters)
  }

  /// Calls any method with several replies, over a connection of its own that ends with the stream.
  public func more<Method: InterfaceMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters
  ) async throws(ControlClientError) -> ServiceCalls.Replies<Method> {
    try await ServiceCalls.connect(to: path).more(method, parameters)
  }

  /// What the daemon is and what the caller may do.
  public func info() async throws(ControlClientError) -> Control.GetInfo.Reply {
    try await calls.call(Control.GetInfo.self, .init())
  }

  /// The state now.
  public func state() async throws(ControlClientError) -> Control.State {
    try await calls.call(Control.GetState.self, .init()).state
  }

  /// The state at once, then every change, until the iteration is left.
  public func monitor() async throws(ControlClientError) -> ServiceCalls.Replies<Control.Monitor> {
    try await more(Control.Monitor.self, .init())
  }

  /// Plans a train under a lease.
  public func prepare(_ plan: Control.Plan, token: String) async throws(ControlClientError) -> Control.PreparedPlan {
    try await calls.call(Control.Prepare.self, .init(token: token, plan: plan)).plan
  }

  /// Arms the prepared plan: each probe, the bank while it charges, at last what Fire needs.
  ///
  /// - Parameter confirmedArray: the array that the operator says is connected, for one without an identity chip.
  public func arm(
    digest: String, confirmedArray: String? = nil, token: String
  ) async throws(ControlClientError) -> ServiceCalls.Replies<Control.Arm> {
    try await more(Control.Arm.self, .init(token: token, digest: digest, confirmedArray: confirmedArray))
  }

  /// Fires the armed train: accepted, each pulse, at last the outcome.
  ///
  /// - Parameter ticket: of a renewal just before, see ``ControlLease/renew(hold:)``.
  public func fire(
    nonce: String, ticket: String, token: String
  ) async throws(ControlClientError) -> ServiceCalls.Replies<Control.Fire> {
    try await more(Control.Fire.self, .init(token: token, nonce: nonce, ticket: ticket))
  }

  /// Prepares, arms and fires the configured self-test.
  public func selfTest(token: String) async throws(ControlClientError) -> ServiceCalls.Replies<Control.SelfTest> {
    try await more(Control.SelfTest.self, .init(token: token))
  }

  /// Gives up the arming.
  public func disarm(token: String) async throws(ControlClientError) {
    _ = try await calls.call(Control.Disarm.self, .init(token: token))
  }

  /// Stops at once, over a connection of its own.
  @discardableResult
  public func stop() async throws(ControlClientError) -> Control.Mode { try await ControlClient.stop(at: path) }

  /// Stops at once, without any other connection to the daemon.
  @discardableResult
  public static func stop(at path: String) async throws(ControlClientError) -> Control.Mode {
    let calls = try await ServiceCalls.connect(to: path)
    let reply = try await calls.call(Control.Stop.self, .init())
    await calls.close()
    return reply.mode
  }

  /// Says that a person saw the latched faults; the names of those that cleared.
  public func acknowledge() async throws(ControlClientError) -> [String] {
    try await calls.call(Control.AcknowledgeFault.self, .init()).cleared
  }

  /// Says, on the record, how many pulses an unresolved train gave.
  public func resolve(pulses: Int64, reason: String) async throws(ControlClientError) -> Control.Outcome {
    try await calls.call(Control.ResolveTrain.self, .init(pulses: pulses, reason: reason)).outcome
  }

  /// Counters and notes for engineers.
  public func diagnostics() async throws(ControlClientError) -> Control.GetDiagnostics.Reply {
    try await calls.call(Control.GetDiagnostics.self, .init())
  }

  /// All electrode arrays of the library.
  public func electrodes() async throws(ControlClientError) -> [Control.ArrayEntry] {
    try await ControlClient.gathered(more(Control.ListElectrodes.self, .init())) { $0.electrodes }
  }

  /// All protocols of the library.
  public func protocols() async throws(ControlClientError) -> [Control.ProtocolEntry] {
    try await ControlClient.gathered(more(Control.ListProtocols.self, .init())) { $0.protocols }
  }

  /// A train of the record with its pulses and, if wanted, its waveforms in pieces; the last one without a number.
  public func train(
    _ id: Int64? = nil, waveforms: Bool = false
  ) async throws(ControlClientError) -> ServiceCalls.Replies<Record.GetTrain> {
    try await more(Record.GetTrain.self, .init(id: id, waveforms: waveforms))
  }

  /// Trains of the record, the newest first.
  public func trains(below: Int64? = nil, limit: Int64? = nil) async throws(ControlClientError) -> [Record.Train] {
    try await calls.call(Record.ListTrains.self, .init(below: below, limit: limit)).trains
  }

  /// Closes the connection.
  public func close() async { await calls.close() }

  private static func gathered<Reply, Entry>(
    _ replies: AsyncThrowingStream<Reply, any Error>, _ entries: (Reply) -> [Entry]
  ) async throws(ControlClientError) -> [Entry] {
    var all: [Entry] = []
    do {
      for try await reply in replies { all += entries(reply) }
    } catch let error as ControlClientError {
      throw error
    } catch {
      throw .connection(.protocolDamage("\(error)"))
    }
    return all
  }
}
