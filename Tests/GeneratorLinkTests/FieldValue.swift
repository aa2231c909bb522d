/// A field's value as the vectors and the foreign decoder write it.
enum FieldValue: Equatable, Decodable {
  case truth(Bool)
  case number(String)
  case text(String)
  case list([FieldValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let truth = try? container.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? container.decode(Int64.self) {
      self = .number(String(number))
    } else if let number = try? container.decode(UInt64.self) {
      self = .number(String(number))
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else {
      self = .list(try container.decode([FieldValue].self))
    }
  }

  static func of(_ number: some BinaryInteger) -> FieldValue { .number(String(number)) }
}

/// What is found in a stream, as the vectors and the foreign decoder write it.
struct LinkEvent: Equatable, Decodable {
  var damage: String?
  var defect: String?
  var version: UInt8?
  var type: UInt8?
  var link: UInt32?
  var sequence: UInt16?
  var request: UInt16?
  var from: String?
  var message: String?
  var fields: [String: FieldValue]?
}
