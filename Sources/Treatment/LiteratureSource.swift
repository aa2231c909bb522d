/// Where the numbers of a file come from, and whether somebody held them against that text.
public struct LiteratureSource: Hashable, Sendable {
  /// The publication or measurement, as `Marty 2006, EJC Supplements 4:3`.
  public var citation: String
  /// Whether the numbers were compared with the publication's own text; shown wherever they are used.
  public var isVerified: Bool

  /// A source from its citation and standing.
  public init(citation: String, isVerified: Bool) {
    self.citation = citation
    self.isVerified = isVerified
  }
}
