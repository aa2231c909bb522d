import CSerialPort
import Glibc

/// The device's end of the line: a pseudo-terminal whose other end a symbolic link names, or a real port.
///
/// Used by one thread.
struct LinePort {
  private(set) var descriptor: Int32 = -1
  private var held: Int32 = -1
  private var real = cserialport_port()
  private let link: String?

  /// A pseudo-terminal behind a symbolic link, not made yet.
  init(link: String) { self.link = link }

  /// A real serial port.
  init(port: String, baud: Int) throws(SimulatorFailure) {
    link = nil
    let result = cserialport_open(port, Int32(clamping: baud), &real)
    guard result == 0 else { throw .system(what: "open", path: port, errno: -result) }
    descriptor = real.descriptor
  }

  /// Makes the pair and the link, if it is not there. The device end is kept open here too, so that the pair outlives hosts.
  mutating func connect() throws(SimulatorFailure) {
    guard let link, descriptor < 0 else { return }
    var name = [CChar](repeating: 0, count: 64)
    var controller: Int32 = -1
    let result = cserialport_make_pair(&controller, &held, &name, name.count)
    guard result == 0 else { throw .system(what: "make a pseudo-terminal for", path: link, errno: -result) }
    descriptor = controller
    let target = name.withUnsafeBufferPointer { String(decoding: $0.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self) }
    let temporary = link + ".new"
    unlink(temporary)
    guard symlink(target, temporary) == 0, rename(temporary, link) == 0 else {
      let code = errno
      unlink(temporary)
      disconnect()
      throw .system(what: "link", path: link, errno: code)
    }
  }

  /// Cuts the line: both ends closed, the link gone. A real port stays open.
  mutating func disconnect() {
    guard let link, descriptor >= 0 else { return }
    unlink(link)
    close(held)
    close(descriptor)
    held = -1
    descriptor = -1
  }

  /// Ends it.
  mutating func end() {
    disconnect()
    if link == nil { cserialport_close(&real) }
  }

  /// What has arrived, at most 4096 bytes.
  func read(into buffer: inout [UInt8]) -> Int {
    guard descriptor >= 0 else { return 0 }
    return max(0, Glibc.read(descriptor, &buffer, buffer.count))
  }

  /// Writes; what nobody takes is lost, as on a line without flow control.
  func write(_ bytes: [UInt8]) {
    guard descriptor >= 0, !bytes.isEmpty else { return }
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
