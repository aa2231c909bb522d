import Quantities
import SafetyKernel
import Testing
import Treatment

@Suite struct PlannerTests {
  @Test(arguments: [(6, 780), (7, 910)] as [(Int32, Int32)])
  func `plates at 1300 V per cm get gap times field`(gap: Int32, volts: Int32) throws {
    let train = try Samples.planner().planned(
      Samples.protocolDefinition(), on: Samples.plates(), gap: .millimetres(gap))
    let pair = try #require(train.pairs.first)
    #expect(train.pairs.count == 1)
    #expect(pair.planned == .volts(volts))
    #expect(pair.field == .voltsPerCentimetre(1300))
    #expect(pair.binding == .plan)
    #expect(!train.isLowered)
    #expect(train.plan.step(0)?.voltage == .volts(volts))
    #expect(train.plan.stepCount == 1)
  }

  @Test func `plates of 8 mm are lowered to the machine limit, visibly`() throws {
    let train = try Samples.planner().planned(Samples.protocolDefinition(), on: Samples.plates(), gap: .millimetres(8))
    let pair = try #require(train.pairs.first)
    #expect(train.isLowered)
    #expect(pair.wanted == .volts(1040))
    #expect(pair.planned == .volts(1000))
    #expect(pair.field == .voltsPerCentimetre(1250))
    #expect(pair.binding == .machine)
    #expect(pair.ceiling.voltage == .volts(1000))
    #expect(pair.ceiling.file == Samples.machineFile)
    guard case .field(let wanted, let minimum, let lowered) = train.plan.step(0)?.origin else {
      Issue.record("the step does not say that it came from a field")
      return
    }
    #expect(wanted == .voltsPerCentimetre(1300))
    #expect(minimum == .voltsPerCentimetre(1200))
    #expect(lowered)
  }

  @Test func `below the minimum field a lowered voltage is refused`() throws {
    let error = #expect(throws: TreatmentError.self) {
      try Samples.planner(maximum: .volts(900)).planned(
        Samples.protocolDefinition(), on: Samples.plates(), gap: .millimetres(8))
    }
    #expect(
      error?.message
        == "left to right would need 1040 V; the machine limit max_voltage, 900 V (porated.yaml), leaves 1125 V/cm, "
        + "below minimum_field, 1200 V/cm (protocols/sample.yaml)")
  }

  @Test func `each limit can be the one that binds, with its number and its file`() throws {
    func binding(_ array: ElectrodeArrayDefinition, _ planner: TrainPlanner = Samples.planner(maximum: .volts(3000)))
      throws -> (VoltageLimit, Voltage, String, String)
    {
      let train = try planner.planned(
        Samples.protocolDefinition(minimum: 800), on: array, gap: .millimetres(8))
      let pair = try #require(train.pairs.first)
      #expect(pair.isLowered)
      #expect(pair.planned == pair.ceiling.voltage)
      return (pair.binding, pair.planned, pair.ceiling.file, pair.ceiling.name)
    }
    let plates = "electrodes/plates.yaml"
    #expect(
      try binding(Samples.plates(maximum: .volts(990)))
        == (.array, .volts(990), plates, "the limit max_voltage of array plates"))
    #expect(
      try binding(Samples.plates(.volts(950)))
        == (.positiveElectrode, .volts(950), plates, "the limit of electrode left"))
    #expect(
      try binding(Samples.plates(field: .voltsPerCentimetre(1200)))
        == (.field, .volts(960), plates, "the limit max_field of array plates, 1200 V/cm"))
    let strict = Samples.planner(maximum: .volts(3000)) { $0.maximumField = .voltsPerCentimetre(1100) }
    #expect(
      try binding(Samples.plates(), strict)
        == (.field, .volts(880), Samples.machineFile, "the machine limit max_field of 1100 V/cm"))
    #expect(
      try binding(Samples.plates(), Samples.planner())
        == (.machine, .volts(1000), Samples.machineFile, "the machine limit max_voltage"))
  }

  @Test func `an electrode with a lower limit of its own lowers its pairs alone`() throws {
    let definition = Samples.protocolDefinition(1000, minimum: 800, arrays: ["hexagonal"])
    let train = try Samples.planner().planned(definition, on: Samples.hexagonal(limit: .volts(650), of: 1))
    let lowered = train.pairs.filter(\.isLowered)
    #expect(lowered.map { "\($0.positive) \($0.negative)" } == ["rim-1 rim-2", "rim-2 rim-3", "rim-2 centre"])
    #expect(lowered.map(\.binding) == [.negativeElectrode, .positiveElectrode, .positiveElectrode])
    #expect(lowered.allSatisfy { $0.planned == .volts(650) && $0.ceiling.name == "the limit of electrode rim-2" })
    #expect(train.pairs.filter { !$0.isLowered }.allSatisfy { $0.planned == .volts(730) })
    #expect(train.pairs.count == 12)
  }

  @Test func `a hexagonal array gets twelve pairs of 730 V, first around the rim, then to the centre`() throws {
    let definition = Samples.protocolDefinition(1000, minimum: 900, arrays: ["hexagonal"])
    let train = try Samples.planner().planned(definition, on: Samples.hexagonal())
    #expect(train.plan.stepCount == 12)
    #expect(train.plan.pulseCount == 96)
    #expect(train.pairs.allSatisfy { $0.planned == .volts(730) && $0.field == .voltsPerCentimetre(1000) })
    #expect(train.pairs.prefix(6).allSatisfy { $0.negative != "centre" })
    #expect(train.pairs.suffix(6).allSatisfy { $0.negative == "centre" })
    #expect(train.gap == nil)
  }

  @Test func `reversed polarity swaps the electrodes after half of the pulses`() throws {
    let definition = Samples.protocolDefinition(1000, minimum: 900, arrays: ["hexagonal"], polarity: .reversed)
    let train = try Samples.planner().planned(definition, on: Samples.hexagonal())
    #expect(train.plan.stepCount == 24)
    #expect(train.plan.pulseCount == 96)
    for pair in train.pairs {
      let first = try #require(train.plan.step(pair.firstStep))
      let second = try #require(train.plan.step(pair.firstStep + 1))
      #expect(pair.stepCount == 2)
      #expect(first.positive == second.negative)
      #expect(first.negative == second.positive)
      #expect(first.pulses == 4)
      #expect(second.pulses == 4)
    }
  }

  @Test func `the limits that judge pulses are within both array and protocol`() throws {
    var definition = Samples.protocolDefinition()
    definition.tolerances.currentLow = .amperes(2)
    definition.tolerances.currentHigh = .amperes(20)
    let train = try Samples.planner { $0.maximumCurrent = .amperes(12) }
      .planned(definition, on: Samples.plates(), gap: .millimetres(7))
    let limits = try #require(train.plan.step(0)?.limits)
    #expect(limits.currentLow == .amperes(2))
    #expect(limits.currentHigh == .amperes(12))
    #expect(limits.voltageLow == .millivolts(864_500))
    #expect(limits.voltageHigh == .millivolts(955_500))
    #expect(limits.widthTolerance == .microseconds(2))
    // 910 V at 2 A and 12 A, 100 µs, 8 pulses.
    #expect(train.expectedEnergy == Energy.millijoules(1456)...Energy.millijoules(8736))
  }

  @Test func `the same question has the same answer, and another gap another digest`() throws {
    func digest(_ gap: Int32) throws -> PlanDigest {
      let train = try Samples.planner().planned(
        Samples.protocolDefinition(), on: Samples.plates(), gap: .millimetres(gap))
      return try #require(CanonicalPlan(train.plan)).digest()
    }
    #expect(try digest(7) == digest(7))
    #expect(try digest(7) != digest(6))
  }
}
