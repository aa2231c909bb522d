/// The daemon's version, as it stands in every record and report.
enum DaemonVersion {
  static let text = "0.1.0"
}
