import MartletOperations

/// Where the random numbers of a script come from: its seed and the number of draws so far
/// (decision M23).
public struct ScriptRandomness: Sendable {
  /// The script's seed.
  public private(set) var seed: Int
  /// How many keys have been taken since the seed was set.
  public private(set) var statement = 0

  /// The state after `seed(n)`.
  public init(seed: Int) { self.seed = seed }

  /// A key that no other statement of the run has.
  public mutating func takeKey() -> Int {
    statement += 1
    return Int(bitPattern: UInt(Philox(key: seed, place: UInt64(statement)).key))
  }
}
