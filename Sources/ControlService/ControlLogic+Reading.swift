import ControlInterface
import Generators
import PulseDispatch
import Quantities
import SHA256
import SafetyKernel
import Settings
import Treatment

extension ControlLogic {
  /// How many entries of the library fit a message with all room that names and sources may take.
  private static let entriesPerReply = 8

  mutating func info(_ call: ServiceCall, _ peer: Peer) {
    let roles = setup.access.roles(of: peer)
    reply(
      call.id,
      Control.GetInfo.Reply(
        program: "porated", version: setup.version, pid: Int64(setup.pid), configurationFile: setup.configurationFile,
        configurationDigest: setup.configuration?.digest.hex ?? "", journal: setup.journalPath,
        device: setup.configuration?.settings.generator?.device,
        roles: Control.Role.allCases.filter(roles.contains),
        lapseMilliseconds: setup.leaseLapse.nanoseconds / 1_000_000,
        renewMilliseconds: Self.renewInterval.nanoseconds / 1_000_000,
        ticketMilliseconds: setup.ticketAge.nanoseconds / 1_000_000))
  }

  mutating func listElectrodes(_ call: ServiceCall) {
    let entries = (setup.configuration?.library.arrays ?? []).map(Self.entry)
    page(call, entries) { Control.ListElectrodes.Reply(electrodes: $0) }
  }

  mutating func listProtocols(_ call: ServiceCall) {
    let entries = (setup.configuration?.library.protocols ?? []).map(Self.entry)
    page(call, entries) { Control.ListProtocols.Reply(protocols: $0) }
  }

  /// A few entries in each reply with `more`, else all in one.
  private mutating func page<Entry, Reply: Encodable>(
    _ call: ServiceCall, _ entries: [Entry], _ make: ([Entry]) -> Reply
  ) {
    guard call.wantsMore, entries.count > Self.entriesPerReply else { return reply(call.id, make(entries)) }
    var rest = entries[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(Self.entriesPerReply))
      rest = rest.dropFirst(Self.entriesPerReply)
      reply(call.id, make(part), last: rest.isEmpty)
    }
  }

  private static func entry(_ array: ElectrodeArrayDefinition) -> Control.ArrayEntry {
    Control.ArrayEntry(
      name: array.name, title: array.title, kind: array.kind.rawValue, identity: array.identity.ascii,
      carriesIdentity: array.carriesIdentity, gaps: array.gaps, electrodes: array.electrodes.map(\.name),
      pairs: Int64(array.pairs.count), maximumVoltage: array.maximumVoltage, maximumField: array.maximumField,
      source: array.source.citation, verified: array.source.isVerified, file: array.file)
  }

  private static func entry(_ definition: ProtocolDefinition) -> Control.ProtocolEntry {
    var field: FieldStrength?
    var minimum: FieldStrength?
    var voltage: Voltage?
    switch definition.dose {
    case .field(let wanted, let least):
      field = wanted
      minimum = least
    case .voltage(let typed): voltage = typed
    }
    let synchronisation =
      switch definition.synchronisation {
      case .none: "none"
      case .eachStep: "eachStep"
      case .eachPulse: "eachPulse"
      }
    return Control.ProtocolEntry(
      name: definition.name, title: definition.title, field: field, minimumField: minimum, voltage: voltage,
      pulses: Int64(definition.pulses), width: definition.width, period: definition.period,
      polarity: definition.polarity.rawValue, synchronisation: synchronisation, arrays: definition.arrays,
      description: definition.description, source: definition.source.citation,
      verified: definition.source.isVerified, file: definition.file)
  }

  mutating func diagnose(_ call: ServiceCall) {
    let link = status.counters
    var counters: [(String, Int64)] = [
      ("loop.ticks", Int64(clamping: status.tick)), ("loop.lostEvents", Int64(clamping: status.lostEvents)),
      ("link.framesSent", Int64(link.framesSent)), ("link.framesReceived", Int64(link.framesReceived)),
      ("link.damaged", Int64(link.damaged)), ("link.otherLink", Int64(link.otherLink)),
      ("link.notNewer", Int64(link.notNewer)), ("link.notMessages", Int64(link.notMessages)),
      ("link.invalidReadings", Int64(link.invalidReadings)), ("link.timeouts", Int64(link.timeouts)),
      ("link.retries", Int64(link.retries)), ("link.rejections", Int64(link.rejections)),
      ("link.releasesRejected", Int64(link.releasesRejected)), ("link.deferred", Int64(link.deferred)),
      ("link.handshakes", Int64(link.handshakes)), ("link.strayReports", Int64(link.strayReports)),
      ("record.waiting", Int64(record.outstanding)), ("service.connections", Int64(peers.count)),
      ("service.monitors", Int64(monitors.count)),
    ]
    if let lateness = setup.lateness {
      for (name, share) in [("p50", 500_000), ("p99", 990_000), ("p99.9", 999_000)] as [(String, UInt64)] {
        if let span = lateness.quantile(perMillion: share) {
          counters.append(("loop.lateness_ns.\(name)", span.nanoseconds))
        }
      }
      counters.append(("loop.lateness_ns.worst", lateness.worstLateness.nanoseconds))
    }
    reply(
      call.id,
      Control.GetDiagnostics.Reply(
        counters: counters.map { Control.Counter(name: $0.0, value: $0.1) }, notes: remarks))
  }

  private var remarks: [String] {
    var notes = setup.notes
    if let settings = setup.configuration?.settings {
      notes.append("emergency stop without this computer: \(settings.emergencyStopPath)")
      if let reason = settings.allowWithoutRealtime {
        notes.append("arming without realtime priority is allowed: \(reason)")
      }
    }
    notes += setup.access.unknown.map { "`access:` names \($0), which this system does not know" }
    if let trouble = record.trouble { notes.append("record: \(trouble)") }
    if let calibrationObjection { notes.append("calibration: \(calibrationObjection)") }
    if case .refused(let reason) = status.gate { notes.append("second gate: \(reason.sentence)") }
    return notes
  }
}
