/// Why a text is no interface definition, and where.
public struct InterfaceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column in bytes, from 1.
  public let column: Int
  /// What was expected or is wrong, without a final stop.
  public let reason: String

  /// `line:column: reason`.
  public var description: String { "\(line):\(column): \(reason)" }
}
