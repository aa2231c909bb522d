import Generators
import Quantities
import Settings

extension CalibrationFile {
  /// The corrections as the driver applies them: its gain is what a channel reads too little, so one less than the file's
  /// factor.
  var corrections: Calibration {
    func gain(_ factor: Int64) -> Proportion {
      let (difference, overflow) = factor.subtractingReportingOverflow(1_000_000)
      // Beyond ±10 % the loop refuses it; an overflow is far beyond.
      return .partsPerMillion(overflow ? .max : difference)
    }
    var calibration = Calibration()
    calibration.bankA = ChannelCorrection(gain: gain(bankA.gainPartsPerMillion), offset: bankA.offset.millivolts)
    calibration.bankB = ChannelCorrection(gain: gain(bankB.gainPartsPerMillion), offset: bankB.offset.millivolts)
    calibration.pulseVoltage = ChannelCorrection(
      gain: gain(pulseVoltage.gainPartsPerMillion), offset: pulseVoltage.offset.millivolts)
    calibration.pulseCurrent = ChannelCorrection(
      gain: gain(pulseCurrent.gainPartsPerMillion), offset: pulseCurrent.offset.milliamperes)
    calibration.width = ChannelCorrection(gain: .zero, offset: widthOffset.nanoseconds)
    return calibration
  }
}
