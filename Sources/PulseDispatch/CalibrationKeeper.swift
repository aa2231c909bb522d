internal import Generators
internal import SafetyKernel

/// Which calibration the service offered, and whose is in force in the driver.
///
/// It changes only where the loop says that it may, and one generator's corrections never reach another's readings.
struct CalibrationKeeper: Sendable {
  private var offered = false
  private var serial = DeviceSerial(low: 0, high: 0)
  private var calibration = Calibration()
  /// Whether the driver was not told yet of what was offered or withdrawn last.
  private var pending = false
  private var withdrawn = false
  /// The generator whose readings the driver corrects.
  private var inForce: DeviceSerial?

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func offer(_ calibration: Calibration, for serial: DeviceSerial) {
    offered = true
    pending = true
    self.serial = serial
    self.calibration = calibration
  }

  /// From now on no calibration is valid; the corrections themselves stay until they may change.
  @_noAllocation @_noLocks
  mutating func withdraw() {
    offered = false
    pending = true
    withdrawn = true
  }

  /// The corrections that the driver must be given in this tick, or nil to leave it as it is.
  @_noAllocation @_noLocks
  mutating func settle(identity: DeviceSerial?, mayChange: Bool) -> Calibration? {
    if let inForce, let identity, !(inForce == identity) {
      // The driver dropped them when the other generator answered. Should theirs come back, they are given anew.
      self.inForce = nil
      pending = true
    }
    guard pending, mayChange else { return nil }
    guard offered else {
      pending = false
      withdrawn = false
      inForce = nil
      return Calibration()
    }
    guard let identity, identity == serial else {
      // They wait for their generator; until then there are none.
      guard let _ = inForce else { return nil }
      inForce = nil
      return Calibration()
    }
    pending = false
    withdrawn = false
    inForce = serial
    return calibration
  }

  /// Whether the calibration in force belongs to this generator.
  @_noAllocation @_noLocks
  func isValid(for identity: DeviceSerial?) -> Bool {
    guard !withdrawn, let inForce, let identity else { return false }
    return inForce == identity
  }
}
