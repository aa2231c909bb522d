import Treatment

/// The keys `citation` and `source`, which electrode and protocol files share.
enum SourceReader {
  static func read(_ root: Section) -> LiteratureSource {
    let citation = root.required("citation", or: "") { $0.text() }
    let isVerified = root.required("source", or: false) { $0.choice([("verified", true), ("unverified", false)]) }
    return LiteratureSource(citation: citation, isVerified: isVerified)
  }
}
