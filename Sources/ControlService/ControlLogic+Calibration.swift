import PulseDispatch
import Quantities
import SafetyKernel
import Settings

extension ControlLogic {
  /// Asks which calibration the generator has that answered.
  mutating func chooseCalibration() {
    guard let serial = calibrationSerial else { return }
    calibrationAsked = now
    effects.append(.chooseCalibration(serial))
  }

  /// Asks again from time to time, never while there is energy.
  mutating func observeCalibration() {
    guard let asked = calibrationAsked, !status.state.mode.energises else { return }
    let interval = calibrationFile == nil ? Self.calibrationRetry : Self.calibrationReview
    if let age = now.since(asked), age >= interval { chooseCalibration() }
  }

  /// Takes the calibration that was chosen for a generator.
  mutating func take(_ serial: DeviceSerial, _ verdict: CalibrationVerdict) {
    // The answer to an earlier question may come when another generator is there.
    guard let wanted = calibrationSerial, serial == wanted else { return }
    if verdict == calibrationVerdict { return }
    calibrationVerdict = verdict
    calibrationObjection = verdict.objection
    switch verdict {
    case .valid(let file):
      calibrationFile = file
      effects.append(.inbox(.calibration(serial, file.corrections)))
      log(.info, "calibration \(file.fileName) is in force")
    case .absent, .expired, .futureDated, .otherSerial, .gainOutOfRange, .unreadable:
      calibrationFile = nil
      effects.append(.inbox(.calibrationWithdrawn))
      log(.warning, verdict.objection ?? "no calibration")
    }
  }
}
