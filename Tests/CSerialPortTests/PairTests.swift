import CRealtime
import CSerialPort
import Glibc
import Testing

/// A pseudo-terminal pair that a test holds, closed at the end.
final class Pair {
  let controller: Int32
  let device: Int32
  let path: String

  init() throws {
    var controller: Int32 = -1
    var device: Int32 = -1
    var name = [CChar](repeating: 0, count: 64)
    try #require(cserialport_make_pair(&controller, &device, &name, name.count) == 0)
    self.controller = controller
    self.device = device
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    crealtime_close(controller)
    crealtime_close(device)
  }

  /// An open port on the device end.
  func open(baud: Int32 = 921_600) throws -> cserialport_port {
    var port = cserialport_port()
    try #require(cserialport_open(path, baud, &port) == 0)
    return port
  }
}

/// Writes all of `bytes`, then reads as many at the other end, waiting for the kernel to hand them over.
func carry(_ bytes: [UInt8], from: Int32, to: Int32) -> [UInt8] {
  #expect(crealtime_write(from, bytes, bytes.count) == bytes.count)
  var got: [UInt8] = []
  var room = [UInt8](repeating: 0, count: 512)
  var patience = 5_000
  while got.count < bytes.count, patience > 0 {
    let count = crealtime_read(to, &room, room.count)
    if count > 0 {
      got.append(contentsOf: room.prefix(count))
    } else {
      patience -= 1
      crealtime_sleep_until_ns(crealtime_clock_monotonic_ns() + 1_000_000)
    }
  }
  return got
}

@Suite struct PairTests {
  @Test func `every byte value passes both ways unchanged`() throws {
    let pair = try Pair()
    var port = try pair.open()
    defer { cserialport_close(&port) }
    let all = (0...255).map { UInt8($0) }
    #expect(carry(all, from: port.descriptor, to: pair.controller) == all)
    #expect(carry(all, from: pair.controller, to: port.descriptor) == all)
    var rest = [UInt8](repeating: 0, count: 8)
    #expect(crealtime_read(pair.controller, &rest, 8) == -Int(EAGAIN), "no echo")
  }

  @Test func `what waits is counted and a flush drops it`() throws {
    let pair = try Pair()
    var port = try pair.open()
    defer { cserialport_close(&port) }
    let sent: [UInt8] = [0, 3, 17, 19, 26, 255]
    #expect(crealtime_write(pair.controller, sent, sent.count) == sent.count)
    var patience = 5_000
    while cserialport_bytes_to_read(port.descriptor) != Int32(sent.count), patience > 0 {
      patience -= 1
      crealtime_sleep_until_ns(crealtime_clock_monotonic_ns() + 1_000_000)
    }
    #expect(cserialport_bytes_to_read(port.descriptor) == Int32(sent.count))
    #expect(cserialport_bytes_to_send(port.descriptor) == 0)
    #expect(cserialport_flush(port.descriptor) == 0)
    #expect(cserialport_bytes_to_read(port.descriptor) == 0)
  }

  @Test func `the controller outlives the other side's close because the device end is held`() throws {
    let pair = try Pair()
    var first = try pair.open()
    #expect(carry([1, 2, 3], from: first.descriptor, to: pair.controller) == [1, 2, 3])
    cserialport_close(&first)
    #expect(first.descriptor == -1)
    var byte: UInt8 = 0
    #expect(crealtime_read(pair.controller, &byte, 1) == -Int(EAGAIN))
    var second = try pair.open()
    defer { cserialport_close(&second) }
    #expect(carry([4, 5], from: second.descriptor, to: pair.controller) == [4, 5])
  }

  @Test func `a port reads its end when the controller is gone`() throws {
    var controller: Int32 = -1
    var device: Int32 = -1
    var name = [CChar](repeating: 0, count: 64)
    try #require(cserialport_make_pair(&controller, &device, &name, name.count) == 0)
    defer { crealtime_close(device) }
    crealtime_close(controller)
    var byte: UInt8 = 0
    let read = crealtime_read(device, &byte, 1)
    #expect(read == 0 || read == -Int(EIO))
    #expect(crealtime_write(device, &byte, 1) == -Int(EIO))
  }

  @Test func `a name that does not fit is refused and nothing stays open`() {
    var controller: Int32 = -1
    var device: Int32 = -1
    var name = [CChar](repeating: 0, count: 3)
    #expect(cserialport_make_pair(&controller, &device, &name, name.count) == -ERANGE)
    #expect(controller == -1 && device == -1)
  }
}
