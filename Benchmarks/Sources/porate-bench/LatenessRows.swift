import CRealtime
import Generators
import Glibc
import PulseDispatch
import Quantities
import SafetyKernel

/// How late the loop's thread wakes, beside cyclictest at the same interval and priority, in pairs that alternate.
enum LatenessRows {
  private static let priority: Int32 = 80

  static func measure(_ effort: Effort) -> [Row] {
    let names = ["tick lateness p99.9, 1 ms, FIFO 80", "tick lateness p50, 1 ms, FIFO 80"]
    guard Program.isOnPath("cyclictest") else {
      return names.map { .missing($0, "us", peer: "cyclictest", "cyclictest was not found: install rt-tests") }
    }
    do {
      var pairs: [(ours: Quantiles, peer: Quantiles)] = []
      for index in 0..<effort.pairs {
        // Who goes first changes, so that a machine that slowly gets busier favours nobody.
        if index % 2 == 0 {
          let ours = try loop(effort.seconds)
          pairs.append((ours, try cyclictest(effort.seconds)))
        } else {
          let peer = try cyclictest(effort.seconds)
          pairs.append((try loop(effort.seconds), peer))
        }
      }
      return zip(names, [\Quantiles.rare, \Quantiles.middle]).map { name, key in
        Row(
          name, "us", median(pairs.map { $0.ours[keyPath: key] }), peer: "cyclictest",
          median(pairs.map { $0.peer[keyPath: key] }),
          ratio: median(pairs.map { $0.ours[keyPath: key] / max(0.001, $0.peer[keyPath: key]) }))
      }
    } catch {
      return names.map { .missing($0, "us", peer: "cyclictest", "\(error)") }
    }
  }

  private struct Quantiles {
    var middle: Double
    var rare: Double

    /// Both sides are counted in the same classes, and read the same way.
    init(_ histogram: LatenessHistogram, since before: [UInt64] = []) throws {
      let counts = histogram.read().enumerated().map { index, count in
        index < before.count ? count - before[index] : count
      }
      guard let middle = Quantiles.quantile(counts, 0.5), let rare = Quantiles.quantile(counts, 0.999) else {
        throw BenchError("no tick was counted")
      }
      self.middle = middle
      self.rare = rare
    }

    /// Microseconds below which a share of the ticks was, evenly spread within a class.
    private static func quantile(_ counts: [UInt64], _ share: Double) -> Double? {
      let wanted = Double(counts.reduce(0, +)) * share
      var below = 0.0
      for (index, count) in counts.enumerated() where count > 0 {
        if below + Double(count) >= wanted {
          let low = index == 0 ? 0 : Double(LatenessHistogram.upperBound(ofClass: index - 1).nanoseconds) / 1000
          let high = Double(LatenessHistogram.upperBound(ofClass: index).nanoseconds) / 1000
          return low + (high - low) * (wanted - below) / Double(count)
        }
        below += Double(count)
      }
      return nil
    }
  }

  private static func loop(_ seconds: Int) throws -> Quantiles {
    let loop = try RunningLoop(priority: priority)
    // The first ticks run code that is not in any cache yet; the daemon has run for long when anything is armed.
    sleep(1)
    let before = loop.ends.lateness.read()
    sleep(UInt32(seconds))
    let quantiles = try Quantiles(loop.ends.lateness, since: before)
    if let path = getenv("PORATE_BENCH_CLASSES") {
      let text = "start \(before)\nthen \(loop.ends.lateness.read())\n"
      if let file = fopen(path, "a") {
        fputs(text, file)
        fclose(file)
      }
    }
    let ticks = loop.ends.signals.ticks
    guard loop.isRealtime else { throw BenchError("this user may not have realtime priority") }
    guard ticks > UInt64(seconds) * 900 else { throw BenchError("the loop did only \(ticks) ticks in \(seconds) s") }
    return quantiles
  }

  private static func cyclictest(_ seconds: Int) throws -> Quantiles {
    let ended = try Program.run([
      "cyclictest", "--mlockall", "--quiet", "--policy=fifo", "--priority=\(priority)", "--threads=1",
      "--interval=1000",
      "--duration=\(seconds)", "--histogram=100000",
    ])
    guard ended.status == 0 else { throw BenchError("cyclictest: \(ended.errors.prefix(200))") }
    let histogram = LatenessHistogram()
    defer { histogram.destroy() }
    for line in ended.output.split(separator: "\n") where line.first != "#" {
      let words = line.split(separator: " ")
      guard words.count == 2, let latency = Int32(words[0]), let count = Int(words[1]) else { continue }
      for _ in 0..<count { histogram.count(.microseconds(latency)) }
    }
    return try Quantiles(histogram)
  }
}

/// The daemon's loop on its real-time thread, on a line in memory on which nobody answers: it greets, every millisecond
/// is a tick, and each tick does all that it does in the daemon but the reading of frames.
final class RunningLoop {
  /// The loop's ends.
  let ends: LoopEnds
  private let thread: RealTimeThread
  private let channel: MemoryChannel
  private let driver: NativeDriver

  /// Starts it; a priority of 0 asks for none.
  init(priority: Int32) throws {
    ends = LoopEnds()
    channel = MemoryChannel()
    driver = NativeDriver(settings: NativeDriverSettings(), seed: 1)
    let gate = SecondGate(
      caps: AbsoluteCaps(
        maximumVoltage: .volts(1000), maximumCurrent: .amperes(34), maximumWidth: .microseconds(120),
        maximumTrainPulses: 96, window: .seconds(60), maximumWindowPulses: 300, maximumWindowEnergy: .joules(400)),
      rules: SecondGateRules(requiredLines: RawLines.chain, telemetryStale: .milliseconds(40)))
    var loop = DispatchLoop(
      kernel: SafetyKernel(configuration: KernelConfiguration(interlocks: InterlockSet(bits: 0)), openTrain: nil),
      gate: gate, lines: LineMap(), driver: .native(driver), ends: ends, seed: 2)
    loop.attach(.memory(channel), baud: 921_600, now: .nanoseconds(crealtime_clock_monotonic_ns()))
    var settings = RealTimeSettings()
    settings.priority = priority
    settings.staysAwakeWithEnergy = priority > 0
    do { thread = try RealTimeThread(loop: loop, settings: settings) } catch {
      throw BenchError("the loop's thread does not start: error \(error.code)")
    }
  }

  /// Whether the thread has realtime priority.
  var isRealtime: Bool { ends.signals.realtimeError == 0 }

  deinit {
    thread.end()
    ends.destroy()
    channel.destroy()
    driver.destroy()
  }
}
