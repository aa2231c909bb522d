extension Interface {
  /// How the keys and types that a Swift value encodes differ from a struct of this interface; empty when they agree.
  ///
  /// For tests of typed messages. Give a value with every optional set, and fractions in every `Double`, so that nothing
  /// is left unproven: optional fields that the value leaves out are reported too, unless `optionalsMayBeAbsent`.
  public func disagreements(
    encoding value: some Encodable, with structure: Structure, optionalsMayBeAbsent: Bool = false
  ) -> [String] {
    let encoded: JSONValue
    do {
      encoded = try JSONValue(encoding: value)
    } catch {
      return ["cannot be encoded: \(error)"]
    }
    guard let members = encoded.members else { return ["is not encoded as an object"] }
    if let fault = fault(in: members, of: structure) { return [fault.description] }
    guard !optionalsMayBeAbsent else { return [] }
    return structure.fields.filter { members[$0.name] == nil || members[$0.name] == .null }
      .map { "\($0.name): optional, and absent in the value" }
  }

  /// How a Codable type differs from a struct of this interface; empty when they agree.
  ///
  /// Decodes samples made from the definition (``samples(of:)``), encodes them again and compares. Suits types without
  /// range checks of their own; for others use ``disagreements(encoding:with:optionalsMayBeAbsent:)``.
  public func disagreements(roundTripping type: (some Codable).Type, with structure: Structure) -> [String] {
    let samples = samples(of: structure)
    guard !samples.isEmpty else { return ["no finite value has this type"] }
    return samples.compactMap { sample in
      let value = JSONValue.object(sample)
      do {
        let again = try JSONValue(encoding: try value.decoded(as: type))
        return again == value ? nil : "\(value) came back as \(again)"
      } catch {
        return "\(value) cannot be decoded: \(error)"
      }
    }
  }

  /// Valid parameters for a struct: all optionals present, all absent, and one for each case of every named enum.
  ///
  /// A type that contains itself is cut at a depth where an optional, an array or a map may be empty.
  public func samples(of structure: Structure) -> [[String: JSONValue]] {
    let full = (0..<longestEnumeration).map { sample(of: structure, choice: $0, optionals: true, depth: 0) }
    return (full + [sample(of: structure, choice: 0, optionals: false, depth: 0)]).compactMap { $0 }
  }

  private var longestEnumeration: Int {
    let lengths = types.values.map { definition in
      if case .enumeration(let cases) = definition.type { cases.count } else { 1 }
    }
    return max(lengths.max() ?? 1, 4)
  }

  private func sample(of structure: Structure, choice: Int, optionals: Bool, depth: Int) -> [String: JSONValue]? {
    var members: [String: JSONValue] = [:]
    for field in structure.fields where optionals || !field.isOptional {
      if let value = sample(of: field.type, choice: choice, optionals: optionals, depth: depth &+ 1) {
        members[field.name] = value
      } else if !field.isOptional {
        return nil
      }
    }
    return members
  }

  private func sample(of type: ValueType, choice: Int, optionals: Bool, depth: Int) -> JSONValue? {
    // Half the depth of a message leaves room for what encloses the sample.
    guard depth < JSONValue.maximumDepth / 2 else { return nil }
    switch type {
    case .boolean: return .boolean(choice % 2 == 0)
    case .integer: return .integer(Int64(choice &+ 1))
    case .double: return .double(Double(choice) + 0.5)
    case .string: return .string("text \(choice)")
    case .object: return .object(["key": .integer(1)])
    case .named(let name):
      return types[name].flatMap { sample(of: $0.type, choice: choice, optionals: optionals, depth: depth &+ 1) }
    case .structure(let structure):
      return sample(of: structure, choice: choice, optionals: optionals, depth: depth).map { .object($0) }
    case .enumeration(let cases): return cases.isEmpty ? nil : .string(cases[choice % cases.count])
    case .array(let element):
      return .array([sample(of: element, choice: choice, optionals: optionals, depth: depth &+ 1)].compactMap { $0 })
    case .map(let element):
      let item = sample(of: element, choice: choice, optionals: optionals, depth: depth &+ 1)
      return .object(item.map { ["key": $0] } ?? [:])
    case .optional(let wrapped):
      return sample(of: wrapped, choice: choice, optionals: optionals, depth: depth)
    }
  }
}
