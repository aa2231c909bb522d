import Generators
import PulseDispatch
import SafetyKernel
import VirtualGenerator

/// What a daemon makes of a setup at its start.
extension BenchSetup {
  /// The line's speed.
  var baud: Int32 { Int32(clamping: device.baud) }

  /// A driver that chooses its link's ids by a seed.
  func driver(seed: UInt64) -> NativeDriver {
    var settings = NativeDriverSettings()
    settings.baud = baud
    settings.permitTimeToLive = permitTimeToLive
    return NativeDriver(settings: settings, seed: seed)
  }

  /// A loop with both gates, all lines wired, that chooses its nonces by a seed.
  func loop(driver: NativeDriver, ends: LoopEnds, openTrain: Arming?, seed: UInt64) -> DispatchLoop {
    var lines = LineMap()
    lines.interlocks[0] = RawLines.chain
    lines.interlocks[1] = RawLines.emergencyStop
    lines.interlocks[2] = RawLines.door
    lines.pedalFirst = RawLines.pedalFirst
    lines.pedalSecond = RawLines.pedalSecond
    lines.pedalValid = RawLines.pedalValid
    let required = RawLines.chain | RawLines.emergencyStop | RawLines.door
    let gate = SecondGate(
      caps: caps, rules: SecondGateRules(requiredLines: required, telemetryStale: kernel.telemetryStale))
    return DispatchLoop(
      kernel: SafetyKernel(configuration: kernel, openTrain: openTrain), gate: gate, lines: lines,
      driver: .native(driver), ends: ends, seed: seed)
  }
}
