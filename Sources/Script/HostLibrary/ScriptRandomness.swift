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

  /// The state that a checkpoint holds as `text`; nil if that is none.
  init?(_ text: String) {
    let numbers = text.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    (base, count) = (numbers[0], numbers[1])
  }

  /// The state as a checkpoint holds it.
  var text: String { "\(base) \(count)" }

  /// The key of the first of some statements that draw; the others' follow it one by one.
  public mutating func takeKeys(_ statements: Int) -> Int {
    defer { count += statements }
    return base &+ count
  }
}
