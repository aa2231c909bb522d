internal import VarlinkWire

/// Decides from a service's definition what becomes of a call; knows no sockets.
struct ServiceRouter: Sendable {
  struct MethodEntry: Sendable {
    let interface: Interface
    let method: Interface.Method
    let isUrgent: Bool
  }

  enum Route {
    /// The server itself answers with this message.
    case answer([UInt8])
    /// The program is to answer.
    case handOver(MethodEntry)
  }

  private let interfaces: [String: Interface]
  private let methods: [String: MethodEntry]
  /// GetInfo never changes, so its reply is encoded once: it is the call that clients probe with.
  private let information: [UInt8]
  private let descriptions: [String: [UInt8]]
  private let maximumBytes: Int

  private static let getInfo = "\(ServiceInterface.name).GetInfo"
  private static let getDescription = "\(ServiceInterface.name).GetInterfaceDescription"

  init(_ service: ServiceDefinition) throws(ListenError) {
    guard let own = try? Interface(parsing: ServiceInterface.source) else {
      throw .descriptionTooLong(interface: ServiceInterface.name)
    }
    var interfaces = [own.name: own]
    var methods: [String: MethodEntry] = [:]
    var descriptions: [String: [UInt8]] = [:]
    for interface in [own] + service.interfaces {
      interfaces[interface.name] = interface
      for method in interface.methods.values {
        let name = "\(interface.name).\(method.name)"
        methods[name] = MethodEntry(
          interface: interface, method: method, isUrgent: service.urgentMethods.contains(name))
      }
      let reply = ReplyMessage(parameters: ["description": .string(interface.source)])
      guard let bytes = try? reply.encoded(), bytes.count <= service.limits.messageBytes &+ 1 else {
        throw .descriptionTooLong(interface: interface.name)
      }
      descriptions[interface.name] = bytes
    }
    let names = [own.name] + service.interfaces.map(\.name)
    let information = ReplyMessage(parameters: [
      "vendor": .string(service.vendor), "product": .string(service.product), "version": .string(service.version),
      "url": .string(service.url), "interfaces": .array(names.map { .string($0) }),
    ])
    guard let bytes = try? information.encoded(), bytes.count <= service.limits.messageBytes &+ 1 else {
      throw .descriptionTooLong(interface: own.name)
    }
    self.information = bytes
    self.interfaces = interfaces
    self.methods = methods
    self.descriptions = descriptions
    maximumBytes = service.limits.messageBytes
  }

  func route(_ call: CallMessage) -> Route {
    guard let entry = methods[call.method] else { return .answer(refusalOfUnknown(call.method)) }
    // No method of ours changes the protocol; one reply cannot be both streamed and left out.
    if call.upgrade { return .answer(invalidParameter("upgrade")) }
    if call.oneway && call.more { return .answer(invalidParameter("oneway")) }
    if let fault = entry.interface.fault(in: call.parameters, of: entry.method.parameters) {
      return .answer(invalidParameter(fault.path))
    }
    guard entry.interface.name == ServiceInterface.name else { return .handOver(entry) }
    switch call.method {
    case ServiceRouter.getInfo: return .answer(information)
    case ServiceRouter.getDescription:
      let name = call.parameters["interface"]?.text ?? ""
      return .answer(descriptions[name] ?? refusal("InterfaceNotFound", ["interface": .string(name)]))
    case _: return .answer(refusal("MethodNotImplemented", ["method": .string(call.method)]))
    }
  }

  /// The reply as a message, after the checks that keep a mistake of the program from the client.
  func encoded(_ reply: ReplyMessage, to entry: MethodEntry?) throws(ReplyRefusal) -> [UInt8] {
    if let error = reply.error {
      guard let (interfaceName, name) = CallMessage.split(error), let interface = interfaces[interfaceName],
        let definition = interface.errors[name]
      else { throw .undeclaredError(error) }
      if let fault = interface.fault(in: reply.parameters, of: definition.parameters) { throw .notInInterface(fault) }
    } else if let entry, let fault = entry.interface.fault(in: reply.parameters, of: entry.method.result) {
      throw .notInInterface(fault)
    }
    let bytes: [UInt8]
    do {
      bytes = try reply.encoded()
    } catch {
      throw .notEncodable(error.description)
    }
    guard bytes.count <= maximumBytes &+ 1 else { throw .tooLong(bytes: bytes.count &- 1) }
    return bytes
  }

  private func refusalOfUnknown(_ method: String) -> [UInt8] {
    guard let (interfaceName, _) = CallMessage.split(method), interfaces[interfaceName] != nil else {
      let name = CallMessage.split(method)?.interface ?? method
      return refusal("InterfaceNotFound", ["interface": .string(name)])
    }
    return refusal("MethodNotFound", ["method": .string(method)])
  }

  func invalidParameter(_ path: String) -> [UInt8] { refusal("InvalidParameter", ["parameter": .string(path)]) }

  /// The client's own words come back in some refusals: where they would not fit a message, they are left out.
  private func refusal(_ error: String, _ parameters: [String: JSONValue]) -> [UInt8] {
    let name = "\(ServiceInterface.name).\(error)"
    if let bytes = try? ReplyMessage(parameters: parameters, error: name).encoded(), bytes.count <= maximumBytes {
      return bytes
    }
    let shortened = parameters.mapValues { _ in JSONValue.string("(too long to repeat)") }
    return (try? ReplyMessage(parameters: shortened, error: name).encoded()) ?? []
  }
}
