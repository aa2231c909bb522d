import GeneratorLink
import Quantities
import Testing
import VirtualGenerator

@Suite struct CutTests {
  private func delivered(
    _ fault: SimulatedFault?, at trigger: Trigger = .pulse(3, .start), array: SimulatedArray? = Bench.plates,
    capacitance_F: Double = 1.5e-3, supply_W: Double = 20_000, lowest: Voltage = .volts(842)
  ) throws -> Host {
    var step = Bench.step()
    step.voltageLow = lowest
    var host = Host(array: array, capacitance_F: capacitance_F, supply_W: supply_W)
    try #require(try host.arm(Bench.program([step])) == true)
    if let fault { host.device.schedule(.fault(fault), at: trigger) }
    #expect(host.fire() == .accepted)
    host.run(200)
    return host
  }

  @Test func `an arc is cut within 2 µs of passing the limit, and ends the train`() throws {
    let host = try delivered(.arc(after: .microseconds(50), .milliohms(500)))
    let last = try #require(host.ends.last)
    #expect(host.ends.count == 3)
    #expect(last.cut == .currentHigh)
    // It forms within 1 µs, the comparator takes 2 µs, the current falls in 0.5 µs.
    #expect(last.width.nanoseconds > 49_000 && last.width.nanoseconds < 54_000)
    #expect(host.reports.last?.cut == .currentHigh)
    #expect(host.fate()?.endReason == .cutCurrentHigh && host.fate()?.pulses == 3)
  }

  @Test func `a short is cut in its first microseconds`() throws {
    let host = try delivered(.shortTissue(.milliohms(100)))
    #expect(host.ends.map(\.cut) == [.none, .none, .currentHigh])
    #expect((host.ends.last?.width.nanoseconds ?? 0) < 5_000)
  }

  @Test func `lost contact is too little current, and found behind the pulse`() throws {
    let host = try delivered(.openTissue)
    #expect(host.ends.map(\.cut) == [.none, .none, .currentLow])
    #expect(abs((host.ends.last?.width.nanoseconds ?? 0) - 100_000) < 1_500)
    #expect(host.endReasons == [.cutCurrentLow])
  }

  @Test func `current that rises within the pulse is cut when it passes the limit`() throws {
    let host = try delivered(.risingCurrent(.percent(1)))
    #expect(host.ends.last?.cut == .currentHigh)
    #expect((host.ends.last?.width.nanoseconds ?? 0) < 99_000)
  }

  @Test func `a bank of 100 µF ends as under-voltage`() throws {
    let host = try delivered(nil, capacitance_F: 100e-6, supply_W: 100, lowest: .volts(936))
    #expect(host.ends.last?.cut == .voltageLow)
    #expect(host.ends.count > 1 && host.ends.count < 8)
    #expect(host.device.memory.pulseCounter == 1_000 + UInt32(host.ends.count))
  }

  @Test func `a pulse whose timer is too long is cut by the independent timer, and the switch counts as stuck`() throws
  {
    let host = try delivered(.longPulse(.microseconds(40)))
    #expect(host.ends.last?.cut == .widthHigh)
    #expect((host.ends.last?.width.nanoseconds ?? 0) < 115_000)
    #expect(host.device.state == .fault && host.device.fault == .switchStuck)
  }

  @Test func `a switch that stays closed is found, and the device stays in its fault`() throws {
    var host = try delivered(.stuckSwitch)
    host.run(3_000)
    #expect(host.ends.last?.cut == .widthHigh)
    #expect(host.device.fault == .switchStuck && host.device.state == .fault)
    #expect(host.lastTelemetry?.fault == .switchStuck)
    #expect(host.device.bankVoltage < .volts(42))
  }

  @Test func `a missing pulse is counted and reported without voltage`() throws {
    let host = try delivered(.missingPulse)
    #expect(host.ends.map(\.cut) == [.none, .none, .voltageLow])
    // What is left is the charge of the electrodes' double layers, a few volts.
    #expect(abs(host.ends.last?.voltage.millivolts ?? 9_999) < 5_000)
    #expect(host.device.activeFaults.isEmpty)
  }

  @Test func `an extra pulse is given behind the last one, counted and reported`() throws {
    let host = try delivered(.extraPulse, at: .now)
    #expect(host.starts.count == 9 && host.reports.count == 9)
    #expect(host.device.memory.pulseCounter == 1_009 && host.fate()?.pulses == 9)
  }

  @Test func `a reversed pulse is measured with the other sign`() throws {
    // The polarity is set between pulses.
    let host = try delivered(.wrongPolarity, at: .pulse(2, .end))
    #expect(host.ends.prefix(2).allSatisfy { $0.voltage > .zero })
    #expect(host.ends.dropFirst(2).allSatisfy { $0.voltage < .zero && $0.current < .zero })
    #expect(host.reports.dropFirst(2).allSatisfy { $0.voltage < .zero })
    #expect(host.starts.last?.pulse.positive == 1)
  }

  @Test func `a counter that cannot be written stops the pulse before it is given`() throws {
    let host = try delivered(.deadMemory, at: .pulse(2, .end))
    #expect(host.starts.count == 2 && host.device.memory.pulseCounter == 1_002)
    #expect(host.device.fault == .memoryFailed && host.endReasons == [.selfFault])
  }

  @Test func `the counter is stored before the pulse starts`() throws {
    let order = Order()
    var host = Host(array: Bench.plates)
    host.device.hooks.store = { memory in
      order.add("stored \(memory.pulseCounter)")
      return true
    }
    host.device.hooks.truth = { event in
      if case .pulseStart(let pulse) = event.fact { order.add("pulse \(pulse.counter)") }
    }
    try #require(try host.arm(Bench.program([Bench.step(pulses: 2)])) == true)
    _ = host.fire()
    host.run(50)
    #expect(order.all == ["stored 1001", "pulse 1001", "stored 1002", "pulse 1002"])
  }
}
