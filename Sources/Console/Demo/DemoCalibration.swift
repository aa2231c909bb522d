import FoundationEssentials
import Glibc
internal import Quantities
internal import SafetyKernel
internal import Settings

/// The simulator's calibration: it knows its channels' errors, so nobody has to measure them.
enum DemoCalibration {
  /// `channels.json` of the simulator's folder: true reading = raw reading × factor / 10⁶ + offset.
  struct Channels: Decodable {
    struct Correction: Decodable {
      var factor: Int64
      var offset: Int64

      private enum CodingKeys: String, CodingKey {
        case factor = "factor_ppm"
        case offset
      }
    }

    var serial: String
    var bankA: Correction
    var bankB: Correction
    var pulseVoltage: Correction
    var pulseCurrent: Correction
    var width: Correction
  }

  /// Writes SERIAL-DATE.yaml, dated today, into a folder.
  static func write(channels text: String, toFolder folder: String) throws {
    let channels = try JSONDecoder().decode(Channels.self, from: Data(text.utf8))
    guard let serial = DeviceSerial(ascii: channels.serial), let today = CivilDate(secondsSince1970: Int64(time(nil))),
      let end = today.adding(years: 1)
    else {
      throw ConsoleError(.failed, "calibration", "the simulator's serial number or today's date makes no file name")
    }
    func voltage(_ channel: Channels.Correction) -> CalibrationFile.VoltageChannel {
      .init(gainPartsPerMillion: channel.factor, offset: .millivolts(channel.offset))
    }
    let calibration = CalibrationFile(
      serial: serial, date: today, validUntil: end, technician: "porate demo",
      instrument: "none: the simulator knows its errors", bankA: voltage(channels.bankA),
      bankB: voltage(channels.bankB), pulseVoltage: voltage(channels.pulseVoltage),
      pulseCurrent: .init(
        gainPartsPerMillion: channels.pulseCurrent.factor, offset: .milliamperes(channels.pulseCurrent.offset)),
      widthOffset: .nanoseconds(channels.width.offset))
    do { try calibration.write(toFolder: folder) } catch {
      throw ConsoleError(.failed, "calibration", error.description)
    }
  }
}
