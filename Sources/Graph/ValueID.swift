/// The identity of a value of a graph: a parameter, or a result of a node.
public struct ValueID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The position in `Graph.types`.
  public let index: Int

  /// The value at the given position of `Graph.types`.
  public init(index: Int) { self.index = index }

  /// The order in which the values were made.
  public static func < (left: ValueID, right: ValueID) -> Bool { left.index < right.index }

  /// The text form, `%3`.
  public var description: String { "%\(index)" }
}
