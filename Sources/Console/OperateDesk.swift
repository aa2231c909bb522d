internal import ControlInterface

/// What a person at `porate operate` sees and may do: keys and news in, actions out. Knows no terminal and no socket.
struct OperateDesk: Sendable {
  /// What is to be done after a key.
  enum Action: Hashable, Sendable {
    case stop
    case quit
    case prepare(Control.Plan)
    case arm(digest: String, confirmed: String?)
    case fire(Control.Armed, hold: Bool)
    case letGo
    case disarm
    case acknowledge
  }

  /// What the next key answers.
  enum Question: Hashable, Sendable {
    case none
    case arm
    case choice(PlanChoice)
  }

  var state: Control.State?
  var question = Question.none
  /// What the probe of the latest arming found.
  var probes: [Control.Probe] = []
  /// The bank and where it goes, while it charges.
  var bank: String?
  /// The pulses of the latest train.
  var pulses: [Control.Pulse] = []
  /// What was said last.
  var remark = ""
  /// Whether an arming or a firing is under way, and whether the person holds it.
  var isArming = false
  var isFiring = false
  var isHolding = false
  /// Why control is lost.
  var lost: String?
  var arrays: [Control.ArrayEntry] = []
  var protocols: [Control.ProtocolEntry] = []

  /// What a key does. Stop comes before all else; a held train is let go by any key.
  mutating func take(_ key: Character) -> Action? {
    if key == " " || key == "s" {
      question = .none
      isHolding = false
      remark = "stopped"
      return .stop
    }
    if isHolding {
      isHolding = false
      remark = "let go"
      return .letGo
    }
    switch question {
    case .none: return command(key)
    case .arm:
      question = .none
      guard key == "y", let plan = state?.prepared else {
        remark = "not armed"
        return nil
      }
      return arm(plan)
    case .choice(var choice):
      switch choice.take(key) {
      case .again: question = .choice(choice)
      case .cancelled:
        question = .none
        remark = "nothing changed"
      case .chosen(let plan):
        question = .none
        return .prepare(plan)
      }
      return nil
    }
  }

  private mutating func command(_ key: Character) -> Action? {
    if key == "q" { return .quit }
    guard lost == nil else {
      remark = "control is lost: q leaves"
      return nil
    }
    guard !isArming, !isFiring else {
      remark = "busy: space stops"
      return nil
    }
    switch key {
    case "a": return askToArm()
    case "f":
      guard let armed = state?.armed, let plan = state?.prepared else {
        remark = "not armed: a arms, then f fires"
        return nil
      }
      isFiring = true
      isHolding = plan.needsHold
      pulses = []
      remark = ""
      return .fire(armed, hold: plan.needsHold)
    case "d": return .disarm
    case "k": return .acknowledge
    case "p":
      guard !arrays.isEmpty, !protocols.isEmpty else {
        remark = "the library has no array or no protocol"
        return nil
      }
      question = .choice(PlanChoice(arrays: arrays, protocols: protocols))
      return nil
    case _:
      return nil
    }
  }

  private mutating func askToArm() -> Action? {
    guard let plan = state?.prepared else {
      remark = "nothing is prepared: p chooses array and protocol"
      return nil
    }
    if let armed = state?.armed, armed.expiresMilliseconds > 0 {
      remark = "already armed: f fires"
      return nil
    }
    guard plan.confirmArray || plan.lowered else { return arm(plan) }
    question = .arm
    return nil
  }

  private mutating func arm(_ plan: Control.PreparedPlan) -> Action {
    isArming = true
    probes = []
    pulses = []
    bank = nil
    remark = ""
    return .arm(digest: plan.digest, confirmed: plan.confirmArray ? plan.array : nil)
  }
}
