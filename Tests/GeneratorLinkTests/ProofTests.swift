import GeneratorLink
import Quantities
import Testing

/// A sender and a receiver in another module than the link's: that this compiles is the proof, in debug and release,
/// that its callers can be free of allocation and locks too.
struct ProvenEnd {
  var reader = FrameReader()
  var filter = SequenceFilter()
  var heartbeats = 0
  var pulses = 0
  var energised = false
  var refused = 0

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func take(_ bytes: FrameBytes) {
    var index = 0
    while index < bytes.count {
      switch reader.accept(bytes.byte(at: index)) {
      case .none: break
      case .damaged: refused &+= 1
      case .frame(let frame): take(frame)
      }
      index &+= 1
    }
  }

  @_noAllocation @_noLocks
  private mutating func take(_ frame: Frame) {
    guard filter.accept(frame.sequence) else {
      refused &+= 1
      return
    }
    do {
      if frame.type < 0x80 { take(try HostMessage.decode(frame)) } else { take(try DeviceMessage.decode(frame)) }
    } catch {
      refused &+= 1
    }
  }

  @_noAllocation @_noLocks
  private mutating func take(_ message: HostMessage) {
    if case .heartbeat(let ttl, _) = message, ttl > .zero { heartbeats &+= 1 }
  }

  @_noAllocation @_noLocks
  private mutating func take(_ message: DeviceMessage) {
    switch message {
    case .telemetry(let telemetry):
      energised = telemetry.state == .charging && telemetry.flags.permitLive && telemetry.bankA > .volts(42)
    case .pulseReport(let report): if report.cut == .none { pulses &+= 1 }
    case .rejected: refused &+= 1
    case .identity, .accepted, .programBytes, .probeResult, .trainFate, .waveform, .beat: break
    }
  }

  @_noAllocation @_noLocks
  func roundTrip(_ program: Program) -> Bool {
    do {
      let bytes = try program.encode()
      return try Program.decode(bytes) == program
    } catch {
      return false
    }
  }
}

@Suite struct ProofTests {
  @Test func `A proven caller in another module encodes, reads and decodes`() {
    var end = ProvenEnd()
    let heartbeat = HostMessage.heartbeat(ttl: .milliseconds(50), echo: .zero)
    end.take(heartbeat.encode(link: 1, sequence: 1, request: 0))
    end.take(heartbeat.encode(link: 1, sequence: 1, request: 0))
    #expect(end.heartbeats == 1 && end.refused == 1)
    var telemetry = TelemetryMessage()
    telemetry.state = .charging
    telemetry.flags.permitLive = true
    telemetry.bankA = .volts(500)
    end.take(DeviceMessage.telemetry(telemetry).encode(link: 1, sequence: 2, request: 0))
    #expect(end.energised)
    var random = Seeded(51)
    #expect(end.roundTrip(random.program()))
    #expect(!end.roundTrip(Program(kind: .treatment, arrayIdentity: .zero, electrodeCount: 0)))
  }
}
