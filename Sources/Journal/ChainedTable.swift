/// A table whose rows hang in the chain: `seq` and `hash` come first, then these columns.
///
/// The order of columns is part of the hash. A later schema appends columns, which read as NULL in older rows and so
/// leave their hashes as they were.
public enum ChainedTable: String, Hashable, Sendable, CaseIterable {
  /// Intents.
  case trains
  /// Words on trains' ends.
  case outcomes
  /// Pulses.
  case pulses
  /// Waveforms of pulses.
  case waveforms
  /// Everything else.
  case events

  /// The columns after `seq` and `hash`.
  var columns: [String] {
    switch self {
    case .trains:
      [
        "id", "nonce", "digest", "plan", "kind", "array", "protocol", "serial", "boot", "counter_before",
        "planned_pulses", "simulated", "configuration", "calibration", "build", "operator_uid", "voltages_mV", "detail",
        "wall_us", "monotonic_ns",
      ]
    case .outcomes:
      [
        "train", "outcome", "pulses", "cause", "counter_after", "settled_by", "uid", "reason", "wall_us",
        "monotonic_ns",
      ]
    case .pulses:
      ["train", "pulse", "step", "start_us", "width_ns", "voltage_mV", "current_mA", "peak_mA", "cut", "verdict"]
    case .waveforms:
      [
        "train", "pulse", "first_sample_ns", "interval_ns", "voltage_uV_per_count", "current_uA_per_count",
        "voltage_offset_mV", "current_offset_mA", "coding", "samples",
      ]
    case .events: ["kind", "train", "body", "wall_us", "monotonic_ns"]
    }
  }

  /// The statement that appends a row.
  var insertSQL: String { statements.insert }

  /// The start of a statement that reads rows as ``RowReader`` wants them.
  var selectSQL: String { statements.select }

  /// Built once: every row asks for them.
  private var statements: Statements {
    switch self {
    case .trains: Self.trainStatements
    case .outcomes: Self.outcomeStatements
    case .pulses: Self.pulseStatements
    case .waveforms: Self.waveformStatements
    case .events: Self.eventStatements
    }
  }

  private static let trainStatements = Statements(.trains)
  private static let outcomeStatements = Statements(.outcomes)
  private static let pulseStatements = Statements(.pulses)
  private static let waveformStatements = Statements(.waveforms)
  private static let eventStatements = Statements(.events)

  private struct Statements {
    let insert: String
    let select: String

    init(_ table: ChainedTable) {
      let columns = table.columns.joined(separator: ", ")
      let places = Array(repeating: "?", count: table.columns.count + 2).joined(separator: ", ")
      insert = "INSERT INTO \(table.rawValue) (seq, hash, \(columns)) VALUES (\(places))"
      select = "SELECT seq, hash, \(columns) FROM \(table.rawValue)"
    }
  }
}
