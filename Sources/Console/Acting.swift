internal import ControlInterface

/// The commands that act, one step each.
public enum Acting {
  /// `porate prepare`; with `--json` the prepared plan.
  public static func prepare(_ setting: ConsoleSetting, _ plan: PlanWish, acceptLowered: Bool) async throws -> Ending {
    let control = try await HeldControl.take(setting)
    let client = try await ControlClient.connect(to: setting.socket)
    let prepared = try await client.prepare(plan.wire(acceptLowered: acceptLowered), token: control.token)
    if setting.isJSON {
      setting.output.json(prepared)
    } else {
      setting.output.lines(PlanText.lines(prepared, setting.style))
    }
    await control.release()
    return .done
  }

  /// What `porate arm --json` prints: what the probe found, and the arming.
  struct ArmReport: Codable {
    var probes: [Control.Probe]
    var armed: Control.Armed
  }

  /// `porate arm`, under `porate control`.
  public static func arm(_ setting: ConsoleSetting, connected: String?) async throws -> Ending {
    let control = try await HeldControl.inheritedOnly(setting, command: "arm")
    let client = try await ControlClient.connect(to: setting.socket)
    let plan = try await preparedPlan(client)
    if plan.confirmArray, connected == nil {
      throw ConsoleError(
        .refused, "arrayUnconfirmed",
        "\(plan.array) has no identity chip, so nobody but you knows that it is connected",
        remedy: "look at it, then: porate arm --connected \(plan.array)")
    }
    let application = Application(client: client, control: control, progress: setting.progress)
    let interruption = Interruption.stopping(setting.socket)
    defer { interruption.end() }
    do {
      let (armed, probes) = try await application.arm(plan, confirmed: connected)
      if setting.isJSON { setting.output.json(ArmReport(probes: probes, armed: armed)) }
    } catch {
      throw await application.explained(error, interrupted: interruption.happened)
    }
    return .done
  }

  /// `porate fire`, under `porate control`; with `--json` a ``DeliveryReport``.
  public static func fire(_ setting: ConsoleSetting) async throws -> Ending {
    let control = try await HeldControl.inheritedOnly(setting, command: "fire")
    let client = try await ControlClient.connect(to: setting.socket)
    let state = try await client.state()
    guard let plan = state.prepared, let armed = state.armed else {
      throw ConsoleError(.refused, "notArmed", "the machine is not armed", remedy: "arm it first: porate arm")
    }
    let application = Application(client: client, control: control, progress: setting.progress)
    let interruption = Interruption.stopping(setting.socket)
    defer { interruption.end() }
    do {
      let (pulses, outcome) = try await application.fire(plan, armed)
      application.progress?.tell(outcome)
      if setting.isJSON { setting.output.json(DeliveryReport(plan, pulses, outcome)) }
      return Ending(outcome.name)
    } catch {
      throw await application.explained(error, interrupted: interruption.happened)
    }
  }

  /// `porate self-test`; with `--json` the outcome.
  public static func selfTest(_ setting: ConsoleSetting) async throws -> Ending {
    let control = try await HeldControl.take(setting)
    let client = try await ControlClient.connect(to: setting.socket)
    let application = Application(client: client, control: control, progress: setting.progress)
    let interruption = Interruption.stopping(setting.socket)
    defer { interruption.end() }
    do {
      // A self-test is shorter than half a second in the shipped library; a longer one is held as well.
      return try await control.firing(hold: true) { _ in
        var outcome: Control.Outcome?
        for try await reply in try await client.selfTest(token: control.token) {
          if let probe = reply.probe { setting.progress?.tell(probe) }
          if let pulse = reply.pulse { setting.progress?.tell(pulse) }
          outcome = reply.outcome ?? outcome
        }
        guard let outcome else {
          throw ConsoleError(.failed, "protocol", "porated ended the self-test without an outcome")
        }
        setting.progress?.tell(outcome)
        if setting.isJSON { setting.output.json(outcome) }
        await control.release()
        return Ending(outcome.name)
      }
    } catch {
      throw await application.explained(error, interrupted: interruption.happened)
    }
  }

  static func preparedPlan(_ client: ControlClient) async throws -> Control.PreparedPlan {
    guard let plan = try await client.state().prepared else {
      throw ConsoleError(
        .refused, "nothingPrepared", "nothing is prepared", remedy: "prepare first: porate prepare --array plates ...")
    }
    return plan
  }
}

extension ConsoleSetting {
  /// Where steps are told; nobody with `--json`.
  var progress: Progress? {
    isJSON ? nil : Progress(output: output, style: style, overwrites: style.isColoured)
  }
}
