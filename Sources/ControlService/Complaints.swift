import ControlInterface
import Quantities
import SHA256
import SafetyKernel

/// Errors that several calls answer with.
enum Complaints {
  static let nothingPrepared = Control.NothingPrepared(
    explanation: Refusal.nothingPrepared.words.explanation, remedy: Refusal.nothingPrepared.words.remedy)

  static let nonceDiffers = Control.NonceDiffers(
    explanation: Refusal.nonceDiffers.words.explanation, remedy: Refusal.nonceDiffers.words.remedy)

  static func digestDiffers(_ prepared: PlanDigest?) -> Control.DigestDiffers {
    Control.DigestDiffers(
      prepared: prepared?.value.hex, explanation: Refusal.digestDiffers.words.explanation,
      remedy: Refusal.digestDiffers.words.remedy)
  }

  static func ticketTooOld(_ allowed: TimeSpan) -> Control.TicketTooOld {
    Control.TicketTooOld(
      allowedMilliseconds: allowed.nanoseconds / 1_000_000, explanation: Refusal.ticketTooOld.words.explanation,
      remedy: Refusal.ticketTooOld.words.remedy)
  }
}
