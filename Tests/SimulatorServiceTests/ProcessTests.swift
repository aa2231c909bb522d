import ControlInterface
import Foundation
import GeneratorLink
import Quantities
import SimulatorService
import Testing

@Suite(.serialized) struct ProcessTests {
  private func program(period: TimeSpan) -> Program {
    var step = ProgramStep()
    step.negative = 1
    step.pulses = 8
    step.voltage = .volts(1_000)
    step.width = .microseconds(100)
    step.period = period
    step.voltageLow = .volts(800)
    step.voltageHigh = .volts(1_200)
    step.currentLow = .milliamperes(200)
    step.currentHigh = .milliamperes(40_000)
    step.widthHigh = .microseconds(120)
    var program = Program(kind: .treatment, arrayIdentity: Bytes16(ascii: "PLATES") ?? .zero, electrodeCount: 2)
    _ = program.append(step)
    return program
  }

  @Test func `counter, serial number and truth outlive kill -9, and agree`() throws {
    let bedside = try Bedside()
    #expect(try bedside.start().contains("SIMULATED generator SIM-00000007"))
    let host = try #require(RealHost(bedside.link, link: 11))
    #expect(try host.arm(program(period: .milliseconds(200)), nonce: 5))
    #expect(host.fire(nonce: 5) == .accepted)
    #expect(host.turn { host.reports >= 3 })
    bedside.kill()
    let truth = try TruthFile.read(folder: bedside.state)
    let starts = truth.filter { $0.event == "pulseStart" }
    #expect(starts.count >= 3 && starts.count < 8)
    #expect(starts.compactMap(\.counter) == Array(1...Int64(starts.count)))
    let boot = truth.first?.boot
    try bedside.start()
    let again = try #require(RealHost(bedside.link, link: 12))
    guard case .identity(let identity) = again.ask(.hello(linkID: 12, protocolVersion: 1)) else {
      Issue.record("no identity")
      return
    }
    #expect(identity.pulseCounter == UInt32(starts.count))
    #expect(identity.serial.ascii == "SIM-00000007" && identity.simulated)
    let both = try TruthFile.read(folder: bedside.state)
    #expect(both.count > truth.count && both.last { $0.event == "started" }?.boot != boot)
    #expect(both.filter { $0.event == "pulseStart" }.count == starts.count)
  }

  @Test func `a train over the pty is what the log says, and the clients move lines, tissue and faults`() throws {
    let bedside = try Bedside()
    try bedside.start(["--array", "plates", "--gap", "8mm"])
    let tissue = try Bedside.run(["set", "--socket", bedside.socket, "--tissue", "liver", "--beats", "60"])
    #expect(tissue.code == 0, "\(tissue.text)")
    let host = try #require(RealHost(bedside.link, link: 21))
    #expect(try Bedside.run(["release", "--socket", bedside.socket, "door", "--at", "pulse 3 end"]).code == 0)
    #expect(try host.arm(program(period: .milliseconds(300)), nonce: 6))
    #expect(host.fire(nonce: 6) == .accepted)
    #expect(host.turn { host.state == .idle })
    #expect(host.reports == 3)
    let truth = try Bedside.run(["truth", "--state", bedside.state])
    #expect(truth.code == 0 && truth.text.contains("trainEnded") && truth.text.contains("interlock"))
    let live = try Bedside.run(["truth", "--socket", bedside.socket, "--json"])
    #expect(live.text.split(separator: "\n").filter { $0.contains("\"pulseEnd\"") }.count == 3)
    let state = try Bedside.run(["state", "--socket", bedside.socket, "--json"])
    #expect(state.text.contains("\"tissue\":\"liver\"") && state.text.contains("\"counter\":3"))
    #expect(!state.text.contains("\"door\""))
    let wrong = try Bedside.run(["inject", "--socket", bedside.socket, "nonsense"])
    #expect(wrong.code == 1 && wrong.text.contains("dropBytes"))
    #expect(bedside.end() == 0)
    #expect(!FileManager.default.fileExists(atPath: bedside.link))
    #expect(!FileManager.default.fileExists(atPath: bedside.socket))
  }

  @Test func `a signal goes to a process at its trigger, and not before`() throws {
    let bedside = try Bedside()
    try bedside.start()
    let victim = Process()
    victim.executableURL = URL(filePath: "/bin/sleep")
    victim.arguments = ["60"]
    try victim.run()
    defer { victim.terminate() }
    let order = try Bedside.run([
      "inject", "--socket", bedside.socket, "kill", "--pid", "\(victim.processIdentifier)", "--at", "charging",
    ])
    #expect(order.code == 0, "\(order.text)")
    let host = try #require(RealHost(bedside.link, link: 31))
    #expect(victim.isRunning)
    #expect(try host.arm(program(period: .milliseconds(1)), nonce: 7))
    victim.waitUntilExit()
    #expect(victim.terminationReason == .uncaughtSignal && victim.terminationStatus == SIGKILL)
    let nobody = try Bedside.run(["inject", "--socket", bedside.socket, "stop", "--pid", "2147483647"])
    #expect(nobody.code == 1)
  }

  @Test func `a cut line hangs up the host, and comes back when cleared`() throws {
    let bedside = try Bedside()
    try bedside.start()
    let host = try #require(RealHost(bedside.link, link: 41))
    guard case .identity = host.ask(.hello(linkID: 41, protocolVersion: 1)) else {
      Issue.record("no identity")
      return
    }
    #expect(try Bedside.run(["inject", "--socket", bedside.socket, "cutLine"]).code == 0)
    #expect(host.turn { !FileManager.default.fileExists(atPath: bedside.link) })
    #expect(try Bedside.run(["clear", "--socket", bedside.socket]).code == 0)
    #expect(host.turn { FileManager.default.fileExists(atPath: bedside.link) })
    let again = try #require(RealHost(bedside.link, link: 42))
    guard case .identity = again.ask(.hello(linkID: 42, protocolVersion: 1)) else {
      Issue.record("no identity behind the cut")
      return
    }
  }

  @Test func `the channel errors that it writes give the calibration; a second simulator keeps off the folder`() throws
  {
    let bedside = try Bedside()
    try bedside.start()
    let channels = try ChannelsFile.read(folder: bedside.state)
    #expect(channels.serial == "SIM-00000007")
    #expect(channels.pulseVoltage.factor_ppm == 975_610 && channels.pulseVoltage.offset == -780)
    #expect(channels.width.factor_ppm == 1_000_000 && channels.width.offset == -120)
    let second = try Bedside.run([
      "serve", "--link", bedside.link + "2", "--socket", bedside.socket + "2", "--state", bedside.state,
    ])
    #expect(second.code == 1 && second.text.contains("another porate-sim"))
    for arguments in [
      ["--help"], ["serve", "--help"], ["inject", "--help"], ["truth", "--help"], ["set", "--help"],
    ] {
      let help = try Bedside.run(arguments)
      #expect(help.code == 0 && help.text.contains("xample"))
    }
    #expect(try Bedside.run(["serve", "--socket", "x", "--state", "y"]).code == 64)
  }
}
