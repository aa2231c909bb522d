import GeneratorLink
import Generators

extension ScriptedGenerator {
  /// Sends a frame's bytes as they are.
  func send(_ frame: FrameBytes) {
    for index in 0..<frame.count {
      if let byte = spoil(frame.byte(at: index)) { _ = channel.toHost.put(byte) }
    }
  }

  /// How many of the messages so far are of this kind.
  func count(_ matches: (HostMessage) -> Bool) -> Int { log.count { matches($0.message) } }
}
