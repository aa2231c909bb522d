import Generators
public import Journal
public import PulseDispatch
import SafetyKernel
public import Settings

/// Makes the loop of a configuration: kernel, second gate, lines and driver. The same for the daemon and for virtual time.
public enum MachineBuilder {
  /// The loop, with no channel to a generator yet.
  ///
  /// - Parameters:
  ///   - caps: the second gate's, by its own reader.
  ///   - open: the train of the record whose outcome is not known.
  ///   - seed: for nonces and the link's identity.
  public static func loop(
    _ settings: DaemonSettings, caps: AbsoluteCaps, open: TrainRecord?, ends: LoopEnds, seed: UInt64
  ) -> DispatchLoop {
    let kernel = SafetyKernel(configuration: settings.kernel, openTrain: open.map(arming))
    let gate = SecondGate(
      caps: caps,
      rules: SecondGateRules(requiredLines: requiredLines(settings), telemetryStale: settings.kernel.telemetryStale))
    return DispatchLoop(
      kernel: kernel, gate: gate, lines: lineMap(settings),
      driver: .native(NativeDriver(settings: driverSettings(settings), seed: seed)), ends: ends, seed: seed)
  }

  /// The arming that a train of the record stands for.
  static func arming(_ train: TrainRecord) -> Arming {
    let intent = train.intent
    return Arming(
      nonce: intent.nonce, digest: intent.digest, serial: intent.serial, boot: intent.boot,
      counterBefore: intent.counterBefore, plannedPulses: intent.plannedPulses)
  }

  /// The raw lines that the second gate wants closed: the generator's own chain always.
  static func requiredLines(_ settings: DaemonSettings) -> UInt16 {
    settings.interlocks.filter(\.isRequired).reduce(RawLines.chain) { $0 | rawLine($1.line) }
  }

  static func lineMap(_ settings: DaemonSettings) -> LineMap {
    var map = LineMap()
    for line in InterlockSetting.Line.allCases { map.interlocks[Int(line.rawValue)] = rawLine(line) }
    switch settings.kernel.pedal {
    case .notUsed: break
    case .fires, .armsAndFires:
      map.pedalFirst = RawLines.pedalFirst
      map.pedalSecond = RawLines.pedalSecond
      map.pedalValid = RawLines.pedalValid
    }
    return map
  }

  private static func rawLine(_ line: InterlockSetting.Line) -> UInt16 {
    switch line {
    case .chain: RawLines.chain
    case .emergencyStop: RawLines.emergencyStop
    case .door: RawLines.door
    case .auxiliary: RawLines.auxiliary
    }
  }

  static func driverSettings(_ settings: DaemonSettings) -> NativeDriverSettings {
    var driver = NativeDriverSettings()
    guard let generator = settings.generator else { return driver }
    driver.serial = generator.serial
    driver.baud = Int32(clamping: generator.baud)
    driver.permitTimeToLive = generator.permitTimeToLive
    return driver
  }
}
