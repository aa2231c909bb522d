import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@testable import PulseDispatch

@Suite struct InForceTests {
  private func shifted(_ millivolts: Int64) -> Calibration {
    var calibration = Calibration()
    calibration.bankA.offset = millivolts
    calibration.bankB.offset = millivolts
    return calibration
  }

  @Test func `A calibration that comes while there is energy is used from standby on`() {
    let rig = LoopRig()
    #expect(rig.ready())
    #expect(rig.arm())
    rig.offer(.calibration(rig.status.telemetry.serial, shifted(4000)))
    rig.ticks(50)
    #expect(rig.mode == .armed)
    #expect(rig.status.calibrationValid)
    #expect(rig.status.telemetry.bankA == .volts(1040))
    rig.ends.signals.callStop()
    #expect(rig.run { rig.mode == .standby })
    rig.ticks(50)
    #expect(rig.status.calibrationValid)
    #expect(rig.status.telemetry.bankA == .millivolts(rig.generator.bank.millivolts + 4000))
  }

  @Test func `A withdrawn calibration counts no more at once, but readings do not step while there is energy`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.offer(.calibration(rig.status.telemetry.serial, shifted(4000)))
    rig.ticks(20)
    #expect(rig.arm())
    #expect(rig.status.telemetry.bankA == .volts(1044))
    rig.offer(.calibrationWithdrawn)
    rig.tick()
    #expect(!rig.status.calibrationValid)
    #expect(rig.status.state.cause == .conditionLost)
    #expect(rig.status.telemetry.bankA == .volts(1044))
    #expect(rig.run { rig.mode == .standby })
    rig.ticks(50)
    #expect(!rig.status.calibrationValid)
    #expect(rig.status.telemetry.bankA == rig.generator.bank)
  }

  @Test func `An offset beyond its range changes nothing`() {
    let rig = LoopRig()
    #expect(rig.ready())
    rig.offer(.calibration(rig.status.telemetry.serial, shifted(-5001)))
    rig.ticks(50)
    #expect(rig.status.telemetry.bankA.millivolts >= 0)
    #expect(rig.status.calibrationValid)
  }

  @Test func `Another generator is neither corrected nor counted by what is known of the first`() {
    let rig = LoopRig()
    #expect(rig.ready())
    let first = rig.status.telemetry.serial
    rig.offer(.calibration(first, shifted(4000)))
    rig.ticks(20)
    #expect(rig.status.telemetry.bankA == .volts(4))
    rig.generator.serial = .init(ascii: "ANOTHER") ?? .zero
    rig.generator.counter = 10
    rig.generator.restart()
    #expect(rig.run { rig.status.telemetry.serial.ascii == "ANOTHER" && rig.status.link == .up })
    rig.ticks(50)
    #expect(!rig.status.calibrationValid)
    #expect(rig.status.telemetry.bankA == .zero)
    rig.offer(.calibration(rig.status.telemetry.serial, Calibration()))
    #expect(rig.run { rig.mode == .standby && rig.status.blockers.isEmpty || !rig.status.blockers.isEmpty })
    rig.ticks(100)
    #expect(rig.deliver())
    #expect(rig.outcomes == [.delivered])
    #expect(rig.status.state.faults.isEmpty)
  }

  @Test func `What was offered for a generator is used when it comes back`() {
    let rig = LoopRig()
    #expect(rig.ready())
    let first = rig.generator.serial
    rig.offer(.calibration(rig.status.telemetry.serial, shifted(4000)))
    rig.ticks(20)
    for serial in [Bytes16(ascii: "ANOTHER") ?? .zero, first] {
      rig.generator.serial = serial
      rig.generator.restart()
      let name = serial.ascii
      #expect(rig.run { rig.status.telemetry.serial.ascii == name && rig.status.link == .up })
      rig.ticks(50)
      #expect(rig.status.calibrationValid == (serial == first))
      #expect(rig.status.telemetry.bankA == (serial == first ? .volts(4) : .zero))
    }
  }
}
