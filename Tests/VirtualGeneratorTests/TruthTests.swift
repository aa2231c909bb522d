import GeneratorLink
import Quantities
import Testing

@testable import VirtualGenerator

@Suite struct TruthTests {
  @Test func `a line of the log is one flat JSON object with the time, the start and the event`() {
    let event = TruthEvent(
      number: 3, time: .nanoseconds(1_500), deviceTime: .nanoseconds(500), boot: 0xAB,
      fact: .pulseStart(
        TruePulseStart(
          nonce: 77, index: 2, step: 0, positive: 0, negative: 1, counter: 12, permitUntil: .microseconds(99))))
    #expect(
      event.jsonLine
        == "{\"number\":3,\"time_ns\":1500,\"device_ns\":500,\"boot\":\"00000000000000ab\",\"event\":\"pulseStart\","
        + "\"nonce\":\"000000000000004d\",\"index\":2,\"step\":0,\"positive\":0,\"negative\":1,\"counter\":12,"
        + "\"until_us\":99}")
  }

  @Test func `what goes into the log is the plant's truth: it does not depend on the channels' errors`() throws {
    func voltages(_ channels: ChannelErrors) throws -> [Voltage] {
      var host = Host(array: Bench.plates, channels: channels)
      try #require(try host.arm(Bench.program()) == true)
      _ = host.fire()
      host.run(50)
      return host.ends.map(\.voltage)
    }
    let noticeable = try voltages(.noticeable)
    #expect(noticeable.count == 8)
    #expect(try voltages(.none) == noticeable)
  }

  @Test func `a calibration made from the channel errors gives the truth back`() {
    let error = ChannelErrors.noticeable.pulseVoltage
    let reading = 1_000_000.0 * (1 + Double(error.gainPartsPerMillion) * 1e-6) + Double(error.offset)
    let corrected =
      reading * Double(error.correctionFactorPartsPerMillion) * 1e-6 + Double(error.correctionOffset)
    #expect(abs(corrected - 1_000_000) < 3)
  }
}
