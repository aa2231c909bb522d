public import ControlInterface
import FoundationEssentials

/// The truth log of a simulator's folder, also of one that runs no more.
public enum TruthFile {
  /// The longest file that is read: a million events are about 200 MB, and a day of trains is far below.
  public static let maximumBytes = 512 << 20

  /// All events of the folder, oldest first. A last line that a power cut tore is left out.
  ///
  /// Throws ``SimulatorFailure``.
  public static func read(folder: String) throws -> [Simulator.Truth] {
    let path = folder + "/truth.jsonl"
    guard let file = FileManager.default.contents(atPath: path) else {
      throw SimulatorFailure.system(what: "read", path: path, errno: 2)
    }
    guard file.count <= maximumBytes else { throw SimulatorFailure.damaged(path: path, why: "it is too long") }
    let decoder = JSONDecoder()
    var events: [Simulator.Truth] = []
    let lines = file.split(separator: UInt8(ascii: "\n"))
    for (index, line) in lines.enumerated() {
      do {
        events.append(try decoder.decode(Simulator.Truth.self, from: Data(line)))
      } catch {
        guard index == lines.count - 1, file.last != UInt8(ascii: "\n") else {
          throw SimulatorFailure.damaged(path: path, why: "line \(index + 1) is no event")
        }
      }
    }
    return events
  }
}
