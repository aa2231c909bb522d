/// Colours and weights for a terminal, or none.
public struct Style: Hashable, Sendable {
  /// Whether escape sequences are written.
  public var isColoured: Bool

  /// A style.
  public init(isColoured: Bool) { self.isColoured = isColoured }

  /// Without any escape sequence.
  public static let plain = Style(isColoured: false)

  /// Colours only on a terminal, and only where NO_COLOR is unset or empty (no-color.org) and TERM is not `dumb`.
  public init(isTerminal: Bool, environment: [String: String]) {
    let unwanted = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    isColoured = isTerminal && !unwanted && environment["TERM"] != "dumb"
  }

  /// Something dangerous or wrong.
  public func bad(_ text: String) -> String { wrapped(text, "1;31") }
  /// Something as it should be.
  public func good(_ text: String) -> String { wrapped(text, "32") }
  /// Something to look at.
  public func attention(_ text: String) -> String { wrapped(text, "1;33") }
  /// A heading.
  public func strong(_ text: String) -> String { wrapped(text, "1") }
  /// Less important.
  public func faint(_ text: String) -> String { wrapped(text, "2") }

  private func wrapped(_ text: String, _ code: String) -> String {
    isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
