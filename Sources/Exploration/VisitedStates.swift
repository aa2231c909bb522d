/// The keys that were seen, each with the number of its state: an open-addressing table, because a Set of the library's
/// takes five times as long and an exploration asks it at every transition.
struct VisitedStates: Sendable {
  private var keys: [AbstractKey]
  private var numbers: [UInt32]
  private var mask: Int
  /// How many keys there are.
  private(set) var count = 0

  private static let empty = UInt32.max

  init() {
    let capacity = 1 << 12
    keys = Array(repeating: AbstractKey.none, count: capacity)
    numbers = Array(repeating: VisitedStates.empty, count: capacity)
    mask = capacity - 1
  }

  /// The number of a key; a new one gets the next number.
  mutating func number(of key: AbstractKey) -> (number: UInt32, isNew: Bool) {
    if count * 2 > mask { grow() }
    var place = VisitedStates.place(of: key) & mask
    while numbers[place] != VisitedStates.empty {
      if keys[place] == key { return (numbers[place], false) }
      place = (place &+ 1) & mask
    }
    keys[place] = key
    numbers[place] = UInt32(count)
    count += 1
    return (UInt32(count - 1), true)
  }

  private static func place(of key: AbstractKey) -> Int {
    var mixed = key.mode &* 0x9e37_79b9_7f4a_7c15 ^ key.beside &* 0xc2b2_ae3d_27d4_eb4f
    mixed ^= mixed >> 29
    mixed = mixed &* 0xbf58_476d_1ce4_e5b9
    mixed ^= mixed >> 32
    return Int(truncatingIfNeeded: mixed >> 1)
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldNumbers = numbers
    let capacity = (mask + 1) * 2
    keys = Array(repeating: AbstractKey.none, count: capacity)
    numbers = Array(repeating: VisitedStates.empty, count: capacity)
    mask = capacity - 1
    for (index, number) in oldNumbers.enumerated() where number != VisitedStates.empty {
      var place = VisitedStates.place(of: oldKeys[index]) & mask
      while numbers[place] != VisitedStates.empty { place = (place &+ 1) & mask }
      keys[place] = oldKeys[index]
      numbers[place] = number
    }
  }
}
