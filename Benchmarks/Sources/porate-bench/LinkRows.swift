import GeneratorLink
import Quantities

/// What a frame costs, there and back.
enum LinkRows {
  static func measure(_ effort: Effort) -> [Row] {
    let telemetry = sampleTelemetry()
    let heartbeat = HostMessage.heartbeat(ttl: .milliseconds(50), echo: .microseconds(123_456_789))
    let telemetryFrame = bytes(DeviceMessage.telemetry(telemetry).encode(link: 7, sequence: 3, request: 0))
    let heartbeatFrame = bytes(heartbeat.encode(link: 7, sequence: 3, request: 0))
    return [
      Row(
        "telemetry, encode", "ns",
        nanosecondsPerCall(effort) { calls in
          var bytes = 0
          for index in 0..<calls {
            var changed = telemetry
            changed.pulseCounter = UInt32(truncatingIfNeeded: index)
            bytes &+= DeviceMessage.telemetry(changed).encode(link: 7, sequence: 3, request: 0).count
          }
          keep(bytes)
        }),
      Row("telemetry, decode", "ns", nanosecondsPerCall(effort) { keep(decodeDevice(telemetryFrame, times: $0)) }),
      Row(
        "heartbeat, encode", "ns",
        nanosecondsPerCall(effort) { calls in
          var bytes = 0
          for index in 0..<calls {
            let message = HostMessage.heartbeat(ttl: .milliseconds(50), echo: .microseconds(Int64(index)))
            bytes &+= message.encode(link: 7, sequence: 3, request: 0).count
          }
          keep(bytes)
        }),
      Row("heartbeat, decode", "ns", nanosecondsPerCall(effort) { keep(decodeHost(heartbeatFrame, times: $0)) }),
    ]
  }

  private static func sampleTelemetry() -> TelemetryMessage {
    var message = TelemetryMessage()
    message.deviceTime = .microseconds(123_456_789)
    message.bootLow = 0x1234_5678
    message.state = .armed
    message.bankA = .volts(1001)
    message.bankB = .volts(999)
    message.nonce = 0x0123_4567_89ab_cdef
    return message
  }

  private static func bytes(_ frame: FrameBytes) -> [UInt8] { (0..<frame.count).map { frame.byte(at: $0) } }

  private static func decodeDevice(_ frame: [UInt8], times: Int) -> Int {
    var reader = FrameReader()
    var good = 0
    for _ in 0..<times {
      for byte in frame {
        guard case .frame(let found) = reader.accept(byte) else { continue }
        if case .telemetry? = try? DeviceMessage.decode(found) { good &+= 1 }
      }
    }
    return good
  }

  private static func decodeHost(_ frame: [UInt8], times: Int) -> Int {
    var reader = FrameReader()
    var good = 0
    for _ in 0..<times {
      for byte in frame {
        guard case .frame(let found) = reader.accept(byte) else { continue }
        if case .heartbeat? = try? HostMessage.decode(found) { good &+= 1 }
      }
    }
    return good
  }
}
