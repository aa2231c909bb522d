internal import ControlInterface
import Glibc

/// `porate deliver`: all steps after a confirmation.
public enum Deliver {
  /// How it is confirmed.
  public struct Consent: Hashable, Sendable {
    /// Without a question.
    public var yes: Bool
    /// Also a plan that a limit lowered.
    public var acceptLowered: Bool
    /// A reason for taking control from somebody else.
    public var takeOver: String?

    /// All of it.
    public init(yes: Bool, acceptLowered: Bool, takeOver: String? = nil) {
      self.yes = yes
      self.acceptLowered = acceptLowered
      self.takeOver = takeOver
    }
  }

  /// Prepares, asks, arms and fires; with `--json` a ``DeliveryReport``.
  public static func run(_ setting: ConsoleSetting, _ wish: PlanWish, _ consent: Consent) async throws -> Ending {
    guard consent.yes || isatty(STDIN_FILENO) == 1 else {
      throw ConsoleError(
        .usage, "noTerminal", "there is no terminal to ask on", remedy: "a script says --yes")
    }
    let control = try await HeldControl.take(setting, takeOver: consent.takeOver)
    let client = try await ControlClient.connect(to: setting.socket)
    // A script that does not accept a lowered plan leaves nothing prepared.
    let mayLower = !consent.yes || consent.acceptLowered
    let plan = try await client.prepare(wish.wire(acceptLowered: mayLower), token: control.token)
    if !setting.isJSON { setting.output.lines(PlanText.lines(plan, setting.style)) }
    if !consent.yes, try await !isConfirmed(plan, setting) {
      await control.release()
      throw ConsoleError(.refused, "notConfirmed", "not confirmed, so nothing was given")
    }
    let application = Application(client: client, control: control, progress: setting.progress)
    let interruption = Interruption.stopping(setting.socket)
    defer { interruption.end() }
    do {
      let (armed, _) = try await application.arm(plan, confirmed: plan.confirmArray ? plan.array : nil)
      if interruption.happened { throw ConsoleError(.interrupted, "interrupted", "interrupted before firing") }
      let (pulses, outcome) = try await application.fire(plan, armed)
      application.progress?.tell(outcome)
      if setting.isJSON { setting.output.json(DeliveryReport(plan, pulses, outcome)) }
      await control.release()
      return Ending(outcome.name)
    } catch {
      let told = await application.explained(error, interrupted: interruption.happened)
      await control.release()
      throw told
    }
  }

  private static func isConfirmed(_ plan: Control.PreparedPlan, _ setting: ConsoleSetting) async throws -> Bool {
    Output.write("\(PlanText.confirmation(plan)) [yes/no] ", to: setting.output.remarks)
    // On a thread of its own: the lease must be renewed while a person thinks.
    let answer = await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
      let started = Thread { continuation.resume(returning: readLine()) }.start()
      if !started { continuation.resume(returning: nil) }
    }
    return answer == "yes" || answer == "y"
  }
}
