import Quantities
import QuantityText
import Testing

@Suite struct `Writing quantities` {
  @Test func `is exact and in a natural unit`() {
    #expect(QuantityText.text(Voltage.volts(1040)) == "1040 V")
    #expect(QuantityText.text(Voltage.millivolts(-1_500_250)) == "-1500.25 V")
    #expect(QuantityText.text(Voltage.millivolts(42)) == "42 mV")
    #expect(QuantityText.text(Voltage.zero) == "0 V")
    #expect(QuantityText.text(Current.milliamperes(16_500)) == "16.5 A")
    #expect(QuantityText.text(Current.milliamperes(200)) == "200 mA")
    #expect(QuantityText.text(Resistance.milliohms(85_200)) == "85.2 \u{3A9}")
    #expect(QuantityText.text(FieldStrength.voltsPerCentimetre(1300)) == "1300 V/cm")
    #expect(QuantityText.text(FieldStrength.voltsPerMetre(130_050)) == "1300.5 V/cm")
    #expect(QuantityText.text(FieldStrength.voltsPerMetre(99)) == "99 V/m")
    #expect(QuantityText.text(Distance.micrometres(7300)) == "7.3 mm")
    #expect(QuantityText.text(Distance.millimetres(40)) == "40 mm")
    #expect(QuantityText.text(Distance.micrometres(150)) == "150 \u{B5}m")
    #expect(QuantityText.text(Charge.microcoulombs(1600)) == "1.6 mC")
    #expect(QuantityText.text(Energy.millijoules(1250)) == "1.25 J")
    #expect(QuantityText.text(Temperature.millidegreesCelsius(36_600)) == "36.6 \u{B0}C")
    #expect(QuantityText.text(Temperature.millidegreesCelsius(-5)) == "-0.005 \u{B0}C")
    #expect(QuantityText.text(Proportion.partsPerMillion(25_000)) == "2.5 %")
    #expect(QuantityText.text(Proportion.partsPerMillion(1)) == "0.0001 %")
    #expect(QuantityText.text(TimeSpan.microseconds(100)) == "100 \u{B5}s")
    #expect(QuantityText.text(TimeSpan.milliseconds(1)) == "1 ms")
    #expect(QuantityText.text(TimeSpan.milliseconds(1500)) == "1.5 s")
    #expect(QuantityText.text(TimeSpan.seconds(90)) == "90 s")
    #expect(QuantityText.text(TimeSpan.seconds(1680)) == "28 min")
    #expect(QuantityText.text(TimeSpan.seconds(172_800)) == "2 d")
    #expect(QuantityText.text(TimeSpan.zero) == "0 ms")
    #expect(QuantityText.text(TimeSpan.nanoseconds(.min)) == "-9223372036.854775808 s")
  }

  @Test func `is read back as the same value`() throws {
    var random = SeededRandom(seed: 2006)
    for _ in 0..<5000 {
      let signed = random.number()
      let unsigned = signed == .min ? .max : abs(signed)
      func check<Quantity: Equatable>(
        _ value: Quantity, _ write: (Quantity) -> String, _ read: (String) throws(QuantityTextError) -> Quantity
      ) throws {
        let text = write(value)
        #expect(try read(text) == value, "\(text)")
      }
      try check(Voltage.millivolts(signed), QuantityText.text, QuantityText.voltage)
      try check(Current.milliamperes(signed), QuantityText.text, QuantityText.current)
      try check(Charge.nanocoulombs(signed), QuantityText.text, QuantityText.charge)
      try check(Temperature.millidegreesCelsius(signed), QuantityText.text, QuantityText.temperature)
      try check(Proportion.partsPerMillion(signed), QuantityText.text, QuantityText.proportion)
      try check(Resistance.milliohms(unsigned), QuantityText.text, QuantityText.resistance)
      try check(FieldStrength.voltsPerMetre(unsigned), QuantityText.text, QuantityText.fieldStrength)
      try check(Distance.micrometres(unsigned), QuantityText.text, QuantityText.distance)
      try check(Energy.microjoules(unsigned), QuantityText.text, QuantityText.energy)
      try check(TimeSpan.nanoseconds(unsigned), QuantityText.text, QuantityText.time)
      // Whole minutes, hours and days take units of their own.
      let days = TimeSpan.seconds(Int32(truncatingIfNeeded: signed % 100_000).magnitudeOrZero)
      try check(
        days.multiplied(by: [60, 3600, 86_400][Int(unsigned % 3)]) ?? .zero, QuantityText.text, QuantityText.time)
    }
  }
}

extension Int32 {
  fileprivate var magnitudeOrZero: Int32 { self == .min ? 0 : abs(self) }
}

@Suite struct `Writing rounded numbers for tables` {
  @Test func `rounds half away from zero`() {
    #expect(QuantityText.fixed(Voltage.millivolts(1_040_049), decimals: 1) == "1040.0")
    #expect(QuantityText.fixed(Voltage.millivolts(1_040_050), decimals: 1) == "1040.1")
    #expect(QuantityText.fixed(Voltage.millivolts(-1_040_050), decimals: 1) == "-1040.1")
    #expect(QuantityText.fixed(Voltage.millivolts(-1_040_049), decimals: 1) == "-1040.0")
    #expect(QuantityText.fixed(Voltage.millivolts(999_500), decimals: 0) == "1000")
    #expect(QuantityText.fixed(Voltage.millivolts(-49), decimals: 1) == "0.0")
    #expect(QuantityText.fixed(Voltage.millivolts(.max), decimals: 0) == "9223372036854776")
    #expect(QuantityText.fixed(Voltage.millivolts(.min), decimals: 3) == "-9223372036854775.808")
  }

  @Test func `fills up with zeros and bounds the decimals`() {
    #expect(QuantityText.fixed(Resistance.milliohms(85_200), decimals: 2) == "85.20")
    #expect(QuantityText.fixed(Resistance.milliohms(5), decimals: 5) == "0.00500")
    #expect(QuantityText.fixed(Resistance.milliohms(85_200), decimals: -1) == "85")
    #expect(QuantityText.fixed(Resistance.milliohms(1), decimals: .max) == "0.001000000")
    #expect(QuantityText.fixed(Resistance.milliohms(1), decimals: .min) == "0")
  }

  @Test func `takes the table's unit of each quantity`() {
    #expect(QuantityText.fixed(Current.milliamperes(16_480), decimals: 2) == "16.48")
    #expect(QuantityText.fixed(FieldStrength.voltsPerMetre(130_000), decimals: 0) == "1300")
    #expect(QuantityText.fixed(Distance.micrometres(7300), decimals: 1) == "7.3")
    #expect(QuantityText.fixed(Charge.microcoulombs(1600), decimals: 0) == "1600")
    #expect(QuantityText.fixed(Energy.microjoules(1_049_999), decimals: 1) == "1.0")
    #expect(QuantityText.fixed(Temperature.millidegreesCelsius(36_650), decimals: 1) == "36.7")
    #expect(QuantityText.fixed(Proportion.partsPerMillion(25_000), decimals: 1) == "2.5")
  }

  @Test func `takes the time unit asked for`() {
    let span = TimeSpan.nanoseconds(1_234_567_890)
    let expected: [QuantityText.TimeUnit: String] = [
      .nanoseconds: "1234567890.0", .microseconds: "1234567.9", .milliseconds: "1234.6", .seconds: "1.2",
    ]
    for unit in QuantityText.TimeUnit.allCases {
      #expect(QuantityText.fixed(span, in: unit, decimals: 1) == expected[unit])
    }
    #expect(QuantityText.TimeUnit.allCases.map(\.symbol) == ["ns", "\u{B5}s", "ms", "s"])
  }
}
