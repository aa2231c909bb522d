public import VarlinkWire

/// `io.porate.Control`: what a console asks of porated. The `.varlink` file beside this one is its documentation.
public enum Control {
  /// The interface's name.
  public static let interface = "io.porate.Control"
  /// The definition, word for word as in the `.varlink` file.
  public static let source = text1 + text2 + text3 + text4 + text5

  /// The definition as the server needs it; throws only if the text were damaged.
  public static func definition() throws(InterfaceError) -> Interface { try Interface(parsing: source) }
}

/// `io.porate.Record`: what was planned and delivered.
public enum Record {
  /// The interface's name.
  public static let interface = "io.porate.Record"

  /// The definition as the server needs it; throws only if the text were damaged.
  public static func definition() throws(InterfaceError) -> Interface { try Interface(parsing: source) }
}

/// `io.porate.Simulator`: a simulated generator's buttons, tissue, faults and truth; served by porate-sim.
public enum Simulator {
  /// The interface's name.
  public static let interface = "io.porate.Simulator"

  /// The definition as the server needs it; throws only if the text were damaged.
  public static func definition() throws(InterfaceError) -> Interface { try Interface(parsing: source) }
}

/// A method of an interface with its types.
public protocol InterfaceMethod: SendableMetatype {
  /// What a call carries.
  associatedtype Parameters: Codable & Hashable & Sendable
  /// What a reply carries.
  associatedtype Reply: Codable & Hashable & Sendable
  /// The qualified name.
  static var name: String { get }
}

/// An error of an interface with its parameters.
public protocol Complaint: Codable, Error, Hashable, Sendable {
  /// The qualified name.
  static var name: String { get }
}
