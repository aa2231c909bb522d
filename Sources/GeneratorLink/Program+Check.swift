import Quantities

extension Program {
  /// Throws the first rule that the program breaks. Encoding and decoding apply it; what the device can give, it adds itself.
  @_noAllocation @_noLocks
  public func check() throws(ProgramDefect) {
    guard stepCount >= 1, Int(stepCount) <= Program.stepCapacity else { throw ProgramDefect(.stepCount) }
    guard electrodeCount >= 2 else { throw ProgramDefect(.electrodeCount) }
    guard arrayIdentity.isName else { throw ProgramDefect(.arrayIdentity) }
    var index: UInt8 = 0
    while let step = step(index) {
      try check(step, at: index)
      index &+= 1
    }
    guard pulseCount <= 0xffff else { throw ProgramDefect(.totalPulses) }
  }

  @_noAllocation @_noLocks
  private func check(_ step: ProgramStep, at index: UInt8) throws(ProgramDefect) {
    guard step.positive != step.negative, step.positive < electrodeCount, step.negative < electrodeCount else {
      throw ProgramDefect(.pair, step: index)
    }
    guard step.pulses >= 1 else { throw ProgramDefect(.pulses, step: index) }
    guard step.voltage > .zero, Program.fits(step.voltage.millivolts) else {
      throw ProgramDefect(.voltage, step: index)
    }
    guard step.width > .zero, Program.fits(step.width.nanoseconds) else { throw ProgramDefect(.width, step: index) }
    let period = step.period.nanoseconds
    guard step.period > step.width, period % 1_000 == 0, Program.fits(period / 1_000) else {
      throw ProgramDefect(.period, step: index)
    }
    guard Program.fits(step.voltageLow.millivolts), Program.fits(step.voltageHigh.millivolts),
      step.voltageLow <= step.voltage, step.voltage <= step.voltageHigh
    else { throw ProgramDefect(.voltageLimits, step: index) }
    guard Program.fits(step.currentLow.milliamperes), Program.fits(step.currentHigh.milliamperes),
      step.currentLow < step.currentHigh
    else { throw ProgramDefect(.currentLimits, step: index) }
    guard Program.fits(step.widthHigh.nanoseconds), step.width <= step.widthHigh else {
      throw ProgramDefect(.widthLimit, step: index)
    }
  }

  /// Whether a number can be written in four bytes.
  @_noAllocation @_noLocks
  private static func fits(_ value: Int64) -> Bool { value >= 0 && value <= 0xffff_ffff }
}
