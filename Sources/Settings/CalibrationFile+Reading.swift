import Quantities
import SafetyKernel

extension CalibrationFile {
  /// Reads a calibration from a file's bytes.
  ///
  /// - Parameter file: its path; the last part must be the name that serial number and date make.
  public static func read(_ bytes: [UInt8], file: String) throws(SettingsFailure) -> CalibrationFile {
    let log = ProblemLog(file: file)
    let root = try YamlDocument.root(bytes, log: log)
    root.readSchema()
    // The placeholders stand in after a problem, and then nothing is returned.
    guard let someDay = CivilDate(year: 2000, month: 1, day: 1) else { throw log.failure(.start, "no calendar", "") }
    let none = VoltageChannel(gainPartsPerMillion: 0, offset: .zero)
    let serial = root.required("serial", or: DeviceSerial(low: 0, high: 0)) { SerialReader.read($0) }
    let date = root.required("date", or: someDay) { $0.date() }
    let validUntil = root.required("valid_until", or: someDay) { $0.date() }
    let technician = root.required("technician", or: "") { $0.text() }
    let instrument = root.required("instrument", or: "") { $0.text() }
    var calibration = CalibrationFile(
      serial: serial, date: date, validUntil: validUntil, technician: technician, instrument: instrument,
      bankA: none, bankB: none, pulseVoltage: none,
      pulseCurrent: CurrentChannel(gainPartsPerMillion: 0, offset: .zero), widthOffset: .zero)
    root.required("channels", or: ()) { value -> Void? in
      guard let channels = value.section() else { return nil }
      calibration.bankA = channels.required("bank_a", or: none, voltageChannel)
      calibration.bankB = channels.required("bank_b", or: none, voltageChannel)
      calibration.pulseVoltage = channels.required("pulse_voltage", or: none, voltageChannel)
      calibration.pulseCurrent = channels.required("pulse_current", or: calibration.pulseCurrent, currentChannel)
      channels.finish()
      return ()
    }
    calibration.widthOffset = root.required("width_offset", or: .zero) { value in
      value.signedTime(in: allowedWidthOffsets)
    }
    root.finish()
    if root.has("date"), root.has("valid_until"), validUntil < date {
      log.add(root.place(of: "valid_until"), "`valid_until` is before `date`", "correct one of them")
    }
    try log.check()
    let name = file.split(separator: "/").last.map(String.init) ?? file
    if name != calibration.fileName {
      throw log.failure(
        root.place(of: "serial"), "serial number and date do not belong to this file's name",
        "name it `\(calibration.fileName)`, or correct them")
    }
    return calibration
  }

  private static func voltageChannel(_ value: Value) -> VoltageChannel? {
    guard let section = value.section() else { return nil }
    let gain = section.required("gain", or: 0, gain)
    let offset = section.required("offset", or: .zero) { $0.voltage(in: allowedVoltageOffsets) }
    section.finish()
    return VoltageChannel(gainPartsPerMillion: gain, offset: offset)
  }

  private static func currentChannel(_ value: Value) -> CurrentChannel? {
    guard let section = value.section() else { return nil }
    let gain = section.required("gain", or: 0, gain)
    let offset = section.required("offset", or: .zero) { $0.current(in: allowedCurrentOffsets) }
    section.finish()
    return CurrentChannel(gainPartsPerMillion: gain, offset: offset)
  }

  private static func gain(_ value: Value) -> Int64? {
    guard let text = value.scalar() else { return nil }
    guard let gain = GainText.partsPerMillion(text), gain > 0 else {
      value.problem("`\(shown(text))` is not a gain", "a factor with at most six decimals, as `1.0321`")
      return nil
    }
    return gain
  }
}
