import GeneratorLink
import Quantities
import SafetyKernel
import Testing

@testable import Generators

@Suite struct `Gathering what follows a train` {
  private func report(_ index: UInt16, nonce: UInt64 = 3) -> PulseReport {
    PulseReport(
      nonce: Nonce(value: nonce), step: 0, index: index, start: .zero, width: .zero, voltage: .zero, current: .zero,
      peakCurrent: .zero, cut: .none)
  }

  private func fate(_ pulses: UInt16, kept: UInt16, nonce: UInt64 = 3) -> TrainFateMessage {
    TrainFateMessage(nonce: nonce, state: .ended, pulses: pulses, reportsKept: kept, endReason: .none)
  }

  @Test func `a word on another train is not this train's`() {
    var reports = ReportGathering()
    reports.take(fate(8, kept: 8, nonce: 0), now: .zero)
    #expect(reports.word == .unknown)
    reports.begin(nonce: 3, now: .zero)
    reports.take(fate(8, kept: 8, nonce: 4), now: .zero)
    reports.told(nonce: 4, pulses: 8, now: .zero)
    #expect(reports.word == .unknown && reports.known == 0 && !reports.isConcluded)
  }

  @Test func `reports that the generator did not keep are lost, and that is told instead of the end`() {
    var reports = ReportGathering()
    reports.begin(nonce: 3, now: .zero)
    for index in 0..<2 as Range<UInt16> {
      let isTaken = reports.take(report(index), now: .zero)
      let isHanded = reports.handOver(now: .zero) != nil
      #expect(isTaken && isHanded)
    }
    reports.take(fate(5, kept: 3), now: .zero)
    #expect(!reports.lost && reports.word == .unknown)
    reports.take(fate(5, kept: 2), now: .zero)
    #expect(reports.lost && reports.word == .endedUnreported(pulses: 5))
    let isAskedFor = reports.missing(now: .nanoseconds(.max), after: .zero) != nil
    #expect(!isAskedFor)
  }

  @Test func `the last report that a number can name ends the count there`() {
    var reports = ReportGathering()
    reports.begin(nonce: 3, now: .zero)
    for index in 0..<UInt16.max - 1 {
      guard reports.take(report(index), now: .zero), reports.handOver(now: .zero)?.index == index else {
        Issue.record("report \(index) was not handed over")
        return
      }
    }
    let isTaken = reports.take(report(.max), now: .zero)
    #expect(isTaken && reports.known == .max)
  }

  private func piece(_ pulse: UInt16, _ offset: UInt16, samples: Int, of total: UInt16, nonce: UInt64 = 3)
    -> WaveformMessage
  {
    var message = WaveformMessage(
      nonce: nonce, index: pulse, offset: offset, total: total, voltageScaleMillivolts: 100,
      currentScaleMilliamperes: 10)
    for _ in 0..<samples { _ = message.append(WaveformSample(voltage: 7, current: 5)) }
    return message
  }

  @Test func `a piece of a waveform is taken only where it is due, and while there is room`() {
    var waveforms = WaveformGathering()
    waveforms.begin(nonce: 3, pulses: 20, now: .zero)
    for stray in [
      piece(0, 0, samples: 4, of: 4, nonce: 4), piece(1, 0, samples: 4, of: 4), piece(0, 4, samples: 4, of: 8),
      piece(0, 0, samples: 0, of: 4),
    ] {
      waveforms.take(stray, calibration: Calibration(), now: .zero)
    }
    let isStrayHeld = waveforms.handOver() != nil
    #expect(!isStrayHeld)
    for pulse in 0..<9 as Range<UInt16> {
      waveforms.take(piece(pulse, 0, samples: 4, of: 4), calibration: Calibration(), now: .zero)
    }
    let isAskedFor = waveforms.missing(now: .nanoseconds(.max), after: .zero) != nil
    #expect(!isAskedFor)
    var pulses: [UInt16] = []
    while let next = waveforms.handOver() { pulses.append(next.pulse) }
    #expect(pulses == Array(0..<8))
    let due = waveforms.missing(now: .nanoseconds(.max), after: .zero)
    #expect(due?.pulse == 8 && due?.offset == 0)
  }

  @Test func `no pulse is skipped beyond the last`() {
    var waveforms = WaveformGathering()
    waveforms.begin(nonce: 3, pulses: 1, now: .zero)
    waveforms.skip()
    waveforms.skip()
    #expect(!waveforms.isWanting)
    waveforms.begin(nonce: 3, pulses: 2, now: .zero)
    let due = waveforms.missing(now: .nanoseconds(.max), after: .zero)
    #expect(due?.pulse == 1)
  }

  @Test func `a sample that does not fit after correction is zero`() {
    var calibration = Calibration()
    calibration.pulseVoltage.offset = .max
    calibration.pulseCurrent.offset = .max
    for (used, volts, amperes) in [
      (Calibration(), Voltage.millivolts(700), Current.milliamperes(50)), (calibration, .zero, .zero),
    ] {
      var waveforms = WaveformGathering()
      waveforms.begin(nonce: 3, pulses: 1, now: .zero)
      waveforms.take(piece(0, 0, samples: 1, of: 1), calibration: used, now: .zero)
      let found = waveforms.handOver()
      #expect(found?.voltage(at: 0) == volts && found?.current(at: 0) == amperes)
    }
  }

  @Test func `a piece holds no more samples than it has places`() {
    var fragment = WaveformFragment()
    for place in 0..<WaveformFragment.capacity + 1 {
      fragment.append(voltage: .volts(Int32(place)), current: .amperes(Int32(place)))
    }
    #expect(fragment.count == 32 && fragment.voltage(at: 31) == .volts(31) && fragment.current(at: 31) == .amperes(31))
    for place in [-1, 32, 33] { #expect(fragment.voltage(at: place) == nil && fragment.current(at: place) == nil) }
  }
}
