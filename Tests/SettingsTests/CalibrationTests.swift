import Quantities
import SafetyKernel
import Settings
import Testing

@Suite struct CalibrationTests {
  private func sample(
    _ serial: String = "SIM-0001", _ date: String = "2026-11-23", until: String = "2027-11-22", gain: Int64 = 1_032_100
  ) throws -> CalibrationFile {
    CalibrationFile(
      serial: try #require(DeviceSerial(ascii: serial)), date: try #require(CivilDate(date)),
      validUntil: try #require(CivilDate(until)), technician: "A. Person \"the first\"",
      instrument: "Divider # 17: \\ µ",
      bankA: .init(gainPartsPerMillion: gain, offset: .millivolts(500)),
      bankB: .init(gainPartsPerMillion: 980_000, offset: .millivolts(-1250)),
      pulseVoltage: .init(gainPartsPerMillion: 1_000_000, offset: .zero),
      pulseCurrent: .init(gainPartsPerMillion: 1_002_003, offset: .milliamperes(-20)),
      widthOffset: .nanoseconds(-12))
  }

  private func verdict(
    _ folder: Folder, _ serial: String = "SIM-0001", on today: String = "2026-12-01"
  ) throws -> CalibrationVerdict {
    CalibrationFolder.verdict(
      for: try #require(DeviceSerial(ascii: serial)), on: try #require(CivilDate(today)), folder: folder.path)
  }

  @Test func `a file is read to the last digit`() throws {
    let read = try CalibrationFile.read(Array(Documents.calibration.utf8), file: "x/SIM-0001-2026-11-23.yaml")
    #expect(read.bankA == .init(gainPartsPerMillion: 1_032_100, offset: .millivolts(500)))
    #expect(read.bankB == .init(gainPartsPerMillion: 980_000, offset: .millivolts(-1250)))
    #expect(read.pulseVoltage == .init(gainPartsPerMillion: 1_000_000, offset: .zero))
    #expect(read.pulseCurrent == .init(gainPartsPerMillion: 1_002_003, offset: .milliamperes(-20)))
    #expect(read.widthOffset == .nanoseconds(-12))
    #expect(read.serial.ascii == "SIM-0001")
    #expect(read.validUntil.description == "2027-11-22")
  }

  @Test func `what is written is read again equal, and nothing else lies in the folder`() throws {
    let folder = try Folder()
    let calibration = try sample()
    let path = try calibration.write(toFolder: folder.path)
    #expect(folder.names() == ["SIM-0001-2026-11-23.yaml"])
    #expect(try CalibrationFile.read(Shipped.bytes(path), file: path) == calibration)
    var changed = calibration
    changed.bankA.gainPartsPerMillion = 1
    #expect(changed.digest != calibration.digest)
    try changed.write(toFolder: folder.path)
    #expect(try CalibrationFile.read(Shipped.bytes(path), file: path) == changed)
  }

  @Test func `what the reader would refuse is not written`() throws {
    let folder = try Folder()
    var calibration = try sample()
    calibration.bankA.offset = .volts(400)
    #expect(throws: SettingsFailure.self) { try calibration.write(toFolder: folder.path) }
    #expect(folder.names().isEmpty)
    #expect(throws: SettingsFailure.self) { try sample().write(toFolder: folder.path + "/missing") }
  }

  @Test func `the newest calibration that is not of the future is in force`() throws {
    let folder = try Folder()
    try sample("SIM-0001", "2026-01-05").write(toFolder: folder.path)
    try sample("SIM-0001", "2026-11-23").write(toFolder: folder.path)
    try sample("SIM-0001", "2026-12-24").write(toFolder: folder.path)
    try sample("SIM-0002", "2026-11-30").write(toFolder: folder.path)
    #expect(try verdict(folder) == .valid(sample("SIM-0001", "2026-11-23")))
    #expect(try verdict(folder, on: "2026-11-22") == .valid(sample("SIM-0001", "2026-01-05")))
    #expect(try verdict(folder, on: "2027-11-22") == .valid(sample("SIM-0001", "2026-12-24")))
    #expect(try verdict(folder).objection == nil)
  }

  @Test func `each reason not to use a generator has a sentence`() throws {
    let folder = try Folder()
    let absent = try #require(try verdict(folder).objection)
    #expect(absent.hasPrefix("generator SIM-0001 has no calibration in /tmp/"))
    try sample("SIM-0002").write(toFolder: folder.path)
    try #expect(
      verdict(folder).objection
        == "generator SIM-0001 has no calibration, only SIM-0002 have; calibrate it, or connect the right generator")
    try sample().write(toFolder: folder.path)
    try #expect(
      verdict(folder, on: "2027-11-23").objection
        == "the calibration SIM-0001-2026-11-23.yaml was valid until 2027-11-22; calibrate the generator anew")
    try #expect(
      verdict(folder, on: "2026-11-22").objection
        == "the calibration SIM-0001-2026-11-23.yaml is of 2026-11-23, but today is 2026-11-22; set the clock, or "
        + "correct the file's date")
    let missing = CalibrationFolder.verdict(
      for: try sample().serial, on: try sample().date, folder: folder.path + "/missing")
    #expect(missing == .absent(serial: "SIM-0001", folder: folder.path + "/missing"))
  }

  @Test(arguments: [(1_100_000, true), (1_100_001, false), (900_000, true), (899_999, false)] as [(Int64, Bool)])
  func `a gain of more than 10 percent is a defect, not a calibration`(gain: Int64, isGood: Bool) throws {
    let folder = try Folder()
    try sample(gain: gain).write(toFolder: folder.path)
    let found = try verdict(folder)
    if isGood {
      #expect(found.objection == nil)
    } else {
      #expect(
        found == .gainOutOfRange(file: "SIM-0001-2026-11-23.yaml", channel: "bank_a", gainPartsPerMillion: gain))
      #expect(found.objection?.contains("for bank_a, more than 10 % from 1") == true)
    }
  }

  @Test func `no older file stands in for a newer one that is bad`() throws {
    let folder = try Folder()
    try sample("SIM-0001", "2026-01-05").write(toFolder: folder.path)
    try sample("SIM-0001", "2026-11-23", gain: 1_200_000).write(toFolder: folder.path)
    #expect(try verdict(folder).objection?.contains("more than 10 %") == true)
    try folder.write("schema: 1\nserial: SIM-0001\n", to: "SIM-0001-2026-11-30.yaml")
    guard case .unreadable(let failure) = try verdict(folder) else {
      Issue.record("a broken file was passed over")
      return
    }
    #expect(failure.problems.first?.message == "`date` is missing from the file")
  }

  @Test func `days are those of the calendar`() {
    #expect(CivilDate("2024-02-29") != nil)
    for text in ["2023-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-1-01", "2026-04-31", "1999-12-31", ""] {
      #expect(CivilDate(text) == nil, "\(text)")
    }
    #expect(CivilDate(secondsSince1970: 951_782_400)?.description == "2000-02-29")
    #expect(CivilDate(secondsSince1970: 1_795_478_399)?.description == "2026-11-23")
    #expect(CivilDate(secondsSince1970: 1_795_478_400)?.description == "2026-11-24")
    #expect(CivilDate(secondsSince1970: .max) == nil)
    #expect(CivilDate(secondsSince1970: .min) == nil)
    #expect(CivilDate("2024-02-29")?.adding(years: 1)?.description == "2025-02-28")
  }
}
