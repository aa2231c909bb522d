import Quantities
import Testing

@Suite struct `Relations between quantities` {
  /// The value where it fits.
  static func fitting(_ value: Int128) -> Int64? { Int64(exactly: value) }

  @Test func `a field over a gap gives its voltage`() {
    // ESOPE: 1300 V/cm over plates of 8 mm (Marty et al. 2006, EJC Supplements).
    #expect(FieldStrength.voltsPerCentimetre(1300).voltage(across: .millimetres(8)) == .volts(1040))
    #expect(FieldStrength.voltsPerCentimetre(1000).voltage(across: .micrometres(7300)) == .volts(730))
    #expect(FieldStrength.voltsPerMetre(-1).voltage(across: .millimetres(8)) == nil)
    #expect(FieldStrength.voltsPerMetre(1).voltage(across: .micrometres(-1)) == nil)
    #expect(FieldStrength.voltsPerMetre(.max).voltage(across: .micrometres(2)) == nil)
    #expect(FieldStrength.voltsPerMetre(.max).voltage(across: .micrometres(1)) == .millivolts(.max / 1000))
  }

  @Test func `a voltage from a field is rounded down, so it never makes more than that field`() throws {
    // 1 V/m over 1999 µm is 1.999 mV.
    #expect(FieldStrength.voltsPerMetre(1).voltage(across: .micrometres(1999)) == .millivolts(1))
    var random = SeededRandom(seed: 1300)
    for _ in 0..<5000 {
      let field = FieldStrength.voltsPerMetre(Int64.random(in: 0...300_000, using: &random))
      let gap = Distance.micrometres(Int64.random(in: 1...40_000, using: &random))
      let voltage = try #require(field.voltage(across: gap))
      #expect(Int128(voltage.millivolts) * 1000 <= Int128(field.voltsPerMetre) * Int128(gap.micrometres))
      #expect(Int128(voltage.millivolts + 1) * 1000 > Int128(field.voltsPerMetre) * Int128(gap.micrometres))
      #expect(try #require(voltage.field(over: gap)) <= field)
    }
  }

  @Test func `a voltage over a gap gives U over d, by magnitude`() {
    #expect(Voltage.volts(1040).field(over: .millimetres(8)) == .voltsPerCentimetre(1300))
    #expect(Voltage.volts(-1040).field(over: .millimetres(8)) == .voltsPerCentimetre(1300))
    #expect(Voltage.millivolts(1).field(over: .micrometres(1001)) == .voltsPerMetre(0))
    #expect(Voltage.volts(1).field(over: .zero) == nil)
    #expect(Voltage.volts(1).field(over: .micrometres(-1)) == nil)
    #expect(Voltage.millivolts(.min).field(over: .millimetres(8)) == nil)
  }

  @Test func `a voltage and a current give a resistance, by magnitude`() {
    #expect(Voltage.volts(1000).resistance(at: .amperes(10)) == .ohms(100))
    #expect(Voltage.volts(-1000).resistance(at: .amperes(10)) == .ohms(100))
    #expect(Voltage.volts(1000).resistance(at: .amperes(-10)) == .ohms(100))
    #expect(Voltage.volts(1).resistance(at: .zero) == nil)
    #expect(Voltage.volts(1).resistance(at: .milliamperes(.min)) == nil)
  }

  @Test func `energy is exact and rounded up to whole microjoules`() {
    // 1000 V × 10 A × 100 µs = 1 J.
    #expect(Voltage.volts(1000).energy(at: .amperes(10), for: .microseconds(100)) == .joules(1))
    #expect(Voltage.volts(-1000).energy(at: .amperes(10), for: .microseconds(100)) == .joules(1))
    #expect(Voltage.millivolts(1).energy(at: .milliamperes(1), for: .nanoseconds(1)) == .microjoules(1))
    #expect(Voltage.volts(1000).energy(at: .amperes(10), for: .nanoseconds(100_001)) == .microjoules(1_000_010))
    #expect(Voltage.volts(1000).energy(at: .amperes(10), for: .zero) == .zero)
    #expect(Voltage.volts(1000).energy(at: .amperes(10), for: .nanoseconds(-1)) == nil)
    // Longer than 64 bits of femtojoules hold.
    #expect(Voltage.volts(3000).energy(at: .amperes(50), for: .seconds(1)) == .joules(150_000))
    // Rounding down on the way would lose half of this: 1.999 mW for 1 s.
    #expect(Voltage.millivolts(1999).energy(at: .milliamperes(1), for: .seconds(1)) == .microjoules(1999))
  }

  @Test func `charge is signed and rounded towards zero`() {
    #expect(Current.amperes(16).charge(over: .microseconds(100)) == .microcoulombs(1600))
    #expect(Current.amperes(-16).charge(over: .microseconds(100)) == .microcoulombs(-1600))
    #expect(Current.milliamperes(1).charge(over: .nanoseconds(1999)) == .nanocoulombs(1))
    #expect(Current.milliamperes(-1).charge(over: .nanoseconds(1999)) == .nanocoulombs(-1))
    #expect(Current.milliamperes(.max).charge(over: .nanoseconds(2)) == nil)
  }

  @Test func `all of them agree with 128-bit arithmetic, or give nil where an intermediate does not fit`() {
    var random = SeededRandom(seed: 128)
    var fitted = (field: 0, voltage: 0, resistance: 0, energy: 0, charge: 0)
    for _ in 0..<20_000 {
      let (a, b, c) = (random.number(), random.number(), random.number())
      let (wideA, wideB, wideC) = (Int128(a), Int128(b), Int128(c))

      let voltage = FieldStrength.voltsPerMetre(a).voltage(across: .micrometres(b))?.millivolts
      let fits = a >= 0 && b >= 0 && Self.fitting(wideA * wideB) != nil
      #expect(voltage == (fits ? Self.fitting(wideA * wideB / 1000) : nil), "\(a) V/m, \(b) µm")
      if voltage != nil { fitted.voltage += 1 }

      let scales = Self.fitting(Int128(a.magnitude) * 1000) != nil
      let field = Voltage.millivolts(a).field(over: .micrometres(b))?.voltsPerMetre
      #expect(field == (scales && b > 0 ? Self.fitting(Int128(a.magnitude) * 1000 / wideB) : nil), "\(a) mV, \(b) µm")
      if field != nil { fitted.field += 1 }

      let resistance = Voltage.millivolts(a).resistance(at: .milliamperes(b))?.milliohms
      let divides = scales && b != 0 && b != .min
      #expect(
        resistance == (divides ? Self.fitting(Int128(a.magnitude) * 1000 / Int128(b.magnitude)) : nil),
        "\(a) mV, \(b) mA")
      if resistance != nil { fitted.resistance += 1 }

      let energy = Voltage.millivolts(a).energy(at: .milliamperes(b), for: .nanoseconds(c))?.microjoules
      #expect(energy == Self.energy(a, b, c), "\(a) mV, \(b) mA, \(c) ns")
      if energy != nil { fitted.energy += 1 }

      let charge = Current.milliamperes(a).charge(over: .nanoseconds(c))?.nanocoulombs
      #expect(charge == (Self.fitting(wideA * wideC) == nil ? nil : Self.fitting(wideA * wideC / 1000)), "\(a), \(c)")
      if charge != nil { fitted.charge += 1 }
    }
    // Each law was tried often on values that fit, not only on those that do not.
    #expect(min(fitted.field, fitted.voltage, fitted.resistance, fitted.energy, fitted.charge) > 1000)
  }

  /// Energy by 128-bit arithmetic: nil where a value has no magnitude, power leaves 64 bits or the result does.
  static func energy(_ millivolts: Int64, _ milliamperes: Int64, _ nanoseconds: Int64) -> Int64? {
    guard millivolts != .min, milliamperes != .min, nanoseconds >= 0 else { return nil }
    guard let power = fitting(Int128(millivolts.magnitude) * Int128(milliamperes.magnitude)) else { return nil }
    return fitting((Int128(power) * Int128(nanoseconds) + 999_999_999) / 1_000_000_000)
  }
}

@Suite struct `Moments on a clock` {
  @Test func `host moments and spans add up exactly or give nil`() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<2000 {
      let (a, b) = (random.number(), random.number())
      #expect(HostInstant.nanoseconds(a).adding(.nanoseconds(b))?.nanoseconds == Int64(exactly: Int128(a) + Int128(b)))
      #expect(
        HostInstant.nanoseconds(a).since(.nanoseconds(b))?.nanoseconds == Int64(exactly: Int128(a) - Int128(b)))
      #expect((HostInstant.nanoseconds(a) < .nanoseconds(b)) == (a < b))
    }
  }

  @Test func `device moments count microseconds and cut a span to whole ones, towards zero`() {
    #expect(DeviceInstant.zero.adding(.nanoseconds(1999)) == .microseconds(1))
    #expect(DeviceInstant.zero.adding(.nanoseconds(-1999)) == .microseconds(-1))
    #expect(DeviceInstant.microseconds(.max).adding(.microseconds(1)) == nil)
    #expect(DeviceInstant.microseconds(.max).adding(.nanoseconds(999)) == .microseconds(.max))
    #expect(DeviceInstant.microseconds(250).since(.microseconds(150)) == .microseconds(100))
    #expect(DeviceInstant.microseconds(150).since(.microseconds(250)) == .microseconds(-100))
    // A span is kept in nanoseconds, so the longest between two moments is shorter than the clock's range.
    #expect(DeviceInstant.microseconds(.max).since(.zero) == nil)
    #expect(DeviceInstant.microseconds(.max).since(.microseconds(-1)) == nil)
    #expect(DeviceInstant.microseconds(1) < .microseconds(2))
    for (left, right) in [(Int64.min, Int64.max), (0, 0), (1, -1), (7, 7)] {
      #expect((DeviceInstant.microseconds(left) < .microseconds(right)) == (left < right))
      #expect((DeviceInstant.microseconds(left) == .microseconds(right)) == (left == right))
      #expect((HostInstant.nanoseconds(left) < .nanoseconds(right)) == (left < right))
      #expect((HostInstant.nanoseconds(left) == .nanoseconds(right)) == (left == right))
    }
    #expect(TimeSpan.microsecondsExactly(.max / 1000) == .nanoseconds(.max / 1000 * 1000))
    #expect(TimeSpan.microsecondsExactly(.max / 1000 + 1) == nil)
  }
}
