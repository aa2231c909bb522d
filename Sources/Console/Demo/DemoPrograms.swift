import FoundationEssentials
import Glibc

/// Where the programs and the shipped configuration of a demonstration are.
struct DemoPrograms {
  var own: String
  var daemon: String
  var simulator: String
  var configuration: String

  /// Finds the programs beside this one, and the configuration by PORATE_CONFIG_DIR, above this program's folder (a
  /// checkout), or where a package puts it.
  static func find(_ environment: [String: String]) throws -> DemoPrograms {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return -1 }
      return readlink("/proc/self/exe", start, bytes.count)
    }
    guard count > 0, count < buffer.count else {
      throw ConsoleError(.failed, "programs", "this program cannot find its own file in /proc/self/exe")
    }
    let own = String(decoding: buffer.prefix(count), as: UTF8.self)
    let folder = parent(own)
    let (daemon, simulator) = ("\(folder)/porated", "\(folder)/porate-sim")
    for program in [daemon, simulator] where access(program, X_OK) != 0 {
      throw ConsoleError(
        .failed, "programs", "there is no program \(program)",
        remedy: "build it: swift build --product \(name(program))")
    }
    return DemoPrograms(
      own: own, daemon: daemon, simulator: simulator, configuration: try configuration(environment, folder))
  }

  /// Folders above the program that are looked at for a checkout: `.build/TRIPLE/release` is three deep.
  private static let levels = 4

  private static func configuration(_ environment: [String: String], _ folder: String) throws -> String {
    if let named = environment["PORATE_CONFIG_DIR"], !named.isEmpty { return named }
    var candidates: [String] = []
    var above = folder
    for _ in 0..<levels {
      above = parent(above)
      candidates.append("\(above)/config")
    }
    candidates.append("/usr/share/porate")
    guard let found = candidates.first(where: { access("\($0)/porated.yaml", R_OK) == 0 }) else {
      throw ConsoleError(
        .failed, "configuration", "the shipped configuration is neither above \(folder) nor in /usr/share/porate",
        remedy: "name its folder with PORATE_CONFIG_DIR")
    }
    return found
  }

  private static func parent(_ path: String) -> String {
    let parts = path.split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/")
  }

  private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
