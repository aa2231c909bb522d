/// The section `access:`: a list of users and groups, each with a role.
enum AccessReader {
  static func read(_ value: Value) -> [AccessRule]? {
    guard let entries = value.list() else { return nil }
    var rules: [AccessRule] = []
    for entry in entries {
      guard let section = entry.section() else { continue }
      let user = section.optional("user") { $0.systemName() }
      let group = section.optional("group") { $0.systemName() }
      let role = section.required("role", or: .observer) { value in
        value.choice(AccessRule.Role.allCases.map { ($0.rawValue, $0) })
      }
      section.finish()
      if section.has("user") == section.has("group") {
        section.log.add(section.place, "an entry names a `user` or a `group`, one of the two", "one entry for each")
      }
      guard let subject = user.map({ AccessRule.Subject.user($0) }) ?? group.map({ .group($0) }) else { continue }
      let rule = AccessRule(subject: subject, role: role)
      if rules.contains(rule) { section.log.add(section.place, "this entry is listed twice", "keep one of them") }
      rules.append(rule)
    }
    return rules
  }
}

extension Value {
  /// A user's or group's name as the system allows it.
  fileprivate func systemName() -> String? {
    guard let text = scalar() else { return nil }
    let isPlain = text.utf8.allSatisfy { byte in
      byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: ":") && byte != UInt8(ascii: "/")
    }
    if isPlain, text.utf8.count <= 32, !text.hasPrefix("-") { return text }
    problem("`\(shown(text))` is not the name of a user or group", "write it as `getent passwd` shows it")
    return nil
  }
}
