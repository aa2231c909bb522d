extension Control {
  /// The digest is not that of the prepared plan.
  public struct DigestDiffers: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.DigestDiffers"

    /// The prepared.
    public var prepared: String?
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(prepared: String? = nil, explanation: String, remedy: String) {
      self.prepared = prepared
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// The nonce is not that of the present arming, or is spent.
  public struct NonceDiffers: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.NonceDiffers"

    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(explanation: String, remedy: String) {
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// The ticket is unknown or older than allowed.
  public struct TicketTooOld: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.TicketTooOld"

    /// The allowed, in ms.
    public var allowedMilliseconds: Int64
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    private enum CodingKeys: String, CodingKey {
      case allowedMilliseconds = "allowed_ms"
      case explanation
      case remedy
    }

    /// All fields; what is optional may be left out.
    public init(allowedMilliseconds: Int64, explanation: String, remedy: String) {
      self.allowedMilliseconds = allowedMilliseconds
      self.explanation = explanation
      self.remedy = remedy
    }
  }
}
