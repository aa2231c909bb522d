import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `Who may do what in the kernel` {
  /// The kinds of plan that each role may use.
  static let allowed: [LeaseRole: Set<PlanKind>] = [
    .operating: [.treatment, .testLoad, .selfTest], .technician: [.testLoad, .selfTest], .engineer: [.selfTest],
  ]

  @Test(arguments: LeaseRole.allCases, PlanKind.allCases)
  func `each role may use its kinds of plan and no other, and nobody none`(role: LeaseRole, kind: PlanKind) {
    var bedside = Bedside()
    bedside.reach(.standby)
    bedside.input.lease = .held(Bedside.lease, role: role, age: .zero, hold: true)
    let isAllowed = Self.allowed[role]?.contains(kind) == true
    let isRoleAllowed = bedside.kernel.roleAllows(kind, bedside.input)
    #expect(isRoleAllowed == isAllowed)
    bedside.prepare(Bedside.plan(kind: kind))
    #expect(bedside.kernel.state.prepared == isAllowed)
    #expect(bedside.refusals == (isAllowed ? [] : [.roleNotAllowed]))
    bedside.input.lease = .none
    let isNobodyAllowed = bedside.kernel.roleAllows(kind, bedside.input)
    #expect(!isNobodyAllowed)
  }

  /// A machine that is armed, and what its tick comes down to.
  private static func armed() -> (bedside: Bedside, facts: Facts, fire: Command)? {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    guard let arming = bedside.kernel.arming else { return nil }
    let facts = Facts(bedside.input, bedside.kernel.configuration)
    return (bedside, facts, .fire(Bedside.lease, arming.nonce, ticketAge: .zero))
  }

  /// Whether a command, taken by itself, was refused with this reason and told the generator nothing.
  private static func refuses(_ bedside: inout Bedside, _ facts: Facts, _ command: Command, _ refusal: Refusal) -> Bool
  {
    var output = TickOutput()
    bedside.input.command = command
    let before = bedside.kernel.state
    bedside.kernel.command(bedside.input, facts, TickFaults(), &output)
    guard output.eventCount == 1, case .refused(refusal) = output.events[0], case .none = output.command else {
      return false
    }
    return bedside.kernel.state == before
  }

  @Test func `a firing by a role that may not use the plan is refused by the command itself too`() throws {
    var (bedside, facts, fire) = try #require(Self.armed())
    bedside.input.lease = .held(Bedside.lease, role: .technician, age: .zero, hold: true)
    #expect(Self.refuses(&bedside, facts, fire, .roleNotAllowed))
    // And a tick with it ends the arming before the command is heard.
    bedside.tick(fire)
    #expect(bedside.name == .discharging && bedside.kernel.state.cause == .leaseEnded && bedside.releases == 0)
  }

  @Test func `where nobody holds the lease, no fact makes up for it`() throws {
    var (bedside, facts, fire) = try #require(Self.armed())
    bedside.input.lease = .none
    facts.leaseLive = true
    #expect(Self.refuses(&bedside, facts, fire, .noLease))
    let cause = bedside.kernel.withdrawal(bedside.input, facts, TickFaults())
    #expect(cause == .leaseEnded)
  }

  @Test func `a long train is held by nobody where nobody holds the lease`() throws {
    var (bedside, _, _) = try #require(Self.armed())
    for (isLong, lease, isHeld) in [
      (true, .none, false), (false, .none, true),
      (true, .held(Bedside.lease, role: .operating, age: .zero, hold: true), true),
      (true, .held(Bedside.lease, role: .operating, age: .zero, hold: false), false),
    ] as [(Bool, LeaseReading, Bool)] {
      bedside.kernel.course.needsHold = isLong
      bedside.input.lease = lease
      let isFound = bedside.kernel.isHeld(bedside.input, byPedal: false)
      #expect(isFound == isHeld)
    }
  }

  @Test func `a clock that goes back between arming and firing frees no budget`() throws {
    var configuration = Bedside.configuration()
    configuration.budget.pulsesPerMinute = 12
    var bedside = Bedside(configuration)
    bedside.bring(to: .delivering)
    bedside.finish()
    #expect(bedside.outcome == .delivered)
    let early = bedside.input.now
    bedside.input.now = try #require(early.adding(.seconds(70)))
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    bedside.reach(.armed, within: 60)
    #expect(bedside.name == .armed)
    bedside.input.now = try #require(early.adding(.seconds(5)))
    bedside.fire()
    #expect(bedside.refusals.last == .blocked(.budgetExhausted) && bedside.releases == 1 && bedside.name == .armed)
    bedside.input.now = try #require(early.adding(.seconds(70)))
    bedside.fire()
    #expect(bedside.releases == 2)
  }
}
