public import Quantities
public import SHA256
public import SafetyKernel

/// The number of a train in its journal, from 1 on without gaps.
public struct TrainID: Hashable, Comparable, Sendable {
  /// The number.
  public let number: Int64

  /// Wraps a number; a number that no train has is answered by ``JournalError/unknownTrain(_:)`` or nil.
  public init(number: Int64) { self.number = number }

  /// Order of recording.
  public static func < (left: TrainID, right: TrainID) -> Bool { left.number < right.number }
}

/// What is about to be delivered: durable before the machine may be armed.
public struct TrainIntent: Hashable, Sendable {
  /// The longest canonical plan, in bytes: its head and 32 steps of 40 bytes.
  public static let longestPlan = 1312
  /// The longest name of a protocol or a build, in bytes of UTF-8.
  public static let longestName = 256
  /// The longest further detail, in bytes of UTF-8.
  public static let longestDetail = 65_536
  /// The most voltages: one for each step of a plan.
  public static let mostVoltages = 32

  /// The arming.
  public var nonce: Nonce
  /// The SHA-256 of `plan`, which a person confirmed; a plan that hashes to another one is refused.
  public var digest: PlanDigest
  /// The plan's canonical bytes, 1 to ``longestPlan``.
  public var plan: [UInt8]
  /// Treatment, test load or self-test.
  public var kind: PlanKind
  /// The electrode array.
  public var array: ArrayIdentity
  /// The protocol's name, at most ``longestName`` bytes; empty for a plan without one.
  public var protocolName: String
  /// The generator.
  public var serial: DeviceSerial
  /// The generator's present run.
  public var boot: BootIdentity
  /// The generator's count of all pulses it ever gave, before this train.
  public var counterBefore: UInt32
  /// Pulses in the plan.
  public var plannedPulses: UInt16
  /// Whether the generator says that it is a simulation.
  public var isSimulated: Bool
  /// Digest of the whole configuration.
  public var configuration: SHA256Digest
  /// Digest of the calibration in force; nil where the plan needs none.
  public var calibration: SHA256Digest?
  /// The program's version, at most ``longestName`` bytes.
  public var build: String
  /// The user id of the operator who armed.
  public var operatorUID: UInt32
  /// Each step's voltage as prepared, at most ``mostVoltages``.
  public var voltages: [Voltage]
  /// Anything further as one JSON value, at most ``longestDetail`` bytes; nil for none.
  public var detail: String?
  /// When.
  public var time: RecordTime

  /// An intent.
  public init(
    nonce: Nonce, digest: PlanDigest, plan: [UInt8], kind: PlanKind, array: ArrayIdentity, protocolName: String,
    serial: DeviceSerial, boot: BootIdentity, counterBefore: UInt32, plannedPulses: UInt16, isSimulated: Bool,
    configuration: SHA256Digest, calibration: SHA256Digest?, build: String, operatorUID: UInt32, voltages: [Voltage],
    detail: String? = nil, time: RecordTime
  ) {
    self.nonce = nonce
    self.digest = digest
    self.plan = plan
    self.kind = kind
    self.array = array
    self.protocolName = protocolName
    self.serial = serial
    self.boot = boot
    self.counterBefore = counterBefore
    self.plannedPulses = plannedPulses
    self.isSimulated = isSimulated
    self.configuration = configuration
    self.calibration = calibration
    self.build = build
    self.operatorUID = operatorUID
    self.voltages = voltages
    self.detail = detail
    self.time = time
  }

  /// What breaks a bound of the record, or nil.
  var defect: String? {
    if plan.isEmpty || plan.count > Self.longestPlan { return "a plan of \(plan.count) bytes" }
    if SHA256.digest(of: plan) != digest.value { return "the plan does not have the digest that was confirmed" }
    if protocolName.utf8.count > Self.longestName { return "the protocol's name is too long" }
    if build.utf8.count > Self.longestName { return "the build's name is too long" }
    if voltages.count > Self.mostVoltages { return "more voltages than a plan has steps" }
    if let detail, detail.utf8.count > Self.longestDetail { return "the detail is too long" }
    return nil
  }
}
