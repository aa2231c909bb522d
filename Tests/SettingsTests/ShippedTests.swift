import Quantities
import SafetyKernel
import Settings
import Testing
import Treatment

/// The files in `config` as they are shipped.
@Suite struct ShippedTests {
  @Test func `every shipped file is good, and each protocol can be planned on each of its arrays`() throws {
    let shipped = try Shipped.configuration()
    #expect(
      shipped.library.arrays.map(\.name) == ["hexagonal", "internal-load", "needle-rows", "plates", "test-load"])
    #expect(
      shipped.library.protocols.map(\.name) == [
        "needles-1hz", "needles-1khz", "needles-5khz", "plates-1hz", "plates-1khz", "plates-5khz", "self-test",
        "test-load",
      ])
    let planner = TrainPlanner(configuration: shipped.settings.kernel, machineFile: shipped.settings.limitsFile)
    for definition in shipped.library.protocols {
      for name in definition.arrays {
        let array = try #require(shipped.library.array(named: name))
        for gap in array.gaps.isEmpty ? [nil] : array.gaps.map({ Optional($0) }) {
          let train = try planner.planned(definition, on: array, gap: gap)
          #expect(train.plan.kind == array.kind.planKind)
        }
      }
    }
  }

  @Test(arguments: ["1hz", "1khz", "5khz"])
  func `the standard arrays get the published voltage and field`(rate: String) throws {
    let shipped = try Shipped.configuration()
    let planner = TrainPlanner(configuration: shipped.settings.kernel, machineFile: shipped.settings.limitsFile)
    func train(_ array: String, _ name: String, _ gap: Int32? = nil) throws -> PlannedTrain {
      try planner.planned(
        #require(shipped.library.protocolDefinition(named: name)), on: #require(shipped.library.array(named: array)),
        gap: gap.map { .millimetres($0) })
    }
    for (gap, volts) in [(6, 780), (7, 910)] as [(Int32, Int32)] {
      let plates = try train("plates", "plates-\(rate)", gap)
      #expect(plates.pairs.map(\.planned) == [.volts(volts)])
      #expect(plates.pairs.map(\.field) == [.voltsPerCentimetre(1300)])
      #expect(!plates.isLowered)
    }
    let wide = try #require(try train("plates", "plates-\(rate)", 8).pairs.first)
    #expect(wide.wanted == .volts(1040))
    #expect(wide.planned == .volts(1000))
    #expect(wide.field == .voltsPerCentimetre(1250))
    #expect(wide.binding == .machine)
    #expect(wide.ceiling.file == shipped.settings.file)
    let rows = try train("needle-rows", "needles-\(rate)")
    #expect(rows.pairs.map(\.planned) == [.volts(400)])
    #expect(rows.pairs.map(\.field) == [.voltsPerCentimetre(1000)])
    let hexagonal = try train("hexagonal", "needles-\(rate)")
    #expect(hexagonal.pairs.count == 12)
    #expect(hexagonal.plan.pulseCount == 96)
    #expect(hexagonal.pairs.allSatisfy { $0.planned == .volts(730) && $0.field == .voltsPerCentimetre(1000) })
    for planned in [rows, hexagonal] { #expect(!planned.isLowered && !planned.isVerified) }
    let period = try #require(["1hz": TimeSpan.seconds(1), "1khz": .milliseconds(1), "5khz": .microseconds(200)][rate])
    let step = try #require(hexagonal.plan.step(0))
    #expect(step.period == period)
    #expect(step.width == .microseconds(100))
  }

  @Test func `the device's own rate says that it lies between the published ones`() throws {
    for name in ["plates-1khz", "needles-1khz"] {
      let definition = try #require(try Shipped.configuration().library.protocolDefinition(named: name))
      #expect(definition.description.contains("lies between the published rates, 1 Hz and 5 kHz"))
      #expect(!definition.source.isVerified)
    }
  }

  @Test func `the shipped daemon file configures no generator and allows nothing unusual`() throws {
    let settings = try Shipped.configuration().settings
    #expect(settings.generator == nil)
    #expect(settings.access == nil)
    #expect(settings.allowWithoutRealtime == nil)
    #expect(!settings.kernel.allowWithoutRealtime)
    #expect(settings.kernel.lateBudget == .milliseconds(10))
    #expect(settings.kernel.requiredInterlocks == InterlockSet(bits: 0b111))
    #expect(settings.interlocksDeclaredWithout == nil)
    #expect(settings.emergencyStopPath.contains("interlock chain"))
  }

  @Test func `the generator section that is shipped as a comment is good`() throws {
    let text = String(decoding: Shipped.bytes(Shipped.folder + "/porated.yaml"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let isSample = ["# generator:", "#   ", "# access:"].contains { line.hasPrefix($0) }
      return isSample ? String(line.dropFirst(2)) : String(line)
    }
    let settings = try DaemonFile.read(Array(lines.joined(separator: "\n").utf8), file: "porated.yaml")
    #expect(settings.generator?.device == "/dev/ttyUSB0")
    #expect(settings.generator?.permitTimeToLive == .milliseconds(50))
    #expect(settings.access?.count == 3)
  }

  @Test func `the absolute caps are lines of name, value and unit, and above the limits`() throws {
    let shipped = try Shipped.configuration()
    var caps: [String: Int64] = [:]
    for line in String(decoding: shipped.absoluteCaps, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#")
    {
      let words = line.split(separator: " ")
      #expect(words.count == 3)
      let value: Int64 = try #require(Int64(String(words[1])))
      caps[String(words[0])] = value
    }
    #expect(
      Set(caps.keys) == [
        "max_voltage", "max_current", "max_width", "max_train_pulses", "window", "max_window_pulses",
        "max_window_energy",
      ])
    let limits = shipped.settings.kernel.treatment
    #expect(try #require(caps["max_voltage"]) * 1000 >= limits.maximumVoltage.millivolts)
    #expect(try #require(caps["max_current"]) * 1000 >= limits.maximumCurrent.milliamperes * 11 / 10)
    #expect(try #require(caps["max_train_pulses"]) >= Int64(limits.maximumTrainPulses))
  }
}
