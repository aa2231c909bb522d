/// What can be seen of the programs from outside.
enum DaemonRows {
  static func measure(_ effort: Effort, _ options: Options) -> [Row] { [] }
}
