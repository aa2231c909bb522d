/// The version of all three programs, as it stands in every record and report.
public enum PorateVersion {
  /// Major, minor and patch.
  public static let text = "0.1.0"
}
