public import GeneratorLink

/// An end of a pulse.
public enum PulseEdge: String, Hashable, Sendable, CaseIterable {
  /// Its start: what happens then, happens in this pulse.
  case start
  /// Its end, behind which the next pulse has not been decided.
  case end
}

/// When something is to happen, once.
public enum Trigger: Hashable, Sendable {
  /// At once.
  case now
  /// At a moment of the simulation; at once if that is past.
  case time(SimulationInstant)
  /// When the device enters this state; at once if it is in it.
  case entering(DeviceState)
  /// At a pulse of the present or the next train, counted from 1 in the whole train.
  case pulse(UInt16, PulseEdge)
}

/// What is to happen.
public enum SimulatedAction: Sendable {
  /// A fault comes.
  case fault(SimulatedFault)
  /// A fault goes.
  case clear(FaultEntry)
  /// A line closes (true) or opens.
  case line(InputLine, isClosed: Bool)
  /// Another array is on the socket, or none.
  case array(SimulatedArray?)
  /// ``DeviceHooks/notice`` is called with this number.
  case notice(UInt32)
}

/// How the device reaches the world around it; each is called at once, within `advance` or `receive`.
public struct DeviceHooks: Sendable {
  /// Stores the memory; false means that it could not. Called before each pulse, so a slow one makes pulses late.
  public var store: (@Sendable (NonVolatileMemory) -> Bool)?
  /// Gets each event of the truth log; then they are not kept in ``VirtualGenerator/truth``.
  public var truth: (@Sendable (TruthEvent) -> Void)?
  /// Gets the numbers of ``SimulatedAction/notice(_:)``.
  public var notice: (@Sendable (UInt32) -> Void)?

  /// No hooks.
  public init() {}
}
