import Quantities

extension SafetyKernel {
  /// The spot that the prepared plan heats: none for loads, and none where nobody named one.
  var ledgerSite: SiteIdentity {
    @_noAllocation @_noLocks get {
      switch plan.kind {
      case .treatment: return plan.site
      case .testLoad, .selfTest: return SiteIdentity(value: 0)
      }
    }
  }
}

/// Pulses and energy of the last minute and of each site. Data, not control: rules see only whether a plan still fits.
struct Ledger: Sendable {
  private struct Second: Sendable {
    var number: Int64
    var pulses: UInt32
    var energy: Energy

    @_noAllocation @_noLocks
    init() {
      number = Int64.min
      pulses = 0
      energy = .zero
    }
  }

  private struct Site: Sendable {
    var identity: SiteIdentity
    var used: Bool
    /// The second of its last train.
    var last: Int64
    var pulses: UInt32
    var energy: Energy

    @_noAllocation @_noLocks
    init() {
      identity = SiteIdentity(value: 0)
      used = false
      last = Int64.min
      pulses = 0
      energy = .zero
    }
  }

  private var seconds: InlineArray<64, Second>
  private var sites: InlineArray<64, Site>

  @_noAllocation @_noLocks
  init() {
    seconds = InlineArray(repeating: Second())
    sites = InlineArray(repeating: Site())
  }

  /// Whether this many pulses and this much energy still fit the minute and the site; false where that is unknown.
  @_noAllocation @_noLocks
  mutating func fits(pulses: UInt16, energy: Energy, site: SiteIdentity, now: HostInstant, budget: WindowBudget)
    -> Bool
  {
    var allPulses = UInt32(pulses)
    var allEnergy = energy
    let present = now.nanoseconds / 1_000_000_000
    for index in 0..<64 {
      let second = seconds[index]
      // One second more than the minute, because the oldest second is counted whole; a time before is a clock gone wrong.
      if second.number != Int64.min, present &- second.number <= 60 {
        allPulses = allPulses &+ second.pulses
        guard let sum = allEnergy.adding(second.energy) else { return false }
        allEnergy = sum
      }
    }
    guard allPulses <= budget.pulsesPerMinute, allEnergy <= budget.energyPerMinute else { return false }
    // Where nobody named the spot, a sum would be one over the whole patient, or over many.
    if site == SiteIdentity(value: 0) { return true }
    let there = sites[place(of: site)]
    guard there.used, there.identity == site, present &- there.last < Ledger.siteSeconds else {
      return UInt32(pulses) <= budget.pulsesPerSite && energy <= budget.energyPerSite
    }
    guard let heat = there.energy.adding(energy) else { return false }
    return there.pulses &+ UInt32(pulses) <= budget.pulsesPerSite && heat <= budget.energyPerSite
  }

  /// A spot's sums are those of one day: what was given before has cooled and healed or is a new treatment.
  private static var siteSeconds: Int64 { @_noAllocation @_noLocks get { 86_400 } }

  /// Books a train as if every pulse held all that its limits allow, so that a train cut short never counts too little.
  @_noAllocation @_noLocks
  mutating func book(pulses: UInt16, energy: Energy, site: SiteIdentity, now: HostInstant) {
    let present = now.nanoseconds / 1_000_000_000
    let slot = Int(truncatingIfNeeded: UInt64(bitPattern: present) & 63)
    if seconds[slot].number != present {
      seconds[slot] = Second()
      seconds[slot].number = present
    }
    seconds[slot].pulses = seconds[slot].pulses &+ UInt32(pulses)
    seconds[slot].energy = seconds[slot].energy.adding(energy) ?? .microjoules(Int64.max)
    if site == SiteIdentity(value: 0) { return }
    let place = place(of: site)
    let isNew = !sites[place].used || !(sites[place].identity == site)
    if isNew || present &- sites[place].last >= Ledger.siteSeconds { sites[place] = Site() }
    sites[place].identity = site
    sites[place].used = true
    sites[place].last = present
    sites[place].pulses = sites[place].pulses &+ UInt32(pulses)
    sites[place].energy = sites[place].energy.adding(energy) ?? .microjoules(Int64.max)
  }

  /// Where a site is kept, or else the place of the one that was used longest ago.
  @_noAllocation @_noLocks
  private mutating func place(of site: SiteIdentity) -> Int {
    var oldest = 0
    for index in 0..<64 {
      let candidate = sites[index]
      if candidate.used, candidate.identity == site { return index }
      if candidate.last < sites[oldest].last { oldest = index }
    }
    return oldest
  }
}
