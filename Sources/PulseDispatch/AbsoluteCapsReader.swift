internal import Quantities

extension AbsoluteCaps {
  /// The longest file of caps that is read.
  public static var maximumFileBytes: Int { 16_384 }

  /// Reads `name value unit` lines; `#` begins a comment. Each of the seven caps must stand there exactly once.
  ///
  /// It is a reader of its own on purpose: a mistake in the reader of all other configuration must not pass both gates.
  public init(reading bytes: [UInt8]) throws(AbsoluteCapsError) {
    guard bytes.count <= AbsoluteCaps.maximumFileBytes else {
      throw AbsoluteCapsError(line: 0, column: 0, problem: .fileTooLong)
    }
    var values: [CapName: Int64] = [:]
    var lines: [CapName: Int] = [:]
    var line = 1
    var words: [CapWord] = []
    var word: CapWord?
    var comment = false
    var column = 0
    for byte in bytes + [UInt8(ascii: "\n")] {
      column &+= 1
      switch byte {
      case UInt8(ascii: "\n"):
        if let last = word { words.append(last) }
        try AbsoluteCaps.take(words, line: line, values: &values, lines: &lines)
        words = []
        word = nil
        comment = false
        line &+= 1
        column = 0
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        if let last = word { words.append(last) }
        word = nil
      case UInt8(ascii: "#"): comment = true
      case 0x21...0x7e:
        guard !comment else { continue }
        if word == nil { word = CapWord(text: "", column: column) }
        word?.text.unicodeScalars.append(Unicode.Scalar(byte))
      // not ours: any other byte; a comment may be written in any language.
      default:
        guard comment else { throw AbsoluteCapsError(line: line, column: column, problem: .unreadableByte(byte)) }
      }
    }
    self.init()
    for name in CapName.allCases {
      guard let value = values[name] else {
        throw AbsoluteCapsError(line: 0, column: 0, problem: .missing(name.rawValue))
      }
      set(name, to: value)
    }
  }

  /// Takes one line's words.
  private static func take(
    _ words: [CapWord], line: Int, values: inout [CapName: Int64], lines: inout [CapName: Int]
  ) throws(AbsoluteCapsError) {
    guard let first = words.first else { return }
    func mistake(_ word: CapWord, _ problem: AbsoluteCapsError.Problem) -> AbsoluteCapsError {
      AbsoluteCapsError(line: line, column: word.column, problem: problem)
    }
    guard let name = CapName(rawValue: first.text) else { throw mistake(first, .unknownName(first.text)) }
    if let before = lines[name] { throw mistake(first, .repeated(first.text, firstLine: before)) }
    guard words.count > 1 else { throw mistake(first, .noValue(first.text)) }
    let number = words[1]
    // Nine digits always fit.
    guard number.text.utf8.count <= 9, number.text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let value = Int64(number.text)
    else { throw mistake(number, .notWhole(number.text)) }
    guard words.count > 2 else { throw mistake(number, .noUnit(first.text, expected: name.unit)) }
    guard words[2].text == name.unit else {
      throw mistake(words[2], .wrongUnit(first.text, found: words[2].text, expected: name.unit))
    }
    if words.count > 3 { throw mistake(words[3], .tooManyWords(words[3].text)) }
    guard value >= 1, value <= name.most else { throw mistake(number, .outOfRange(first.text, most: name.most)) }
    values[name] = value
    lines[name] = line
  }

  private mutating func set(_ name: CapName, to value: Int64) {
    // Every `most` fits into 32 bits.
    let small = Int32(clamping: value)
    switch name {
    case .maximumVoltage: maximumVoltage = .volts(small)
    case .maximumCurrent: maximumCurrent = .amperes(small)
    case .maximumWidth: maximumWidth = .microseconds(small)
    case .maximumTrainPulses: maximumTrainPulses = UInt32(clamping: value)
    case .window: window = .seconds(small)
    case .maximumWindowPulses: maximumWindowPulses = UInt32(clamping: value)
    case .maximumWindowEnergy: maximumWindowEnergy = .joules(small)
    }
  }
}

/// A word and where it begins in its line.
private struct CapWord {
  var text: String
  var column: Int
}

/// The seven caps as the file names them.
private enum CapName: String, CaseIterable {
  case maximumVoltage = "max_voltage"
  case maximumCurrent = "max_current"
  case maximumWidth = "max_width"
  case maximumTrainPulses = "max_train_pulses"
  case window
  case maximumWindowPulses = "max_window_pulses"
  case maximumWindowEnergy = "max_window_energy"

  var unit: String {
    switch self {
    case .maximumVoltage: "V"
    case .maximumCurrent: "A"
    case .maximumWidth: "us"
    case .maximumTrainPulses, .maximumWindowPulses: "pulses"
    case .window: "s"
    case .maximumWindowEnergy: "J"
    }
  }

  /// The most that the cap can be: beyond any device of this kind, so that a slipped digit is noticed.
  var most: Int64 {
    switch self {
    case .maximumVoltage: 10_000
    case .maximumCurrent: 1_000
    case .maximumWidth: 100_000
    case .maximumTrainPulses: 65_535
    case .window: 3_600
    case .maximumWindowPulses: 1_000_000
    case .maximumWindowEnergy: 1_000_000
    }
  }
}
