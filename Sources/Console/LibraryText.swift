public import ControlInterface
internal import Quantities
internal import QuantityText

/// The electrode arrays and protocols of the library as tables.
public enum LibraryText {
  /// One array a row.
  public static func lines(_ arrays: [Control.ArrayEntry]) -> [String] {
    var table = TextTable([
      ("array", .left), ("title", .left), ("gaps", .left), ("pairs", .right), ("up to", .right), ("chip", .left),
      ("source", .left),
    ])
    for array in arrays {
      let gaps = array.gaps.map { QuantityText.text($0) }.joined(separator: ", ")
      table.add([
        array.name, array.title, gaps.isEmpty ? "fixed" : gaps, "\(array.pairs)",
        QuantityText.text(array.maximumVoltage), array.carriesIdentity ? "yes" : "no",
        array.verified ? "verified" : "unverified",
      ])
    }
    return table.lines
  }

  /// One protocol a row.
  public static func lines(_ protocols: [Control.ProtocolEntry]) -> [String] {
    var table = TextTable([
      ("protocol", .left), ("title", .left), ("pulses", .right), ("width", .right), ("one each", .right),
      ("for", .left), ("arrays", .left), ("source", .left),
    ])
    for entry in protocols {
      let sets =
        entry.field.map { Words.field($0) } ?? entry.voltage.map { QuantityText.text($0) } ?? "-"
      table.add([
        entry.name, entry.title, "\(entry.pulses)", QuantityText.text(entry.width), QuantityText.text(entry.period),
        sets, entry.arrays.joined(separator: ", "), entry.verified ? "verified" : "unverified",
      ])
    }
    return table.lines
  }

  /// Counters and notes for engineers.
  public static func lines(_ diagnostics: Control.GetDiagnostics.Reply) -> [String] {
    var table = TextTable([("counter", .left), ("value", .right)])
    for counter in diagnostics.counters { table.add([counter.name, "\(counter.value)"]) }
    return table.lines + diagnostics.notes
  }
}
