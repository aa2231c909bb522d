internal import GeneratorLink
internal import Quantities
internal import SHA256
internal import SafetyKernel

/// How far the upload of a program and its reading back are.
enum UploadStage: Sendable {
  case idle
  case begin
  case data(offset: UInt16)
  case commit
  case read(offset: UInt16)
  case done
  case failed
}

/// One arming's program: the bytes that go out, and those that came back.
struct ProgramUpload: Sendable {
  var nonce: UInt64 = 0
  var stage = UploadStage.idle
  var bytes = ProgramBytes()
  var digest = SHA256Digest.zero
  var back = ProgramBytes()
  var backDigest = SHA256Digest.zero
  /// How often it began anew after a rejection.
  var restarts: UInt8 = 0

  @_noAllocation @_noLocks
  init() {}

  /// Begins with a plan; fails at once if it is none that the link can carry.
  @_noAllocation @_noLocks
  mutating func begin(_ plan: borrowing Plan, nonce: UInt64) {
    self.nonce = nonce
    back = ProgramBytes()
    restarts = 0
    if let encoded = ProgramUpload.encode(plan) {
      bytes = encoded
      digest = encoded.digest()
      stage = .begin
    } else {
      stage = .failed
    }
  }

  /// Forgets the program.
  @_noAllocation @_noLocks
  mutating func cancel() {
    nonce = 0
    stage = .idle
  }

  /// Begins anew after a rejection, three times at most.
  @_noAllocation @_noLocks
  mutating func restart() {
    if restarts >= 3 {
      stage = .failed
    } else {
      restarts &+= 1
      back = ProgramBytes()
      stage = .begin
    }
  }

  /// The request that is due, if any.
  var request: LinkRequest {
    @_noAllocation @_noLocks get {
      switch stage {
      case .idle, .done, .failed: return .none
      case .begin: return .programBegin
      case .data(let offset): return .programData(offset: offset)
      case .commit: return .programCommit
      case .read(let offset): return .programRead(offset: offset)
      }
    }
  }

  /// The generator accepted the part that was sent last.
  @_noAllocation @_noLocks
  mutating func accepted() {
    switch stage {
    case .idle, .done, .failed, .read: break
    case .begin: stage = .data(offset: 0)
    case .data(let offset):
      // At most 1312.
      let next = Int(offset) &+ ProgramChunk.capacity
      stage = next < bytes.count ? .data(offset: UInt16(truncatingIfNeeded: next)) : .commit
    case .commit:
      back = ProgramBytes()
      stage = .read(offset: 0)
    }
  }

  /// Bytes came back; true once all of them are there.
  @_noAllocation @_noLocks
  mutating func took(_ chunk: ProgramChunk, offset: UInt16, nonce: UInt64) -> Bool {
    guard case .read(let wanted) = stage, wanted == offset, nonce == self.nonce, chunk.count > 0,
      back.put(chunk, at: offset)
    else { return false }
    if back.count < bytes.count {
      stage = .read(offset: UInt16(truncatingIfNeeded: back.count))
      return false
    }
    backDigest = back.digest()
    stage = .done
    return true
  }

  /// The plan as the link's program: limits widened by what raw channels may be off, as docs/generator-link.md says.
  @_noAllocation @_noLocks
  private static func encode(_ plan: borrowing Plan) -> ProgramBytes? {
    let kind: ProgramKind
    switch plan.kind {
    case .treatment: kind = .treatment
    case .testLoad: kind = .testLoad
    case .selfTest: kind = .selfTest
    }
    let array = plan.array.identity
    var program = Program(
      kind: kind, arrayIdentity: Bytes16(low: array.low, high: array.high), electrodeCount: plan.array.electrodeCount)
    var index: UInt8 = 0
    while index < plan.stepCount {
      guard let step = plan.step(index), let converted = convert(step), program.append(converted) else { return nil }
      index &+= 1
    }
    do {
      return try program.encode()
    } catch {
      return nil
    }
  }

  @_noAllocation @_noLocks
  private static func convert(_ step: TrainStep) -> ProgramStep? {
    var made = ProgramStep()
    made.positive = step.positive
    made.negative = step.negative
    switch step.synchronisation {
    case .none: made.sync = .none
    case .eachStep: made.sync = .eachStep
    case .eachPulse: made.sync = .eachPulse
    }
    made.pulses = step.pulses
    made.voltage = step.voltage
    made.width = step.width
    made.period = step.period
    guard let voltageLow = tenths(step.limits.voltageLow.millivolts, 9, up: 0),
      let voltageHigh = tenths(step.limits.voltageHigh.millivolts, 11, up: 9),
      let currentLow = tenths(step.limits.currentLow.milliamperes, 9, up: 0),
      let currentHigh = tenths(step.limits.currentHigh.milliamperes, 11, up: 9),
      let tolerated = step.width.adding(step.limits.widthTolerance),
      let widest = tolerated.adding(.nanoseconds(step.width.nanoseconds / 10))
    else { return nil }
    made.voltageLow = .millivolts(voltageLow)
    made.voltageHigh = .millivolts(voltageHigh)
    made.currentLow = .milliamperes(currentLow)
    made.currentHigh = .milliamperes(currentHigh)
    made.widthHigh = widest
    return made
  }

  /// So many tenths of a number that is not negative, rounded down, or up with `up` nine.
  @_noAllocation @_noLocks
  private static func tenths(_ value: Int64, _ count: Int64, up: Int64) -> Int64? {
    guard value >= 0 else { return nil }
    let (product, first) = value.multipliedReportingOverflow(by: count)
    let (sum, second) = product.addingReportingOverflow(up)
    return first || second ? nil : sum / 10
  }
}
