import Quantities
import SafetyKernel

/// What is true of one input, known from how it was made and not from how the kernel reads it.
struct InputTruth: Sendable {
  var fresh = false
  var up = false
  var interlocksClosed = false
  var leaseLive = false
  var holderIsArmer = false
  /// Whether the role of the lease may use the prepared plan's kind.
  var roleFits = false
  var holds = false
  var stop = false
  var late = false
  /// Both channels are below 42 V, and telemetry is fresh.
  var bankSafe = false
  var banksAgree = false
  var bankTooHigh = false
  var bankReady = false
  var quiet = false
  var ownFault = false
  var sameGenerator = false
  var sameSerial = false
  var sameBoot = false
  var arrayAbsent = false
  /// The connected array can be the plan's: its chip says so, or it carries none and needs none.
  var arrayMatches = false
  var device = GeneratorState.idle
  /// Telemetry speaks of the present arming.
  var ours = false
  var given: UInt16 = 0
  /// Pulses by the counter since the arming.
  var counted: UInt16 = 0
  var readBackEqual = false
  var readBackDiffers = false
  var durable = false
  var recordGood = false
  var clockGood = false
  var calibrated = false
  var realtime = false
  var gateRefused = false
  var sumsExhausted = false
  var freshNonceGood = false
  var pedal = PedalReading.absent
  var beatUsable = false
  /// The report is of the due pulse, within every limit and on time.
  var reportGood = false
  var reportOurs = false
  var hasReport = false
}
