import Glibc
import Synchronization

/// The terminal that a person sits at, for single keys and a screen of its own; restored on every way out.
final class Terminal: Sendable {
  /// Its descriptor.
  let descriptor: Int32
  private let former: termios
  private let isRaw = Mutex(false)

  /// Opens the controlling terminal.
  static func open() -> Terminal? {
    guard isatty(STDIN_FILENO) == 1 else { return nil }
    let descriptor = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else {
      close(descriptor)
      return nil
    }
    return Terminal(descriptor, settings)
  }

  private init(_ descriptor: Int32, _ settings: termios) {
    self.descriptor = descriptor
    former = settings
  }

  deinit {
    restore()
    close(descriptor)
  }

  /// Single keys without echo, the second screen, no cursor. Ctrl-C stays a signal; Ctrl-Z does nothing, because a
  /// stopped console would lose control of the machine.
  func takeScreen() {
    isRaw.withLock { isRaw in
      guard !isRaw else { return }
      var settings = former
      settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
      withUnsafeMutableBytes(of: &settings.c_cc) { keys in
        keys[Int(VSUSP)] = 0
        keys[Int(VMIN)] = 1
        keys[Int(VTIME)] = 0
      }
      guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else { return }
      Output.write("\u{1B}[?1049h\u{1B}[?25l", to: descriptor)
      isRaw = true
    }
  }

  /// Everything as it was.
  func restore() {
    isRaw.withLock { isRaw in
      guard isRaw else { return }
      Output.write("\u{1B}[?25h\u{1B}[?1049l", to: descriptor)
      var settings = former
      tcsetattr(descriptor, TCSADRAIN, &settings)
      isRaw = false
    }
  }

  /// Draws lines over the whole screen, cut to its size.
  func draw(_ lines: [String]) {
    let size = size
    let shown = lines.prefix(size.rows).map { "\(ScreenLine.cut($0, to: size.columns))\u{1B}[K" }
    isRaw.withLock { isRaw in
      if isRaw { Output.write("\u{1B}[H" + shown.joined(separator: "\r\n") + "\u{1B}[J", to: descriptor) }
    }
  }

  /// Columns and rows; 80 by 24 where the terminal does not say.
  var size: (columns: Int, rows: Int) {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(window.ws_col), Int(window.ws_row))
  }

  /// The keys that are pressed, until the terminal is gone.
  func keys() -> AsyncStream<Character> {
    let descriptor = descriptor
    let (stream, continuation) = AsyncStream.makeStream(of: Character.self)
    let isStarted = Thread {
      while true {
        var byte: UInt8 = 0
        let count = read(descriptor, &byte, 1)
        if count < 0, errno == EINTR { continue }
        guard count == 1 else { break }
        if case .terminated = continuation.yield(Character(Unicode.Scalar(byte))) { break }
      }
      continuation.finish()
    }.start()
    if !isStarted { continuation.finish() }
    return stream
  }
}

/// A line on a screen.
enum ScreenLine {
  /// At most so many visible characters; escape sequences take no room and are kept whole.
  static func cut(_ line: String, to columns: Int) -> String {
    var result = ""
    var room = columns
    var isEscape = false
    for character in line {
      if isEscape {
        result.append(character)
        if character.isLetter { isEscape = false }
      } else if character == "\u{1B}" {
        result.append(character)
        isEscape = true
      } else if room > 0 {
        result.append(character)
        room &-= 1
      }
    }
    return result
  }
}
