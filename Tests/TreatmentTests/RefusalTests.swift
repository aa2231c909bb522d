import Quantities
import SafetyKernel
import Testing
import Treatment

@Suite struct RefusalTests {
  private func refusal(
    _ definition: ProtocolDefinition = Samples.protocolDefinition(),
    on array: ElectrodeArrayDefinition = Samples.plates(), gap: Distance? = .millimetres(7),
    typed: Voltage? = nil, planner: TrainPlanner = Samples.planner()
  ) -> String? {
    do {
      _ = try planner.planned(definition, on: array, gap: gap, typedVoltage: typed)
      return nil
    } catch { return error.description }
  }

  @Test func `a typed voltage is planned as typed`() throws {
    let train = try Samples.planner().planned(
      Samples.protocolDefinition(), on: Samples.plates(), gap: .millimetres(7), typedVoltage: .volts(650))
    #expect(train.pairs.map(\.planned) == [.volts(650)])
    guard case .typed = train.plan.step(0)?.origin else {
      Issue.record("the step does not say that its voltage was typed")
      return
    }
  }

  @Test func `a typed voltage above a limit is refused with limit, file and both numbers`() {
    #expect(
      refusal(typed: .volts(1050))
        == "1050 V on left to right is above the limit max_field of array plates, 1400 V/cm, 980 V "
        + "(electrodes/plates.yaml) (at most 980 V)")
    #expect(
      refusal(gap: .millimetres(8), typed: .volts(1050))
        == "1050 V on left to right is above the machine limit max_voltage, 1000 V (porated.yaml) (at most 1000 V)")
    #expect(
      refusal(on: Samples.plates(.volts(600)), typed: .millivolts(600_001))
        == "600.001 V on left to right is above the limit of electrode left, 600 V (electrodes/plates.yaml) "
        + "(at most 600 V)")
  }

  @Test func `a voltage that the generator does not control is refused`() {
    for voltage in [Voltage.zero, .volts(99), .volts(-500), .millivolts(.min)] {
      #expect(refusal(typed: voltage)?.contains("below the machine limit min_voltage, 100 V (porated.yaml)") == true)
    }
    #expect(refusal(typed: .volts(100)) == nil)
  }

  @Test(
    arguments: [
      (.millimetres(700), "did you mean 7 mm?"), (.micrometres(700), "did you mean 7 mm?"),
      (.micrometres(7), "did you mean 7 mm?"), (.millimetres(60), "did you mean 6 mm?"),
      (.millimetres(9), "the nearest is 8 mm"), (.zero, "the nearest is 6 mm"),
      (.micrometres(Int64.min), "the nearest is 6 mm"), (.micrometres(Int64.max), "the nearest is 8 mm"),
    ] as [(Distance, String)])
  func `a gap that the array does not have is refused with what was probably meant`(gap: Distance, hint: String) throws
  {
    let text = try #require(refusal(gap: gap))
    #expect(text.hasPrefix("array plates has no gap of "))
    #expect(text.hasSuffix("only 6 mm, 7 mm and 8 mm (\(hint))"))
  }

  @Test func `a gap must be chosen where there is a choice, and not where there is none`() {
    #expect(refusal(gap: nil) == "array plates needs its gap (choose 6 mm, 7 mm or 8 mm)")
    let needles = Samples.protocolDefinition(1000, minimum: 800, arrays: ["hexagonal"])
    #expect(
      refusal(needles, on: Samples.hexagonal(), gap: .millimetres(8))
        == "the gap of array hexagonal is fixed at 7.3 mm, not 8 mm (leave the gap out, or give 7.3 mm)")
    #expect(refusal(needles, on: Samples.hexagonal(), gap: .micrometres(7300)) == nil)
    #expect(refusal(needles, on: Samples.hexagonal(), gap: nil) == nil)
  }

  @Test func `a protocol is refused on an array that it does not name`() {
    #expect(
      refusal(on: Samples.hexagonal(), gap: nil) == "protocol sample is not for array hexagonal (use it with plates)")
  }

  @Test func `an odd number of pulses has no reversed half`() {
    #expect(
      refusal(Samples.protocolDefinition(pulses: 7, polarity: .reversed))
        == "7 pulses cannot be split between two polarities (protocols/sample.yaml) "
        + "(use an even number of pulses, or `polarity: single`)")
  }

  @Test func `currents that exclude each other are refused`() {
    var definition = Samples.protocolDefinition()
    definition.tolerances.currentLow = .amperes(15)
    #expect(refusal(definition)?.contains("leaves no good current: at least 15 A, at most 15 A") == true)
  }

  @Test func `an array whose parts do not fit together is refused, never a crash`() {
    let electrodes = [ElectrodeArrayDefinition.Electrode(name: "left"), .init(name: "right")]
    func broken(_ positive: UInt8, _ negative: UInt8) -> ElectrodeArrayDefinition {
      Samples.array(
        .plates, gaps: [.millimetres(7)], electrodes: electrodes,
        pairs: [.init(positive: positive, negative: negative, gap: .chosen)])
    }
    let many = Samples.array(
      .plates, electrodes: (0..<17).map { .init(name: "\($0)") }, pairs: [.init(positive: 0, negative: 1, gap: .chosen)]
    )
    let none = Samples.array(.plates, electrodes: electrodes, pairs: [])
    for array in [broken(0, 2), broken(255, 0), broken(1, 1), none] {
      let gap = array.pairs.isEmpty ? nil : Distance.millimetres(7)
      #expect(refusal(on: array, gap: gap)?.contains("do not fit together") == true)
    }
    #expect(refusal(on: many, gap: nil) != nil)
    var zero = Samples.hexagonal()
    zero.pairs = zero.pairs.map { .init(positive: $0.positive, negative: $0.negative, gap: .fixed(.zero)) }
    #expect(refusal(Samples.protocolDefinition(arrays: ["hexagonal"]), on: zero, gap: nil) != nil)
  }

  @Test func `numbers beyond all range are refused, never a crash`() {
    var definition = Samples.protocolDefinition()
    definition.dose = .field(wanted: .voltsPerMetre(.max), minimum: .zero)
    #expect(refusal(definition)?.contains("does not fit into the range") == true)
    definition = Samples.protocolDefinition()
    definition.tolerances.voltage = .partsPerMillion(.max)
    #expect(refusal(definition)?.contains("does not fit into the range") == true)
    definition = Samples.protocolDefinition()
    definition.width = .nanoseconds(.max)
    #expect(refusal(definition) != nil)
  }

  @Test func `a rule of the kernel's own is refused with its words`() {
    #expect(
      refusal(planner: Samples.planner { $0.maximumTrainPulses = 7 })?
        .hasPrefix("the plan breaks a rule: the train has more than max_train_pulses (protocols/sample.yaml)") == true)
    #expect(
      refusal(planner: Samples.planner { $0.maximumPulseEnergy = .joules(1) })?
        .contains("a pulse of step 1 could hold more than max_pulse_energy") == true)
  }

  @Test func `a protocol's own voltage is refused above a limit, not lowered`() {
    var definition = Samples.protocolDefinition()
    definition.dose = .voltage(.volts(1001))
    #expect(
      refusal(definition, gap: .millimetres(8))?.contains("is above the machine limit max_voltage, 1000 V") == true)
  }
}
