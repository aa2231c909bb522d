internal import ControlInterface
public import Quantities

/// What a person asks for on the command line.
public struct PlanWish: Hashable, Sendable {
  /// The electrode array's name.
  public var array: String
  /// The protocol's name.
  public var protocolName: String
  /// The gap that the array is set to.
  public var gap: Distance?
  /// A voltage instead of the protocol's.
  public var voltage: Voltage?
  /// A name for the lesion or spot.
  public var site: String?

  /// All of it.
  public init(
    array: String, protocolName: String, gap: Distance? = nil, voltage: Voltage? = nil, site: String? = nil
  ) {
    self.array = array
    self.protocolName = protocolName
    self.gap = gap
    self.voltage = voltage
    self.site = site
  }

  func wire(acceptLowered: Bool?) -> Control.Plan {
    Control.Plan(
      array: array, protocolName: protocolName, gap: gap, voltage: voltage, site: site, acceptLowered: acceptLowered)
  }
}
