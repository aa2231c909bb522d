import Testing
import Varlink
import VarlinkWire

@testable import ControlInterface

/// Every Swift type of a method or error against the definition: keys, types, what is optional.
@Suite struct TypeTests {
  private static let methods: [any InterfaceMethod.Type] = [
    Control.GetInfo.self, Control.GetState.self, Control.Monitor.self, Control.AcquireControl.self,
    Control.RenewControl.self, Control.Prepare.self, Control.Arm.self, Control.Fire.self, Control.Disarm.self,
    Control.Stop.self, Control.AcknowledgeFault.self, Control.ResolveTrain.self, Control.SelfTest.self,
    Control.GetDiagnostics.self, Control.ListElectrodes.self, Control.ListProtocols.self, Record.GetTrain.self,
    Record.ListTrains.self, Simulator.Press.self, Simulator.Release.self, Simulator.Set.self, Simulator.Inject.self,
    Simulator.ClearFaults.self, Simulator.GetTruth.self, Simulator.GetState.self,
  ]

  private static let complaints: [any Complaint.Type] = ControlClientError.complaints

  private static func definitions() throws -> [String: Interface] {
    [
      Control.interface: try Control.definition(), Record.interface: try Record.definition(),
      Simulator.interface: try Simulator.definition(),
    ]
  }

  @Test func `the types of each method agree with the definition`() throws {
    var seen: Set<String> = []
    func check<Method: InterfaceMethod>(_ method: Method.Type) throws {
      let (name, member) = try #require(CallMessage.split(Method.name))
      let interface = try #require(try Self.definitions()[name])
      let definition = try #require(interface.methods[member], "\(Method.name)")
      let parameters = interface.disagreements(roundTripping: Method.Parameters.self, with: definition.parameters)
      #expect(parameters.isEmpty, "\(Method.name): \(parameters.joined(separator: "\n"))")
      let reply = interface.disagreements(roundTripping: Method.Reply.self, with: definition.result)
      #expect(reply.isEmpty, "\(Method.name): \(reply.joined(separator: "\n"))")
      seen.insert(Method.name)
    }
    for method in Self.methods { try check(method) }
    let all = try Self.definitions().flatMap { name, interface in interface.methods.keys.map { "\(name).\($0)" } }
    #expect(seen == Set(all))
  }

  @Test func `the types of each error agree with the definition`() throws {
    var seen: Set<String> = []
    func check<Value: Complaint>(_ type: Value.Type) throws {
      let (name, member) = try #require(CallMessage.split(Value.name))
      let interface = try #require(try Self.definitions()[name])
      let definition = try #require(interface.errors[member], "\(Value.name)")
      let faults = interface.disagreements(roundTripping: Value.self, with: definition.parameters)
      #expect(faults.isEmpty, "\(Value.name): \(faults.joined(separator: "\n"))")
      seen.insert(Value.name)
    }
    for type in Self.complaints { try check(type) }
    let all = try Self.definitions().flatMap { name, interface in interface.errors.keys.map { "\(name).\($0)" } }
    #expect(seen == Set(all))
  }

  @Test func `an error of the service becomes its typed value, with a sentence for a person`() throws {
    let complaint = Control.TicketTooOld(allowedMilliseconds: 500, explanation: "too old", remedy: "press again")
    let members = try #require(try JSONValue(encoding: complaint).members)
    let error = ControlClientError(.failed(.init(name: Control.TicketTooOld.name, parameters: members)))
    guard case .refused(let typed) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(typed as? Control.TicketTooOld == complaint)
    #expect(error.description == "too old; press again")
  }

  @Test func `every error of the service has words`() throws {
    for type in Self.complaints {
      func words<Value: Complaint>(_ type: Value.Type) throws -> String {
        let (name, member) = try #require(CallMessage.split(Value.name))
        let interface = try #require(try Self.definitions()[name])
        let definition = try #require(interface.errors[member])
        let sample = try #require(interface.samples(of: definition.parameters).first)
        return try JSONValue.object(sample).decoded(as: Value.self).sentence
      }
      let sentence = try words(type)
      #expect(!sentence.isEmpty && !sentence.contains("io.porate"), "\(type): \(sentence)")
    }
  }
}
