import Quantities
import QuantityText
import Testing

@Suite struct `Reading quantities` {
  @Test func `takes each unit of each quantity`() throws {
    #expect(try QuantityText.voltage("500 mV") == .millivolts(500))
    #expect(try QuantityText.voltage("1040 V") == .volts(1040))
    #expect(try QuantityText.voltage("-1.5 kV") == .volts(-1500))
    #expect(try QuantityText.current("200 mA") == .milliamperes(200))
    #expect(try QuantityText.current("16.5 A") == .milliamperes(16_500))
    #expect(try QuantityText.fieldStrength("1300 V/cm") == .voltsPerCentimetre(1300))
    #expect(try QuantityText.fieldStrength("1.3 kV/cm") == .voltsPerCentimetre(1300))
    #expect(try QuantityText.fieldStrength("130000 V/m") == .voltsPerCentimetre(1300))
    #expect(try QuantityText.distance("4 mm") == .millimetres(4))
    #expect(try QuantityText.distance("7.3 mm") == .micrometres(7300))
    #expect(try QuantityText.distance("0.8 cm") == .millimetres(8))
    #expect(try QuantityText.charge("1.6 mC") == .microcoulombs(1600))
    #expect(try QuantityText.charge("-7 nC") == .nanocoulombs(-7))
    #expect(try QuantityText.energy("1.25 J") == .millijoules(1250))
    #expect(try QuantityText.energy("3 mJ") == .millijoules(3))
    #expect(try QuantityText.temperature("36.6 \u{B0}C") == .millidegreesCelsius(36_600))
    #expect(try QuantityText.temperature("-5 \u{B0}C") == .degreesCelsius(-5))
    #expect(try QuantityText.proportion("2.5 %") == .partsPerMillion(25_000))
    #expect(try QuantityText.proportion("5%") == .percent(5))
    #expect(try QuantityText.time("7 ns") == .nanoseconds(7))
    #expect(try QuantityText.time("1 ms") == .milliseconds(1))
    #expect(try QuantityText.time("0.5 s") == .milliseconds(500))
    #expect(try QuantityText.time("28 min") == .seconds(1680))
    #expect(try QuantityText.time("2 h") == .seconds(7200))
    #expect(try QuantityText.time("365 d") == .seconds(31_536_000))
  }

  @Test func `takes every spelling of micro and ohm`() throws {
    for micro in ["u", "\u{B5}", "\u{3BC}"] {
      #expect(try QuantityText.time("100 \(micro)s") == .microseconds(100))
      #expect(try QuantityText.distance("150 \(micro)m") == .micrometres(150))
      #expect(try QuantityText.charge("3 \(micro)C") == .microcoulombs(3))
      #expect(try QuantityText.energy("3 \(micro)J") == .microjoules(3))
    }
    for ohm in ["ohm", "\u{3A9}", "\u{2126}"] {
      #expect(try QuantityText.resistance("85.2 \(ohm)") == .milliohms(85_200))
      #expect(try QuantityText.resistance("12 m\(ohm)") == .milliohms(12))
      #expect(try QuantityText.resistance("1.5 k\(ohm)") == .ohms(1500))
    }
  }

  @Test func `takes a number with one space or none, and zeros after the point`() throws {
    for text in ["7.3 mm", "7.3mm", "7.30 mm", "7.3000000000000000000000000000 mm"] {
      #expect(try QuantityText.distance(text) == .micrometres(7300), "\(text)")
    }
    for text in ["0 V", "0.0 V", "0V"] { #expect(try QuantityText.voltage(text) == .zero, "\(text)") }
    // 5 to the 11th parts of a day: many decimals, and yet whole nanoseconds.
    #expect(try QuantityText.time("0.0000152587890625 d") == .nanoseconds(1_318_359_375))
  }

  @Test(arguments: [
    ("1000", "`1000` has no unit; write `1000 V`"),
    ("4 mm", "`4 mm` is not a voltage; units: mV, V, kV"),
    ("1 KV", "`1 KV` is not a voltage; units: mV, V, kV"),
    ("1 Kv", "`1 Kv` is not a voltage; units: mV, V, kV"),
    ("1 kv", "`1 kv` is not a voltage; units: mV, V, kV"),
    ("1 v", "`1 v` is not a voltage; units: mV, V, kV"),
    ("1 MV", "`1 MV` is not a voltage; units: mV, V, kV"),
    ("1 V\u{301}", "`1 V\u{301}` is not a voltage; units: mV, V, kV"),
    ("1,5 V", "`1,5 V` is not a number with a unit: use one decimal point with digits on both sides"),
    (".5 V", "`.5 V` is not a number with a unit: use one decimal point with digits on both sides"),
    ("5. V", "`5. V` is not a number with a unit: use one decimal point with digits on both sides"),
    ("5.", "`5.` is not a number with a unit: use one decimal point with digits on both sides"),
    ("1.2.3 V", "`1.2.3 V` is not a number with a unit: use one decimal point with digits on both sides"),
    ("1_000 V", "`1_000 V` is not a number with a unit: write the digits without separators"),
    ("1'000 V", "`1'000 V` is not a number with a unit: write the digits without separators"),
    ("1 000 V", "`1 000 V` is not a number with a unit: write the digits without separators"),
    ("07 V", "`07 V` is not a number with a unit: leave out the leading zero"),
    ("00 V", "`00 V` is not a number with a unit: leave out the leading zero"),
    ("1e3 V", "`1e3 V` is not a number with a unit: write it without an exponent"),
    ("1E3", "`1E3` is not a number with a unit: write it without an exponent"),
    ("+5 V", "`+5 V` is not a number with a unit: leave out the plus sign"),
    ("--5 V", "`--5 V` is not a number with a unit: it must begin with a digit"),
    ("- 5 V", "`- 5 V` is spaced wrongly; put one space, or none, between number and unit and nowhere else"),
    ("-0 V", "`-0 V` is not a number with a unit: zero has no sign"),
    ("-0.00 V", "`-0.00 V` is not a number with a unit: zero has no sign"),
    ("-", "`-` is not a number with a unit: it must begin with a digit"),
    ("\u{2212}5 V", "`\u{2212}5 V` is not a number with a unit: it must begin with a digit"),
    ("V", "`V` is not a number with a unit: it must begin with a digit"),
    ("no", "`no` is not a number with a unit: it must begin with a digit"),
    ("0x10V", "`0x10V` is not a voltage; units: mV, V, kV"),
    ("\u{665} V", "`\u{665} V` is not a number with a unit: it must begin with a digit"),
    ("5  V", "`5  V` is spaced wrongly; put one space, or none, between number and unit and nowhere else"),
    (" 5 V", "` 5 V` is spaced wrongly; put one space, or none, between number and unit and nowhere else"),
    ("5 V ", "`5 V ` is spaced wrongly; put one space, or none, between number and unit and nowhere else"),
    ("5 ", "`5 ` is spaced wrongly; put one space, or none, between number and unit and nowhere else"),
    ("5\u{A0}V", "`5\u{A0}V` is not a voltage; units: mV, V, kV"),
    ("5\tV", "`5?V` is spaced wrongly; put one space, or none, between number and unit and nowhere else"),
    ("5 V\u{1B}[2J", "`5 V?[2J` is not a voltage; units: mV, V, kV"),
    ("0.0001 V", "`0.0001 V` is not a whole number of mV"),
    ("1.00000000000000000000000001 V", "`1.00000000000000000000000001 V` is not a whole number of mV"),
    ("9223372036854775.808 V", "`9223372036854775.808 V` is too large to be kept exactly"),
    ("-9223372036854775.809 V", "`-9223372036854775.809 V` is too large to be kept exactly"),
    ("99999999999999999999999 V", "`99999999999999999999999 V` is too large to be kept exactly"),
    ("9999999999999999999 kV", "`9999999999999999999 kV` is too large to be kept exactly"),
    ("", "no value; write a voltage with its unit, like `1 V`"),
  ])
  func `refuses what is no voltage and says why`(text: String, message: String) {
    let error = #expect(throws: QuantityTextError.self) { try QuantityText.voltage(text) }
    #expect(error?.message == message)
    #expect(error.map { "\($0)" } == message)
  }

  @Test func `names the units that fit where another one was written`() {
    #expect(
      throws: QuantityTextError.wrongUnit(
        text: "4 V", quantity: "a distance", units: ["\u{B5}m", "um", "mm", "cm"])
    ) { try QuantityText.distance("4 V") }
    #expect(throws: QuantityTextError.missingUnit(text: "7.3", example: "7.3 mm")) { try QuantityText.distance("7.3") }
    #expect(throws: QuantityTextError.missingUnit(text: "100", example: "100 ms")) { try QuantityText.time("100") }
    #expect(throws: QuantityTextError.self) { try QuantityText.current("1 V") }
    #expect(throws: QuantityTextError.self) { try QuantityText.fieldStrength("1 V") }
    #expect(throws: QuantityTextError.self) { try QuantityText.temperature("5 C") }
    #expect(throws: QuantityTextError.self) { try QuantityText.time("1 kHz") }
    #expect(throws: QuantityTextError.self) { try QuantityText.time("1 M") }
  }

  @Test func `refuses values below zero where they mean nothing`() {
    #expect(throws: QuantityTextError.negative(text: "-4 mm", quantity: "a distance")) {
      try QuantityText.distance("-4 mm")
    }
    #expect(throws: QuantityTextError.self) { try QuantityText.resistance("-1 ohm") }
    #expect(throws: QuantityTextError.self) { try QuantityText.fieldStrength("-1 V/m") }
    #expect(throws: QuantityTextError.self) { try QuantityText.energy("-1 J") }
    #expect(throws: QuantityTextError.self) { try QuantityText.time("-1 ms") }
  }

  @Test func `keeps the largest and the smallest number exactly`() throws {
    #expect(try QuantityText.voltage("9223372036854775.807 V") == .millivolts(.max))
    #expect(try QuantityText.voltage("-9223372036854775.808 V") == .millivolts(.min))
    #expect(try QuantityText.voltage("-9223372036854775808 mV") == .millivolts(.min))
    #expect(throws: QuantityTextError.self) { try QuantityText.voltage("9223372036854775808 mV") }
  }

  @Test func `refuses a text longer than the bound, unseen`() throws {
    let digits = String(repeating: "0", count: QuantityText.maximumLength - 4)
    #expect(try QuantityText.voltage("1.\(digits) V") == .volts(1))
    #expect(throws: QuantityTextError.tooLong) { try QuantityText.voltage("1.\(digits)0 V") }
    #expect(QuantityTextError.tooLong.message.contains("\(QuantityText.maximumLength) bytes"))
  }

  @Test func `never traps, whatever the bytes are`() {
    var random = SeededRandom(seed: 99)
    let alphabet = Array("0123456789.-+ eEkmuVAsHzcd/%_,\u{B5}\u{3A9}\u{B0}\u{0}\u{1F600}".unicodeScalars)
    var accepted = 0
    for _ in 0..<20_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...24, using: &random) {
        text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
      }
      let string = String(text)
      if (try? QuantityText.voltage(string)) != nil { accepted += 1 }
      if (try? QuantityText.time(string)) != nil { accepted += 1 }
      if (try? QuantityText.parsePeriod(rate: string)) != nil { accepted += 1 }
    }
    #expect(accepted > 0)
  }
}

@Suite struct `Reading rates` {
  @Test(arguments: [
    ("1 Hz", Int64(1_000_000_000)), ("1 kHz", 1_000_000), ("5 kHz", 200_000), ("0.5 Hz", 2_000_000_000),
    ("5000 Hz", 200_000), ("1000000 kHz", 1), ("0.001 Hz", 1_000_000_000_000), ("1.6kHz", 625_000),
  ])
  func `gives the period`(text: String, nanoseconds: Int64) throws {
    #expect(try QuantityText.parsePeriod(rate: text) == .nanoseconds(nanoseconds))
  }

  @Test(arguments: [
    ("3 Hz", "the period of `3 Hz` is not a whole number of ns; write a rate that divides evenly"),
    ("0 Hz", "`0 Hz` repeats never; write a rate above zero"),
    ("2000000 kHz", "the period of `2000000 kHz` is not a whole number of ns; write a rate that divides evenly"),
    ("5", "`5` has no unit; write `5 Hz`"),
    ("1 khz", "`1 khz` is not a rate; units: Hz, kHz"),
    ("1 ms", "`1 ms` is not a rate; units: Hz, kHz"),
    ("-1 Hz", "`-1 Hz` is below zero, which a rate cannot be"),
    ("0.0001 Hz", "`0.0001 Hz` is not a whole number of thousandths of a Hz"),
  ])
  func `refuses what has no exact period`(text: String, message: String) {
    let error = #expect(throws: QuantityTextError.self) { try QuantityText.parsePeriod(rate: text) }
    #expect(error?.message == message)
  }
}
