import MartletOperations

/// Where the random numbers of a script come from: its seed, and how many statements have taken
/// keys since it was set (decision M23).
public struct ScriptRandomness: Sendable {
  /// The key of the first statement.
  private let base: Int
  /// How many statements have taken a key.
  private var count = 0

  /// The state after `seed(n)`.
  public init(seed: Int) {
    base = Int(bitPattern: UInt(Philox(key: seed, place: 0).key))
  }

  /// The key of the first of some statements that draw; the others' follow it one by one.
  public mutating func takeKeys(_ statements: Int) -> Int {
    defer { count += statements }
    return base &+ count
  }
}
