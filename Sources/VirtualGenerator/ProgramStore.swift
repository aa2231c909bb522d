import GeneratorLink
import Quantities
import SHA256

/// The program that the device holds, the one that is being uploaded, and the nonces that are spent.
struct ProgramStore: Sendable {
  private struct Upload: Sendable {
    var nonce: UInt64
    var length: Int
    var digest: SHA256Digest
    var bytes = ProgramBytes()
  }

  /// How many spent nonces are remembered.
  static let nonceMemory = 4_096

  /// The nonce of the held program, or nil without one.
  private(set) var nonce: UInt64?
  private(set) var program = Program(kind: .treatment, arrayIdentity: .zero, electrodeCount: 0)
  private(set) var bytes = ProgramBytes()
  private(set) var digest = SHA256Digest.zero
  private var upload: Upload?
  private var spent: Set<UInt64> = []
  private var spentInOrder: [UInt64] = []

  func isSpent(_ nonce: UInt64) -> Bool { spent.contains(nonce) }

  mutating func spend(_ nonce: UInt64) {
    guard spent.insert(nonce).inserted else { return }
    spentInOrder.append(nonce)
    if spentInOrder.count > Self.nonceMemory { spent.remove(spentInOrder.removeFirst()) }
  }

  mutating func begin(_ nonce: UInt64, length: UInt16, digest: SHA256Digest) -> RejectReason? {
    guard !isSpent(nonce) else { return .nonceSpent }
    guard length >= 72, length <= 1_312 else { return .badRequest }
    upload = Upload(nonce: nonce, length: Int(length), digest: digest)
    return nil
  }

  mutating func put(_ nonce: UInt64, at offset: UInt16, _ chunk: ProgramChunk) -> RejectReason? {
    guard let length = upload?.length, upload?.nonce == nonce else { return .unknownNonce }
    guard Int(offset) + chunk.count <= length, upload?.bytes.put(chunk, at: offset) == true else {
      return .badRequest
    }
    return nil
  }

  /// What became of a commit.
  enum Commit {
    case rejected(RejectReason)
    /// It is the one that is held already.
    case repeated
    /// It is held from now on.
    case done
  }

  mutating func commit(_ nonce: UInt64, limits: DeviceLimits) -> Commit {
    guard let upload, upload.nonce == nonce else {
      return self.nonce == nonce ? .repeated : .rejected(.unknownNonce)
    }
    guard !isSpent(nonce) else { return .rejected(.nonceSpent) }
    guard upload.bytes.count == upload.length, upload.bytes.digest() == upload.digest else {
      return .rejected(.programDigest)
    }
    do {
      let program = try Program.decode(upload.bytes)
      if let step = limits.firstStepBeyond(program) { return .rejected(.aboveLimit(step: step)) }
      self.program = program
    } catch {
      return .rejected(.programBad(error))
    }
    self.nonce = nonce
    bytes = upload.bytes
    digest = upload.digest
    self.upload = nil
    return .done
  }

  /// Forgets everything, spent nonces too, as a restart does: no frame of an older link is heard after it.
  mutating func forget() { self = ProgramStore() }
}

extension DeviceLimits {
  /// The first step that is beyond what the device can give, or nil.
  func firstStepBeyond(_ program: Program) -> UInt8? {
    var energy = Energy.zero
    var pulses: UInt32 = 0
    var index: UInt8 = 0
    while let step = program.step(index) {
      pulses = pulses &+ UInt32(step.pulses)
      guard step.voltage <= maximumVoltage, step.currentHigh <= maximumCurrent, step.width >= shortestWidth,
        step.width <= longestWidth, step.period >= shortestPeriod, pulses <= mostPulses,
        let pulse = step.voltage.energy(at: step.currentHigh, for: step.width),
        let sum = pulse.multiplied(by: Int64(step.pulses)).flatMap({ energy.adding($0) }), sum <= highestEnergy
      else { return index }
      energy = sum
      index = index &+ 1
    }
    return nil
  }
}
