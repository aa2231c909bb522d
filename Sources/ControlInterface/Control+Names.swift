extension Control {
  /// Which part a user may play. observer: reads. operator: treats. technician: as the operator, but pulses into
  /// loads only, never into tissue. engineer: reads, diagnoses, self-tests.
  public enum Role: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case observer
    /// See the type's own text.
    case `operator`
    /// See the type's own text.
    case technician
    /// See the type's own text.
    case engineer
  }

  /// The state of the machine. notConfigured: no generator is configured, or the configuration is bad. starting:
  /// nothing is known of the generator's energy. standby: its bank is measured below 42 V. probing: each pair is
  /// measured at low voltage. charging, armed, delivering: as they say. waitingForBeat: a synchronised pulse waits
  /// for the heart. settling: the bank moves to the next pair's voltage. discharging: the bank is being emptied.
  public enum Mode: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case notConfigured
    /// See the type's own text.
    case starting
    /// See the type's own text.
    case standby
    /// See the type's own text.
    case probing
    /// See the type's own text.
    case charging
    /// See the type's own text.
    case armed
    /// See the type's own text.
    case waitingForBeat
    /// See the type's own text.
    case delivering
    /// See the type's own text.
    case settling
    /// See the type's own text.
    case discharging
  }

  /// The connection to the generator. opening: the handshake is not finished, or another generator than the
  /// configured one answered.
  public enum Link: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case down
    /// See the type's own text.
    case opening
    /// See the type's own text.
    case up
  }

  /// The two-stage pedal. implausible: its contacts contradict each other.
  public enum Pedal: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case absent
    /// See the type's own text.
    case released
    /// See the type's own text.
    case first
    /// See the type's own text.
    case second
    /// See the type's own text.
    case implausible
  }

  /// What became of a train. unresolved: nobody knows how many pulses were given, and no train may start before that
  /// is settled. deliveredUnmeasured: all were given, by a generator that measures none.
  public enum OutcomeName: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case delivered
    /// See the type's own text.
    case partial
    /// See the type's own text.
    case notDelivered
    /// See the type's own text.
    case unresolved
    /// See the type's own text.
    case deliveredUnmeasured
  }

  /// What a plan is for: tissue, a declared load outside the generator, or the generator's own load.
  public enum PlanKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case treatment
    /// See the type's own text.
    case testLoad
    /// See the type's own text.
    case selfTest
  }

  /// The limit that binds a voltage. plan: none, the voltage is the one that was asked for.
  public enum LimitName: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case plan
    /// See the type's own text.
    case machine
    /// See the type's own text.
    case array
    /// See the type's own text.
    case positiveElectrode
    /// See the type's own text.
    case negativeElectrode
    /// See the type's own text.
    case field
  }

  /// How far an arming or a train has come.
  public enum Phase: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case prepared
    /// See the type's own text.
    case probing
    /// See the type's own text.
    case charging
    /// See the type's own text.
    case armed
    /// See the type's own text.
    case accepted
    /// See the type's own text.
    case pulse
    /// See the type's own text.
    case outcome
  }
}
