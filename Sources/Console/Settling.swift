internal import ControlInterface

/// The commands that need no control of the machine and change something.
public enum Settling {
  /// `porate stop`; with `--json` an object with `mode`.
  public static func stop(_ setting: ConsoleSetting) async throws -> Ending {
    let mode = try await ControlClient.stop(at: setting.socket)
    if setting.isJSON {
      setting.output.json(Control.Stop.Reply(mode: mode))
    } else {
      setting.output.line("stopped; the machine was \(Words.mode(mode))")
    }
    return .done
  }

  /// What `porate acknowledge --json` prints: names of the faults that cleared, and the faults that stand.
  struct AcknowledgeReport: Codable {
    var cleared: [String]
    var standing: [Control.LatchedFault]
  }

  /// `porate acknowledge`.
  public static func acknowledge(_ setting: ConsoleSetting) async throws -> Ending {
    let client = try await ControlClient.connect(to: setting.socket)
    let cleared = try await client.acknowledge()
    let standing = try await client.state().faults
    if setting.isJSON {
      setting.output.json(AcknowledgeReport(cleared: cleared, standing: standing))
    } else {
      setting.output.line(cleared.isEmpty ? "no fault cleared" : "cleared: \(cleared.joined(separator: ", "))")
      for fault in standing { setting.output.line("stands: \(fault.explanation)\n    -> \(fault.remedy)") }
    }
    return standing.isEmpty ? .done : .faulted
  }

  /// `porate resolve`; with `--json` the outcome.
  public static func resolve(_ setting: ConsoleSetting, pulses: Int64, reason: String) async throws -> Ending {
    let client = try await ControlClient.connect(to: setting.socket)
    let outcome = try await client.resolve(pulses: pulses, reason: reason)
    if setting.isJSON {
      setting.output.json(outcome)
    } else {
      setting.output.line(StateText.outcome(outcome, setting.style))
    }
    return .done
  }
}
