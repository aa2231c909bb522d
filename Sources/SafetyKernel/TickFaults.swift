/// The faults of one tick: all that its input shows, and those of them that were not latched before.
///
/// What is present withdraws the permit, also where it is latched already; what is new is told.
struct TickFaults: Sendable {
  var present: FaultSet
  var new: FaultSet

  @_noAllocation @_noLocks
  init() {
    present = FaultSet()
    new = FaultSet()
  }
}
