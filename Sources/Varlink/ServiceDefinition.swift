public import VarlinkWire

/// What a service is, what it offers and how much it lets a client ask of it.
public struct ServiceDefinition: Sendable {
  /// Who made it; part of GetInfo.
  public var vendor: String
  /// Its name; part of GetInfo.
  public var product: String
  /// Its version; part of GetInfo.
  public var version: String
  /// Where to read about it; part of GetInfo.
  public var url: String
  /// The interfaces beside `org.varlink.service`.
  public var interfaces: [Interface]
  /// Qualified methods that are handed over when they are parsed, ahead of unfinished calls.
  public var urgentMethods: Set<String>
  /// The bounds on clients.
  public var limits: ServerLimits

  /// A service with the default bounds.
  public init(
    vendor: String, product: String, version: String, url: String, interfaces: [Interface],
    urgentMethods: Set<String> = [], limits: ServerLimits = ServerLimits()
  ) {
    self.vendor = vendor
    self.product = product
    self.version = version
    self.url = url
    self.interfaces = interfaces
    self.urgentMethods = urgentMethods
    self.limits = limits
  }
}

/// The bounds on what clients can make a server hold.
public struct ServerLimits: Equatable, Sendable {
  /// The longest message in either direction, in bytes without the NUL; a longer one closes its connection.
  public var messageBytes = FrameDecoder.defaultMaximumBytes
  /// Calls of one connection that were read and are not finished; one more closes it.
  public var pendingCalls = 64
  /// Bytes of such calls together: four of the longest messages.
  public var pendingCallBytes = 4 * FrameDecoder.defaultMaximumBytes
  /// Bytes of replies that one connection has not taken yet; more, and the slow reader is dropped.
  public var unreadReplyBytes = 1_048_576
  /// Open connections. Over it an idle one makes room: of the user with most connections one that never called, else
  /// the one silent for longest; with none idle the new one is closed.
  public var connections = 256

  /// The default bounds.
  public init() {}
}

/// The interface that every varlink service offers.
public enum ServiceInterface {
  /// Its name.
  public static let name = "org.varlink.service"

  /// Its definition, word for word that of the varlink project.
  public static let source = """
    # The Varlink Service Interface is provided by every varlink service. It
    # describes the service and the interfaces it implements.
    interface org.varlink.service

    # Get a list of all the interfaces a service provides and information
    # about the implementation.
    method GetInfo() -> (
      vendor: string,
      product: string,
      version: string,
      url: string,
      interfaces: []string
    )

    # Get the description of an interface that is implemented by this service.
    method GetInterfaceDescription(interface: string) -> (description: string)

    # The requested interface was not found.
    error InterfaceNotFound (interface: string)

    # The requested method was not found
    error MethodNotFound (method: string)

    # The interface defines the requested method, but the service does not
    # implement it.
    error MethodNotImplemented (method: string)

    # One of the passed parameters is invalid.
    error InvalidParameter (parameter: string)

    """
}
