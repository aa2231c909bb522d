import CSerialPort
import GeneratorLink
import Generators
import Glibc
import Quantities
import SafetyKernel
import Testing

/// The driver on one end of a pseudo-terminal, a scripted generator behind the other, moved on in virtual time.
private final class TerminalRig {
  var controller: Int32 = -1
  var device: Int32 = -1
  let channel = MemoryChannel()
  let generator: ScriptedGenerator
  var driver: NativeDriver
  var input = TickInput()
  var now: Int64 = 0

  init?() {
    generator = ScriptedGenerator(channel: channel)
    driver = NativeDriver(settings: NativeDriverSettings(), seed: 3)
    var path = [CChar](repeating: 0, count: 64)
    guard cserialport_make_pair(&controller, &device, &path, path.count) == 0 else { return nil }
    driver.attach(.descriptor(DescriptorChannel(descriptor: device)), baud: 921_600, now: .zero)
  }

  deinit {
    driver.destroy()
    channel.destroy()
    if controller >= 0 { close(controller) }
    if device >= 0 { close(device) }
  }

  func tick() {
    now += 1_000_000
    var buffer = [UInt8](repeating: 0, count: 4096)
    if controller >= 0 {
      let got = read(controller, &buffer, buffer.count)
      if got > 0 { for byte in buffer[..<got] { _ = channel.toDevice.put(byte) } }
    }
    generator.advance(to: now / 1000)
    var out: [UInt8] = []
    while let byte = channel.toHost.take() { out.append(byte) }
    if controller >= 0, !out.isEmpty { _ = write(controller, out, out.count) }
    driver.receive(now: .nanoseconds(now), into: &input)
    driver.act(on: .none, query: nil, heartbeat: false, now: .nanoseconds(now))
  }
}

@Suite struct DescriptorTests {
  @Test func `A pseudo-terminal's link comes up, and a hang-up takes it down and releases the descriptor`() throws {
    let rig = try #require(TerminalRig())
    for _ in 0..<200 where rig.input.link != .up { rig.tick() }
    #expect(rig.input.link == .up)
    #expect(rig.driver.descriptor == rig.device)
    _ = rig.driver.takeNotice()
    close(rig.controller)
    rig.controller = -1
    for _ in 0..<20 where rig.input.link != .down { rig.tick() }
    #expect(rig.input.link == .down)
    guard case .channelLost(let descriptor)? = rig.driver.takeNotice() else {
      Issue.record("nobody was told of the hang-up")
      return
    }
    #expect(descriptor == rig.device)
    #expect(rig.driver.descriptor == -1)
  }

  @Test func `A full terminal keeps frames whole: the rest of one goes first`() throws {
    let rig = try #require(TerminalRig())
    for _ in 0..<200 where rig.input.link != .up { rig.tick() }
    // Nobody reads: heartbeats pile up until the terminal takes no more.
    for _ in 0..<20_000 {
      rig.now += 10_000_000
      rig.driver.receive(now: .nanoseconds(rig.now), into: &rig.input)
      rig.driver.act(on: .none, query: nil, heartbeat: true, now: .nanoseconds(rig.now))
    }
    let refused = rig.generator.framesRefused
    for _ in 0..<3000 where rig.input.link != .up { rig.tick() }
    for _ in 0..<500 { rig.tick() }
    #expect(rig.input.link == .up)
    // At most the one frame that the hand-shake cut off.
    #expect(rig.generator.framesRefused - refused <= 1)
  }
}
