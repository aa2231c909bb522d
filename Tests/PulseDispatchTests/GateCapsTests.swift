import PulseDispatch
import Quantities
import Testing

@Suite struct `The file of absolute caps on the edge of its rules` {
  /// Each cap with its unit and the most that it can be.
  static let caps: [(name: String, unit: String, most: Int64)] = [
    ("max_voltage", "V", 10_000), ("max_current", "A", 1_000), ("max_width", "us", 100_000),
    ("max_train_pulses", "pulses", 65_535), ("window", "s", 3_600), ("max_window_pulses", "pulses", 1_000_000),
    ("max_window_energy", "J", 1_000_000),
  ]

  /// A file with every cap at 9, but for one line; returns what is wrong with it.
  static func mistake(in place: Int, _ line: String, behind: String = "") -> AbsoluteCapsError? {
    let lines = caps.enumerated().map { $0 == place ? line : "\($1.name) 9 \($1.unit)" }
    do {
      _ = try AbsoluteCaps(reading: Array((lines.joined(separator: "\n") + behind).utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: caps.indices)
  func `each cap may be 1 and its most, and neither less nor more`(index: Int) {
    let (name, unit, most) = Self.caps[index]
    for value in [1, 2, most - 1, most] {
      #expect(Self.mistake(in: index, "\(name) \(value) \(unit)") == nil, "\(value)")
    }
    for value in [0, most + 1, 999_999_999] {
      let error = Self.mistake(in: index, "\(name) \(value) \(unit)")
      let column = name.utf8.count + 2
      #expect(
        error == AbsoluteCapsError(line: index + 1, column: column, problem: .outOfRange(name, most: most)), "\(value)")
    }
  }

  @Test(arguments: caps.indices)
  func `each cap has its own unit and is given once`(index: Int) {
    let (name, unit, _) = Self.caps[index]
    let second = name.utf8.count + 2
    let wrong: [(String, Int, AbsoluteCapsError.Problem)] = [
      (name, 1, .noValue(name)), ("\(name) 9", second, .noUnit(name, expected: unit)),
      ("\(name) 9 furlong", second + 2, .wrongUnit(name, found: "furlong", expected: unit)),
      ("\(name) 9 \(unit) or", second + 3 + unit.utf8.count, .tooManyWords("or")),
      ("\(name) 9 \(unit) or so", second + 3 + unit.utf8.count, .tooManyWords("or")),
      ("\(name) 1234567890 \(unit)", second, .notWhole("1234567890")),
      ("\(name) +9 \(unit)", second, .notWhole("+9")), ("\(name) -9 \(unit)", second, .notWhole("-9")),
      ("\(name) 3/4 \(unit)", second, .notWhole("3/4")), ("\(name) 3:4 \(unit)", second, .notWhole("3:4")),
      ("\(name)s 9 \(unit)", 1, .unknownName("\(name)s")),
    ]
    for (line, column, problem) in wrong {
      let error = Self.mistake(in: index, line)
      #expect(error == AbsoluteCapsError(line: index + 1, column: column, problem: problem), "\(line)")
      #expect(error?.description.hasPrefix("\(index + 1):\(column): ") == true)
    }
    let twice = Self.mistake(in: index, "\(name) 9 \(unit)", behind: "\n\(name) 9 \(unit)")
    #expect(twice == AbsoluteCapsError(line: 8, column: 1, problem: .repeated(name, firstLine: index + 1)))
    #expect(
      Self.mistake(in: index, "") == AbsoluteCapsError(line: 0, column: 0, problem: .missing(name)))
  }

  @Test func `words are apart by spaces and tabs, and a comment ends a word and takes any byte`() {
    #expect(Self.mistake(in: 0, "\t max_voltage\t9 \t V \t") == nil)
    #expect(Self.mistake(in: 0, "max_voltage 9 V# of the \u{b5}\u{7f}\u{1}") == nil)
    #expect(Self.mistake(in: 0, "# a comment\nmax_voltage 9 V # and one # more") == nil)
    #expect(Self.mistake(in: 0, "max_voltage 9 #V")?.problem == .noUnit("max_voltage", expected: "V"))
    #expect(Self.mistake(in: 0, "!~")?.problem == .unknownName("!~"))
    for byte in [1, 0x1f, 0x7f] as [UInt8] {
      let line = "max_voltage " + String(Unicode.Scalar(byte))
      #expect(
        Self.mistake(in: 0, line) == AbsoluteCapsError(line: 1, column: 13, problem: .unreadableByte(byte)))
    }
  }

  @Test func `a file of 16384 bytes is read, one byte more is too long`() {
    #expect(AbsoluteCaps.maximumFileBytes == 16_384)
    let lines = Self.caps.map { "\($0.name) 9 \($0.unit)" }.joined(separator: "\n")
    for (length, isRead) in [(16_384, true), (16_385, false)] {
      let bytes = Array(lines.utf8) + [UInt8](repeating: 0x20, count: length - lines.utf8.count)
      let tooLong = AbsoluteCapsError(line: 0, column: 0, problem: .fileTooLong)
      do {
        _ = try AbsoluteCaps(reading: bytes)
        #expect(isRead)
      } catch {
        #expect(!isRead && error == tooLong)
      }
    }
  }

  @Test func `caps that nobody gave allow nothing`() {
    let none = AbsoluteCaps(
      maximumVoltage: .zero, maximumCurrent: .zero, maximumWidth: .zero, maximumTrainPulses: 0, window: .zero,
      maximumWindowPulses: 0, maximumWindowEnergy: .zero)
    #expect(AbsoluteCaps() == none)
  }

  @Test func `every mistake says what belongs there`() {
    let said: [(AbsoluteCapsError.Problem, String)] = [
      (.fileTooLong, "the file is longer than 16384 bytes"), (.unreadableByte(7), "byte 7 is no printable ASCII"),
      (.unknownName("a"), "there is no cap named a"),
      (.repeated("a", firstLine: 3), "a was given before, in line 3"), (.missing("a"), "a is missing"),
      (.noValue("a"), "a has no value"), (.noUnit("a", expected: "V"), "a is a bare number: write its unit, V"),
      (.wrongUnit("a", found: "A", expected: "V"), "a is given in A, it belongs in V"),
      (.notWhole("x"), "x is no whole number"), (.outOfRange("a", most: 5), "a must be between 1 and 5"),
      (.tooManyWords("x"), "x is one word too many: a line is name, value and unit"),
    ]
    for (problem, text) in said {
      #expect(AbsoluteCapsError(line: 0, column: 0, problem: problem).description == text)
      #expect(AbsoluteCapsError(line: 4, column: 2, problem: problem).description == "4:2: " + text)
    }
  }
}
