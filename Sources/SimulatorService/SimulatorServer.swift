import ControlInterface
import GeneratorLink
import Varlink
import VarlinkWire
import VirtualGenerator

/// A running simulator: the device in real time behind its line, and its control socket.
public final class SimulatorServer: Sendable {
  /// The device's serial number.
  public let serial: String
  private let machine: Machine
  private let server: VarlinkServer<SimulatorHandler>

  private init(serial: String, machine: Machine, server: VarlinkServer<SimulatorHandler>) {
    self.serial = serial
    self.machine = machine
    self.server = server
  }

  /// Starts the device and serves it. When this returns, the link and the socket are there.
  public static func start(_ options: SimulatorOptions) async throws(SimulatorFailure) -> SimulatorServer {
    let seed = options.seed ?? UInt64.random(in: .min ... .max)
    let folder = try StateFolder(options.folder, seed: seed)
    let serial = folder.memory.serial.ascii
    do {
      let channels = ChannelsFile(serial: serial, errors: options.settings.channels)
      try folder.write(try channels.text(), as: "channels.json")
    } catch let failure as SimulatorFailure {
      throw failure
    } catch {
      throw .damaged(path: options.folder + "/channels.json", why: "\(error)")
    }
    let signals = SignalDesk()
    let machine = try Machine(options, folder: folder, seed: seed, signals: signals)
    var port =
      try options.port.map { name throws(SimulatorFailure) in try LinePort(port: name, baud: options.baud) }
      ?? LinePort(link: options.link)
    try port.connect()
    let server: VarlinkServer<SimulatorHandler>
    do {
      let service = ServiceDefinition(
        vendor: "Porate", product: "porate-sim", version: PorateVersion.text, url: "",
        interfaces: [try Simulator.definition()])
      server = try await VarlinkServer.start(service, at: .path(options.socket, mode: 0o600)) { _ in
        SimulatorHandler(machine, signals, options)
      }
    } catch {
      port.end()
      throw .socket("\(error)")
    }
    do {
      try machine.start(port)
    } catch {
      await server.stop()
      throw error
    }
    return SimulatorServer(serial: serial, machine: machine, server: server)
  }

  /// Ends everything: the link and the socket are gone.
  public func stop() async {
    await server.stop()
    machine.end()
  }
}
