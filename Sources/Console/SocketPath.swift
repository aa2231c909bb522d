import Glibc

/// Which socket porated serves.
public enum SocketPath {
  /// Where a service has it.
  public static let ofService = "/run/porate/control"

  /// `--socket`, else PORATE_SOCKET, else the service's, else that of a person at a desk where only that one exists.
  public static func chosen(option: String?, environment: [String: String]) -> String {
    if let option { return option }
    if let named = environment["PORATE_SOCKET"], !named.isEmpty { return named }
    if access(ofService, F_OK) != 0, let folder = environment["XDG_RUNTIME_DIR"], !folder.isEmpty,
      access("\(folder)/porate/control", F_OK) == 0
    {
      return "\(folder)/porate/control"
    }
    return ofService
  }
}

/// What every command needs: whom to talk to, and how to show it.
public struct ConsoleSetting: Sendable {
  /// The path of porated's socket.
  public var socket: String
  /// One JSON object on standard output instead of text.
  public var isJSON: Bool
  /// Colours of the result.
  public var style: Style
  /// Where to write.
  public var output: Output
  /// The environment.
  public var environment: [String: String]

  /// All of it.
  public init(
    socket: String, isJSON: Bool = false, style: Style = .plain, output: Output = Output(),
    environment: [String: String] = [:]
  ) {
    self.socket = socket
    self.isJSON = isJSON
    self.style = style
    self.output = output
    self.environment = environment
  }
}
