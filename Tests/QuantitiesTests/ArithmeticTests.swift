import Quantities
import Testing

/// One quantity seen as its whole number, so that all of them are held to the same law.
struct QuantityUnderTest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let sum: @Sendable (Int64, Int64) -> Int64?
  let difference: @Sendable (Int64, Int64) -> Int64?
  let product: @Sendable (Int64, Int64) -> Int64?
  let magnitude: @Sendable (Int64) -> Int64?
  let isLess: @Sendable (Int64, Int64) -> Bool
  let isEqual: @Sendable (Int64, Int64) -> Bool
  let zero: Int64

  static let all: [QuantityUnderTest] = [
    QuantityUnderTest(
      testDescription: "Voltage",
      sum: { Voltage.millivolts($0).adding(.millivolts($1))?.millivolts },
      difference: { Voltage.millivolts($0).subtracting(.millivolts($1))?.millivolts },
      product: { Voltage.millivolts($0).multiplied(by: $1)?.millivolts },
      magnitude: { Voltage.millivolts($0).magnitude()?.millivolts },
      isLess: { Voltage.millivolts($0) < .millivolts($1) }, isEqual: { Voltage.millivolts($0) == .millivolts($1) },
      zero: Voltage.zero.millivolts),
    QuantityUnderTest(
      testDescription: "Current",
      sum: { Current.milliamperes($0).adding(.milliamperes($1))?.milliamperes },
      difference: { Current.milliamperes($0).subtracting(.milliamperes($1))?.milliamperes },
      product: { Current.milliamperes($0).multiplied(by: $1)?.milliamperes },
      magnitude: { Current.milliamperes($0).magnitude()?.milliamperes },
      isLess: { Current.milliamperes($0) < .milliamperes($1) },
      isEqual: { Current.milliamperes($0) == .milliamperes($1) },
      zero: Current.zero.milliamperes),
    QuantityUnderTest(
      testDescription: "Resistance",
      sum: { Resistance.milliohms($0).adding(.milliohms($1))?.milliohms },
      difference: { Resistance.milliohms($0).subtracting(.milliohms($1))?.milliohms },
      product: { Resistance.milliohms($0).multiplied(by: $1)?.milliohms },
      magnitude: { Resistance.milliohms($0).magnitude()?.milliohms },
      isLess: { Resistance.milliohms($0) < .milliohms($1) }, isEqual: { Resistance.milliohms($0) == .milliohms($1) },
      zero: Resistance.zero.milliohms),
    QuantityUnderTest(
      testDescription: "FieldStrength",
      sum: { FieldStrength.voltsPerMetre($0).adding(.voltsPerMetre($1))?.voltsPerMetre },
      difference: { FieldStrength.voltsPerMetre($0).subtracting(.voltsPerMetre($1))?.voltsPerMetre },
      product: { FieldStrength.voltsPerMetre($0).multiplied(by: $1)?.voltsPerMetre },
      magnitude: { FieldStrength.voltsPerMetre($0).magnitude()?.voltsPerMetre },
      isLess: { FieldStrength.voltsPerMetre($0) < .voltsPerMetre($1) },
      isEqual: { FieldStrength.voltsPerMetre($0) == .voltsPerMetre($1) },
      zero: FieldStrength.zero.voltsPerMetre),
    QuantityUnderTest(
      testDescription: "Distance",
      sum: { Distance.micrometres($0).adding(.micrometres($1))?.micrometres },
      difference: { Distance.micrometres($0).subtracting(.micrometres($1))?.micrometres },
      product: { Distance.micrometres($0).multiplied(by: $1)?.micrometres },
      magnitude: { Distance.micrometres($0).magnitude()?.micrometres },
      isLess: { Distance.micrometres($0) < .micrometres($1) },
      isEqual: { Distance.micrometres($0) == .micrometres($1) },
      zero: Distance.zero.micrometres),
    QuantityUnderTest(
      testDescription: "Charge",
      sum: { Charge.nanocoulombs($0).adding(.nanocoulombs($1))?.nanocoulombs },
      difference: { Charge.nanocoulombs($0).subtracting(.nanocoulombs($1))?.nanocoulombs },
      product: { Charge.nanocoulombs($0).multiplied(by: $1)?.nanocoulombs },
      magnitude: { Charge.nanocoulombs($0).magnitude()?.nanocoulombs },
      isLess: { Charge.nanocoulombs($0) < .nanocoulombs($1) },
      isEqual: { Charge.nanocoulombs($0) == .nanocoulombs($1) },
      zero: Charge.zero.nanocoulombs),
    QuantityUnderTest(
      testDescription: "Energy",
      sum: { Energy.microjoules($0).adding(.microjoules($1))?.microjoules },
      difference: { Energy.microjoules($0).subtracting(.microjoules($1))?.microjoules },
      product: { Energy.microjoules($0).multiplied(by: $1)?.microjoules },
      magnitude: { Energy.microjoules($0).magnitude()?.microjoules },
      isLess: { Energy.microjoules($0) < .microjoules($1) }, isEqual: { Energy.microjoules($0) == .microjoules($1) },
      zero: Energy.zero.microjoules),
    QuantityUnderTest(
      testDescription: "Temperature",
      sum: { Temperature.millidegreesCelsius($0).adding(.millidegreesCelsius($1))?.millidegreesCelsius },
      difference: { Temperature.millidegreesCelsius($0).subtracting(.millidegreesCelsius($1))?.millidegreesCelsius },
      product: { Temperature.millidegreesCelsius($0).multiplied(by: $1)?.millidegreesCelsius },
      magnitude: { Temperature.millidegreesCelsius($0).magnitude()?.millidegreesCelsius },
      isLess: { Temperature.millidegreesCelsius($0) < .millidegreesCelsius($1) },
      isEqual: { Temperature.millidegreesCelsius($0) == .millidegreesCelsius($1) },
      zero: Temperature.zero.millidegreesCelsius),
    QuantityUnderTest(
      testDescription: "Proportion",
      sum: { Proportion.partsPerMillion($0).adding(.partsPerMillion($1))?.partsPerMillion },
      difference: { Proportion.partsPerMillion($0).subtracting(.partsPerMillion($1))?.partsPerMillion },
      product: { Proportion.partsPerMillion($0).multiplied(by: $1)?.partsPerMillion },
      magnitude: { Proportion.partsPerMillion($0).magnitude()?.partsPerMillion },
      isLess: { Proportion.partsPerMillion($0) < .partsPerMillion($1) },
      isEqual: { Proportion.partsPerMillion($0) == .partsPerMillion($1) },
      zero: Proportion.zero.partsPerMillion),
    QuantityUnderTest(
      testDescription: "TimeSpan",
      sum: { TimeSpan.nanoseconds($0).adding(.nanoseconds($1))?.nanoseconds },
      difference: { TimeSpan.nanoseconds($0).subtracting(.nanoseconds($1))?.nanoseconds },
      product: { TimeSpan.nanoseconds($0).multiplied(by: $1)?.nanoseconds },
      magnitude: { TimeSpan.nanoseconds($0).magnitude()?.nanoseconds },
      isLess: { TimeSpan.nanoseconds($0) < .nanoseconds($1) },
      isEqual: { TimeSpan.nanoseconds($0) == .nanoseconds($1) },
      zero: TimeSpan.zero.nanoseconds),
  ]
}

@Suite struct `Arithmetic on quantities` {
  /// The value where it fits, computed in 128 bits, which no pair of `Int64` overflows.
  static func fitting(_ value: Int128) -> Int64? { Int64(exactly: value) }

  @Test(arguments: QuantityUnderTest.all) func `gives the exact value or nil`(quantity: QuantityUnderTest) {
    var random = SeededRandom(seed: 7)
    for _ in 0..<2000 {
      let (a, b) = (random.number(), random.number())
      #expect(quantity.sum(a, b) == Self.fitting(Int128(a) + Int128(b)), "\(a) + \(b)")
      #expect(quantity.difference(a, b) == Self.fitting(Int128(a) - Int128(b)), "\(a) - \(b)")
      #expect(quantity.product(a, b) == Self.fitting(Int128(a) * Int128(b)), "\(a) × \(b)")
      #expect(quantity.magnitude(a) == Self.fitting(Int128(a.magnitude)), "|\(a)|")
      #expect(quantity.isLess(a, b) == (a < b), "\(a) < \(b)")
      #expect(quantity.isEqual(a, b) == (a == b), "\(a) == \(b)")
    }
  }

  @Test(arguments: QuantityUnderTest.all) func `gives nil past the edges, never a wrapped value`(
    quantity: QuantityUnderTest
  ) {
    #expect(quantity.zero == 0)
    #expect(quantity.sum(.max, 1) == nil)
    #expect(quantity.sum(.max, 0) == .max)
    #expect(quantity.sum(.min, -1) == nil)
    #expect(quantity.sum(.min, .max) == -1)
    #expect(quantity.difference(.min, 1) == nil)
    #expect(quantity.difference(0, .min) == nil)
    #expect(quantity.difference(-1, .min) == .max)
    #expect(quantity.product(.min, -1) == nil)
    #expect(quantity.product(.max, 2) == nil)
    #expect(quantity.product(.max, -1) == -.max)
    #expect(quantity.magnitude(.min) == nil)
    #expect(quantity.magnitude(.min + 1) == .max)
  }

  @Test func `larger units of 32 bits always fit and keep their size`() {
    for count in [Int32.min, -1, 0, 1, .max] {
      let exact = Int64(count)
      #expect(Voltage.volts(count).millivolts == exact * 1000)
      #expect(Current.amperes(count).milliamperes == exact * 1000)
      #expect(Resistance.ohms(count).milliohms == exact * 1000)
      #expect(FieldStrength.voltsPerCentimetre(count).voltsPerMetre == exact * 100)
      #expect(Distance.millimetres(count).micrometres == exact * 1000)
      #expect(Charge.microcoulombs(count).nanocoulombs == exact * 1000)
      #expect(Energy.millijoules(count).microjoules == exact * 1000)
      #expect(Energy.joules(count).microjoules == exact * 1_000_000)
      #expect(Temperature.degreesCelsius(count).millidegreesCelsius == exact * 1000)
      #expect(Proportion.percent(count).partsPerMillion == exact * 10_000)
      #expect(TimeSpan.microseconds(count).nanoseconds == exact * 1000)
      #expect(TimeSpan.milliseconds(count).nanoseconds == exact * 1_000_000)
      #expect(TimeSpan.seconds(count).nanoseconds == exact * 1_000_000_000)
    }
  }
}
