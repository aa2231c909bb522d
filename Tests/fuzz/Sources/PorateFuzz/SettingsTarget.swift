import Quantities
import QuantityText
import SafetyKernel
import Settings
import Treatment

/// The YAML files of the configuration. The first byte says which kind of file the rest is.
enum SettingsTarget {
  static func run(_ bytes: [UInt8]) {
    var input = Reading(bytes)
    let kind = input.byte()
    let text = input.all()
    switch kind {
    case UInt8(ascii: "e"):
      check(text) { bytes throws(SettingsFailure) in
        DefinitionRules.check(try ElectrodeFile.read(bytes, file: "plates.yaml"))
      }
    case UInt8(ascii: "p"):
      check(text) { bytes throws(SettingsFailure) in
        DefinitionRules.check(try ProtocolFile.read(bytes, file: "plates-1khz.yaml"))
      }
    case UInt8(ascii: "c"):
      check(text) { bytes throws(SettingsFailure) in
        calibration(try CalibrationFile.read(bytes, file: "SIM-0001-2026-11-23.yaml"))
      }
    case _:
      check(text) { bytes throws(SettingsFailure) in
        DaemonRules.check(try DaemonFile.read(bytes, file: "/etc/porate/porated.yaml"))
      }
    }
  }

  /// Reads a file: what is refused says where and why, and a key that nobody knows is refused whatever else is there.
  private static func check(_ bytes: [UInt8], _ read: ([UInt8]) throws(SettingsFailure) -> Void) {
    do throws(SettingsFailure) {
      try read(bytes)
    } catch {
      return refusal(error, bytes)
    }
    do throws(SettingsFailure) {
      try read(bytes + Array("\nno_such_key: 1\n".utf8))
      broken("a key that nobody knows passes")
    } catch {
      holds(!error.problems.isEmpty, "a refusal without a reason")
    }
  }

  private static func refusal(_ failure: SettingsFailure, _ bytes: [UInt8]) {
    holds(!failure.problems.isEmpty, "a refusal without a reason")
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    let breaks = scalars.count { isBreak($0) }
    let length = scalars.count
    holds(failure.problems.count <= 200, "\(failure.problems.count) problems: nobody reads so many")
    for problem in failure.problems {
      // Behind the last character there is one more place.
      holds((1...breaks + 2).contains(problem.line), "a problem in line \(problem.line) of \(breaks + 1)")
      holds((1...length + 2).contains(problem.column), "a problem in column \(problem.column)")
      holds(!problem.message.isEmpty, "a problem without words")
      holds(
        isVisible(problem.description), "a message that would steer a terminal: \(problem.description.debugDescription)"
      )
    }
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    [0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029].contains(scalar.value)
  }

  /// Whether a text may stand on a terminal: no control characters.
  static func isVisible(_ text: String, lines: Bool = false) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      (lines && (scalar == "\n" || scalar == "\t")) || (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
    }
  }

  private static func calibration(_ calibration: CalibrationFile) {
    holds(calibration.date <= calibration.validUntil, "a calibration ends before it begins")
    for channel in [calibration.bankA, calibration.bankB, calibration.pulseVoltage] {
      holds(CalibrationFile.allowedVoltageOffsets.contains(channel.offset), "an offset of \(channel.offset)")
      holds(channel.gainPartsPerMillion > 0, "a gain of \(channel.gainPartsPerMillion)")
    }
    holds(CalibrationFile.allowedCurrentOffsets.contains(calibration.pulseCurrent.offset), "an offset of the current")
    holds(CalibrationFile.allowedWidthOffsets.contains(calibration.widthOffset), "an offset of the width")
    do throws(SettingsFailure) {
      let again = try CalibrationFile.read(Array(calibration.text.utf8), file: calibration.fileName)
      holds(again == calibration, "a calibration that is written reads differently")
    } catch {
      broken("a calibration that is written cannot be read: \(error)")
    }
  }
}

/// What holds for an electrode array and for a protocol that was read.
enum DefinitionRules {
  private static let voltages = Voltage.volts(1)...Voltage.volts(3000)
  private static let fields = FieldStrength.voltsPerCentimetre(1)...FieldStrength.voltsPerCentimetre(5000)

  static func check(_ array: ElectrodeArrayDefinition) {
    holds(isName(array.name), "an array is named \(array.name)")
    holds(SettingsTarget.isVisible(array.title, lines: true), "a title that would steer a terminal")
    holds(voltages.contains(array.maximumVoltage) && fields.contains(array.maximumField), "limits out of range")
    holds(
      (2...ElectrodeArray.electrodeCapacity).contains(array.electrodes.count), "\(array.electrodes.count) electrodes")
    holds(Set(array.electrodes.map(\.name)).count == array.electrodes.count, "two electrodes of one name")
    for electrode in array.electrodes {
      holds(isName(electrode.name), "an electrode is named \(electrode.name)")
      holds(electrode.maximumVoltage.map(voltages.contains) ?? true, "an electrode's limit is out of range")
    }
    holds(!array.pairs.isEmpty, "no pair")
    for pair in array.pairs {
      holds(
        pair.positive != pair.negative && Int(max(pair.positive, pair.negative)) < array.electrodes.count,
        "a pair of what is not there")
      switch pair.gap {
      case .chosen: holds(!array.gaps.isEmpty, "a gap is to be chosen of none")
      case .fixed(let gap): holds(gap > .zero, "a gap of \(gap)")
      }
    }
    holds(array.gaps.allSatisfy { $0 > .zero } && Set(array.gaps).count == array.gaps.count, "gaps \(array.gaps)")
    holds(array.impedance.lowerBound > .zero && array.current.lowerBound >= .zero, "a range that begins below zero")
  }

  static func check(_ definition: ProtocolDefinition) {
    holds(isName(definition.name), "a protocol is named \(definition.name)")
    holds(SettingsTarget.isVisible(definition.title, lines: true), "a title that would steer a terminal")
    holds(SettingsTarget.isVisible(definition.description, lines: true), "a description that would steer a terminal")
    holds((1...10_000).contains(definition.pulses), "\(definition.pulses) pulses")
    holds(definition.width > .zero && definition.width < definition.period, "pulses that overlap")
    holds(definition.polarity == .single || definition.pulses % 2 == 0, "half a pulse")
    switch definition.dose {
    case .field(let wanted, let minimum):
      holds(fields.contains(wanted) && fields.contains(minimum) && minimum <= wanted, "a field of \(wanted)")
    case .voltage(let voltage): holds(voltages.contains(voltage), "a voltage of \(voltage)")
    }
    holds(!definition.arrays.isEmpty && definition.arrays.allSatisfy(isName), "arrays \(definition.arrays)")
  }

  static func isName(_ name: String) -> Bool {
    (1...32).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: "-")
      && name.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
      }
  }
}

/// What holds for the daemon's settings that were read.
enum DaemonRules {
  static func check(_ settings: DaemonSettings) {
    for limits in [settings.kernel.treatment, settings.kernel.testLoad, settings.kernel.selfTest] {
      holds(
        limits.minimumVoltage > .zero && limits.minimumVoltage < limits.maximumVoltage
          && limits.maximumVoltage <= .volts(3000), "a voltage limit out of range")
      holds(limits.minimumWidth > .zero && limits.minimumWidth < limits.maximumWidth, "a width limit out of range")
      holds(limits.minimumPeriod > .zero && limits.minimumPeriod < limits.maximumPeriod, "a period limit out of range")
      holds(limits.maximumCurrent > .zero && limits.maximumCurrent <= .amperes(50), "a current limit out of range")
      holds(limits.maximumStepPulses > 0 && limits.maximumTrainPulses > 0, "no pulse at all")
      holds(limits.maximumPulseEnergy > .zero && limits.maximumTrainEnergy > .zero, "no energy at all")
    }
    if settings.interlocks.filter(\.isRequired).isEmpty {
      holds(settings.interlocksDeclaredWithout != nil || !settings.interlocks.isEmpty, "no interlock, and no reason")
    }
    holds(settings.emergencyStopPath.count >= 12, "no path of the emergency stop")
    if let generator = settings.generator {
      holds(generator.telemetryStale <= generator.permitTimeToLive, "telemetry outlives the permit")
      holds(generator.baud > 0 && !generator.device.isEmpty, "no line to the generator")
    }
    holds(settings.control.leaseLapse >= .milliseconds(300), "a lease that lapses at once")
    holds(settings.control.path?.hasPrefix("/") ?? true, "a socket beside the working directory")
    let texts =
      [
        settings.emergencyStopPath, settings.absoluteCapsPath, settings.electrodesFolder, settings.protocolsFolder,
        settings.calibrationFolder, settings.journalPath ?? "", settings.control.path ?? "",
        settings.generator?.device ?? "", settings.interlocksDeclaredWithout ?? "",
      ] + settings.interlocks.map(\.name)
    for text in texts {
      holds(SettingsTarget.isVisible(text, lines: true), "a text that would steer a terminal: \(text)")
    }
    for name in [settings.defaultArray, settings.defaultProtocol] {
      holds(name.map(DefinitionRules.isName) ?? true, "a default of no name")
    }
  }
}
