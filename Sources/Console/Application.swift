internal import ControlInterface

/// One application from arming to outcome, told as it goes.
struct Application {
  let client: ControlClient
  let control: HeldControl
  /// Where the progress is told; nil for silence.
  let progress: Progress?

  /// Probes, charges and arms.
  func arm(_ plan: Control.PreparedPlan, confirmed: String?) async throws -> (Control.Armed, [Control.Probe]) {
    var armed: Control.Armed?
    var probes: [Control.Probe] = []
    for try await reply in try await client.arm(
      digest: plan.digest, confirmedArray: confirmed, token: control.token)
    {
      if let probe = reply.probe { probes.append(probe) }
      progress?.tell(reply)
      armed = reply.armed ?? armed
    }
    progress?.endLine()
    guard let armed else {
      throw ConsoleError(.failed, "protocol", "porated ended the arming without a word", remedy: "see `porate status`")
    }
    return (armed, probes)
  }

  /// Fires and waits for the outcome.
  func fire(_ plan: Control.PreparedPlan, _ armed: Control.Armed) async throws -> ([Control.Pulse], Control.Outcome) {
    try await control.firing(hold: plan.needsHold) { ticket in
      var pulses: [Control.Pulse] = []
      progress?.heading()
      for try await reply in try await client.fire(nonce: armed.nonce, ticket: ticket, token: control.token) {
        if let pulse = reply.pulse {
          pulses.append(pulse)
          progress?.tell(pulse)
        }
        if let outcome = reply.outcome { return (pulses, outcome) }
      }
      throw ConsoleError(
        .unresolved, "noOutcome", "porated ended the firing without an outcome",
        remedy: "see `porate status` for what is known of it")
    }
  }

  /// An error of an arming or a firing, with what the machine's state adds to it: a latched fault, or a person's stop.
  func explained(_ error: any Error, interrupted: Bool) async -> ConsoleError {
    var console = ConsoleError(any: error)
    progress?.endLine()
    guard console.ending == .refused else { return console }
    if interrupted {
      console.ending = .interrupted
    } else if let state = try? await client.state(), !state.faults.isEmpty {
      console.ending = .faulted
    }
    return console
  }
}

/// Tells arming and firing line by line.
struct Progress {
  let output: Output
  let style: Style
  /// Whether a line may be written over: only on a terminal.
  let overwrites: Bool

  func tell(_ reply: Control.Arm.Reply) {
    if let probe = reply.probe { tell(probe) }
    switch reply.phase {
    case .charging:
      guard let bank = reply.bank, overwrites else { return }
      let target = reply.target.map { " of \(Words.measured($0))" } ?? ""
      Output.write("\r  charging: measured \(Words.measured(bank))\(target)\u{1B}[K", to: output.results)
    case .armed:
      endLine()
      output.line("  charged and armed")
    case .prepared, .probing, .accepted, .pulse, .outcome: break
    }
  }

  func tell(_ probe: Control.Probe) {
    endLine()
    output.line("  electrodes \(probe.positive) - \(probe.negative): measured \(Words.probe(probe.impedance))")
  }

  func heading() { output.line(style.strong(PulseTable.heading)) }

  func tell(_ pulse: Control.Pulse) { output.line(PulseTable.row(pulse, style)) }

  func tell(_ outcome: Control.Outcome) { output.line(StateText.outcome(outcome, style)) }

  /// Ends a line that was written over.
  func endLine() { if overwrites { Output.write("\r\u{1B}[K", to: output.results) } }
}
