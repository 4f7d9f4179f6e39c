/// A set of small numbers.
struct BitSet {
  /// The members, 64 a word.
  private var words: [UInt64]

  /// An empty set of numbers below `capacity`.
  init(capacity: Int) { words = [UInt64](repeating: 0, count: (capacity + 63) / 64) }

  /// Whether a number is a member.
  func contains(_ number: Int) -> Bool { words[number >> 6] >> UInt64(number & 63) & 1 != 0 }

  /// Makes a number a member.
  mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

  /// Makes a number no member.
  mutating func remove(_ number: Int) { words[number >> 6] &= ~(1 << UInt64(number & 63)) }

  /// Adds the members of another set.
  mutating func formUnion(_ other: BitSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  /// Whether a member satisfies a condition.
  func contains(where condition: (Int) -> Bool) -> Bool {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        if condition(index * 64 + rest.trailingZeroBitCount) { return true }
        rest &= rest - 1
      }
    }
    return false
  }
}
