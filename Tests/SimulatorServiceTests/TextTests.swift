import ControlInterface
import SimulatorService
import Testing

@Suite struct TextTests {
  @Test func `triggers are read as people write them`() {
    #expect(TriggerText.read("pulse 3 end") == Simulator.Trigger(pulse: 3, edge: .end))
    #expect(TriggerText.read("pulse 1 start") == Simulator.Trigger(pulse: 1, edge: .start))
    #expect(TriggerText.read("armed") == Simulator.Trigger(state: "armed"))
    for bad in ["", "idle", "pulse", "pulse 0 end", "pulse -1 end", "pulse 3 middle", "pulse 3 end now"] {
      #expect(TriggerText.read(bad) == nil, "\(bad)")
    }
  }

  @Test func `capacitance and power are read with their unit and refused without`() {
    #expect(HardwareText.nanofarads("1500uF") == 1_500_000)
    #expect(HardwareText.nanofarads("1.5 mF") == 1_500_000)
    #expect(HardwareText.nanofarads("100 nF") == 100)
    #expect(HardwareText.milliwatts("500W") == 500_000)
    #expect(HardwareText.milliwatts("2.5 kW") == 2_500_000)
    for bad in ["1500", "uF", "-3 uF", "1e9 uF", "9999999 mF", "0 uF", "nanW"] {
      #expect(HardwareText.nanofarads(bad) == nil && HardwareText.milliwatts(bad) == nil, "\(bad)")
    }
  }
}
