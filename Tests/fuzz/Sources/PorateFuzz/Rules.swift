import Glibc

/// Ends the program, as a crash does, when something that must hold does not: libFuzzer then keeps the input.
func holds(_ condition: @autoclosure () throws -> Bool, _ rule: @autoclosure () -> String) rethrows {
  if try !condition() { broken(rule()) }
}

/// Ends the program as a crash does.
func broken(_ rule: String) -> Never {
  let line = Array("BROKEN: \(rule)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  abort()
}

/// An input read from its front; what is missing reads as zero.
struct Reading {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isEmpty: Bool { rest.isEmpty }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func number16() -> UInt16 { UInt16(byte()) | UInt16(byte()) << 8 }

  mutating func bytes(_ count: Int) -> [UInt8] {
    let taken = Array(rest.prefix(count))
    rest = rest.dropFirst(count)
    return taken
  }

  mutating func all() -> [UInt8] {
    defer { rest = [] }
    return Array(rest)
  }
}
