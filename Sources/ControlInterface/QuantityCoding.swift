public import Quantities

// Quantities as they travel: whole numbers of the unit that stands at the end of the field's name.

extension Voltage: Codable {
  /// From mV.
  public init(from decoder: any Decoder) throws { self = .millivolts(try Int64(from: decoder)) }
  /// In mV.
  public func encode(to encoder: any Encoder) throws { try millivolts.encode(to: encoder) }
}

extension Current: Codable {
  /// From mA.
  public init(from decoder: any Decoder) throws { self = .milliamperes(try Int64(from: decoder)) }
  /// In mA.
  public func encode(to encoder: any Encoder) throws { try milliamperes.encode(to: encoder) }
}

extension Resistance: Codable {
  /// From mΩ.
  public init(from decoder: any Decoder) throws { self = .milliohms(try Int64(from: decoder)) }
  /// In mΩ.
  public func encode(to encoder: any Encoder) throws { try milliohms.encode(to: encoder) }
}

extension Distance: Codable {
  /// From µm.
  public init(from decoder: any Decoder) throws { self = .micrometres(try Int64(from: decoder)) }
  /// In µm.
  public func encode(to encoder: any Encoder) throws { try micrometres.encode(to: encoder) }
}

extension FieldStrength: Codable {
  /// From V/m.
  public init(from decoder: any Decoder) throws { self = .voltsPerMetre(try Int64(from: decoder)) }
  /// In V/m.
  public func encode(to encoder: any Encoder) throws { try voltsPerMetre.encode(to: encoder) }
}

extension Energy: Codable {
  /// From µJ.
  public init(from decoder: any Decoder) throws { self = .microjoules(try Int64(from: decoder)) }
  /// In µJ.
  public func encode(to encoder: any Encoder) throws { try microjoules.encode(to: encoder) }
}

extension TimeSpan: Codable {
  /// From ns.
  public init(from decoder: any Decoder) throws { self = .nanoseconds(try Int64(from: decoder)) }
  /// In ns.
  public func encode(to encoder: any Encoder) throws { try nanoseconds.encode(to: encoder) }
}
