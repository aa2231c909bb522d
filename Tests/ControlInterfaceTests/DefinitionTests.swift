import ControlInterface
import Foundation
import Testing
import VarlinkWire

@Suite struct DefinitionTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/ControlInterface")

  @Test(arguments: [
    (Control.interface, Control.source), (Record.interface, Record.source), (Simulator.interface, Simulator.source),
  ])
  func `the text in the program is the file's`(name: String, text: String) throws {
    let file = try String(contentsOf: Self.folder.appending(path: "\(name).varlink"), encoding: .utf8)
    #expect(text == file)
  }

  @Test(arguments: [
    (Control.interface, Control.source), (Record.interface, Record.source), (Simulator.interface, Simulator.source),
  ])
  func `each definition parses under its name, and every member is documented`(name: String, text: String) throws {
    let interface = try Interface(parsing: text)
    #expect(interface.name == name)
    #expect(!interface.documentation.isEmpty)
    for member in interface.members {
      let documentation =
        switch member {
        case .type(let type): type.documentation
        case .method(let method): method.documentation
        case .error(let error): error.documentation
        }
      #expect(!documentation.isEmpty, "\(name).\(member.name) has no comment")
    }
  }

  @Test func `each definition fits one varlink message with room`() throws {
    for text in [Control.source, Record.source, Simulator.source] {
      let message = try ReplyMessage(parameters: ["description": .string(text)]).encoded()
      #expect(message.count < FrameDecoder.defaultMaximumBytes)
    }
  }
}
