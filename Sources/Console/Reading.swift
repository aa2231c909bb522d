internal import ControlInterface

/// The commands that only read.
public enum Reading {
  /// `porate status`; with `--json` the object that GetState gives.
  public static func status(_ setting: ConsoleSetting) async throws -> Ending {
    let client = try await ControlClient.connect(to: setting.socket)
    let reply = try await client.call(Control.GetState.self, .init())
    if setting.isJSON {
      setting.output.json(reply)
    } else {
      setting.output.lines(StateText.lines(reply.state, setting.style))
    }
    return .done
  }

  /// `porate monitor`: until the connection ends; with `--json` each reply of Monitor as an object on a line.
  public static func monitor(_ setting: ConsoleSetting) async throws -> Ending {
    let client = try await ControlClient.connect(to: setting.socket)
    var shown: [String] = []
    for try await reply in try await client.monitor() {
      if setting.isJSON {
        setting.output.json(reply)
        continue
      }
      if let state = reply.state {
        let lines = StateText.heading(state, setting.style) + StateText.wrongs(state, setting.style)
        if lines != shown { setting.output.lines(lines) }
        shown = lines
      }
      if let event = reply.event {
        let row = event.pulse.map { PulseTable.row($0, setting.style) }
        setting.output.line(row ?? "  \(event.sentence)")
      }
    }
    throw ConsoleError(
      .noConnection, "connectionEnded", "porated ended the connection", remedy: "see whether it runs: porate status")
  }

  /// `porate electrodes`; with `--json` an object with `electrodes`, an array as ListElectrodes gives it.
  public static func electrodes(_ setting: ConsoleSetting) async throws -> Ending {
    let arrays = try await ControlClient.connect(to: setting.socket).electrodes()
    if setting.isJSON {
      setting.output.json(Control.ListElectrodes.Reply(electrodes: arrays))
    } else {
      setting.output.lines(LibraryText.lines(arrays))
    }
    return .done
  }

  /// `porate protocols`; with `--json` an object with `protocols`, an array as ListProtocols gives it.
  public static func protocols(_ setting: ConsoleSetting) async throws -> Ending {
    let entries = try await ControlClient.connect(to: setting.socket).protocols()
    if setting.isJSON {
      setting.output.json(Control.ListProtocols.Reply(protocols: entries))
    } else {
      setting.output.lines(LibraryText.lines(entries))
    }
    return .done
  }

  /// `porate diagnostics`; with `--json` the object that GetDiagnostics gives.
  public static func diagnostics(_ setting: ConsoleSetting) async throws -> Ending {
    let reply = try await ControlClient.connect(to: setting.socket).diagnostics()
    if setting.isJSON { setting.output.json(reply) } else { setting.output.lines(LibraryText.lines(reply)) }
    return .done
  }

  /// What `porate train --json` prints: the train, its pulses, and the pieces of its waveforms if they were asked for.
  struct TrainReport: Codable {
    var train: Record.Train
    var pulses: [Record.Pulse]
    var waveforms: [Record.Waveform]?
  }

  /// `porate train [NUMBER]`.
  public static func train(_ setting: ConsoleSetting, number: Int64?, waveforms: Bool) async throws -> Ending {
    let client = try await ControlClient.connect(to: setting.socket)
    var train: Record.Train?
    var pulses: [Record.Pulse] = []
    var pieces: [Record.Waveform] = []
    for try await reply in try await client.train(number, waveforms: waveforms) {
      train = reply.train ?? train
      pulses += reply.pulses ?? []
      if let piece = reply.waveform { pieces.append(piece) }
    }
    guard let train else { throw ConsoleError(.refused, "NoSuchTrain", "the record has no such train") }
    if setting.isJSON {
      setting.output.json(TrainReport(train: train, pulses: pulses, waveforms: waveforms ? pieces : nil))
      return .done
    }
    setting.output.lines(TrainText.lines(train, pulses, setting.style))
    var gathering = WaveformGathering()
    for piece in pieces { gathering.add(piece) }
    for pulse in [pulses.first, pulses.last].compactMap({ $0 }) where waveforms {
      guard let samples = gathering.voltages(ofPulse: pulse.index) else { continue }
      setting.output.lines(WaveformText.lines(samples, pulse: pulse.index))
    }
    return .done
  }
}

/// A pulse's waveform with its title.
enum WaveformText {
  static func lines(_ samples: [Int64], pulse: Int64) -> [String] {
    let number = pulse.addingReportingOverflow(1).partialValue
    let highest = (samples.max() ?? 0) / 1000
    return ["  measured voltage of pulse \(number), highest \(highest) V, \(samples.count) samples"]
      + WaveformPicture.lines(samples, width: 56, height: 5).map { "  \u{2502}\($0)\u{2502}" }
  }
}
