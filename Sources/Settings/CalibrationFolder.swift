public import SafetyKernel

/// Whether a generator may be used with what the calibration folder holds.
public enum CalibrationVerdict: Hashable, Sendable {
  /// This calibration is in force.
  case valid(CalibrationFile)
  /// There is no calibration at all, or the folder cannot be read.
  case absent(serial: String, folder: String)
  /// The newest one is too old.
  case expired(file: String, validUntil: CivilDate)
  /// All for this generator are dated after today: the clock is wrong, or the date.
  case futureDated(file: String, date: CivilDate, today: CivilDate)
  /// There are calibrations, for other generators only.
  case otherSerial(wanted: String, found: [String])
  /// The newest one corrects a channel by more than 10 %.
  case gainOutOfRange(file: String, channel: String, gainPartsPerMillion: Int64)
  /// The newest file by its name cannot be read.
  case unreadable(SettingsFailure)

  /// Why the generator may not be used, in a sentence with what to do; nil if it may.
  public var objection: String? {
    switch self {
    case .valid: nil
    case .absent(let serial, let folder):
      "generator \(serial) has no calibration in \(folder); calibrate it, or copy its file there"
    case .expired(let file, let date): "the calibration \(file) was valid until \(date); calibrate the generator anew"
    case .futureDated(let file, let date, let today):
      "the calibration \(file) is of \(date), but today is \(today); set the clock, or correct the file's date"
    case .otherSerial(let wanted, let found):
      "generator \(wanted) has no calibration, only \(found.joined(separator: ", ")) have; "
        + "calibrate it, or connect the right generator"
    case .gainOutOfRange(let file, let channel, let gain):
      "the calibration \(file) has a gain of \(GainText.text(gain)) for \(channel), more than "
        + "10 % from 1; the generator's measuring needs repair"
    case .unreadable(let failure): "a calibration cannot be read: \(failure)"
    }
  }
}

/// The folder of calibrations, `SERIAL-DATE.yaml` each.
public enum CalibrationFolder {
  /// The verdict for a generator on a day.
  ///
  /// The newest calibration of that generator not dated after today decides, and no older one stands in for it: who
  /// measured later knew more. A file of that generator that cannot be read decides by the date in its name.
  public static func verdict(for serial: DeviceSerial, on today: CivilDate, folder: String) -> CalibrationVerdict {
    let names: [String]
    do throws(SettingsFailure) {
      names = try FileReading.names(in: folder, ending: ".yaml", log: ProblemLog(file: folder))
    } catch { return .absent(serial: serial.ascii, folder: folder) }
    let dated = names.compactMap { name -> (serial: String, date: CivilDate, name: String)? in
      let stem = name.dropLast(".yaml".count)
      guard stem.count > 11, let date = CivilDate(String(stem.suffix(10))), stem.dropLast(10).last == "-" else {
        return nil
      }
      return (String(stem.dropLast(11)), date, name)
    }
    guard !dated.isEmpty else { return .absent(serial: serial.ascii, folder: folder) }
    let own = dated.filter { $0.serial == serial.ascii }
    guard let first = own.min(by: { $0.date < $1.date }) else {
      return .otherSerial(wanted: serial.ascii, found: Set(dated.map(\.serial)).sorted())
    }
    guard let newest = own.filter({ $0.date <= today }).max(by: { $0.date < $1.date }) else {
      return .futureDated(file: first.name, date: first.date, today: today)
    }
    return verdict(ofFile: newest.name, in: folder, on: today)
  }

  private static func verdict(ofFile name: String, in folder: String, on today: CivilDate) -> CalibrationVerdict {
    let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
    do throws(SettingsFailure) {
      let bytes = try FileReading.bytes(of: path, log: ProblemLog(file: path))
      let calibration = try CalibrationFile.read(bytes, file: path)
      if let (channel, gain) = calibration.channelOutOfRange {
        return .gainOutOfRange(file: name, channel: channel, gainPartsPerMillion: gain)
      }
      if calibration.validUntil < today { return .expired(file: name, validUntil: calibration.validUntil) }
      return .valid(calibration)
    } catch { return .unreadable(error) }
  }
}
