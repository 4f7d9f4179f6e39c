import MartletShapes

/// Why an operation cannot take inputs of certain types.
///
/// Only our own mistakes end here: what a user wrote was checked before a graph is built.
public struct TypeFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in one line.
  public let description: String

  /// A fault of the given description.
  public init(_ description: String) { self.description = description }

  /// Throws a fault of the given description unless the condition holds.
  public static func check(_ condition: Bool, _ description: @autoclosure () -> String)
    throws(TypeFault)
  {
    if !condition { throw TypeFault(description()) }
  }
}

extension DimFacts {
  /// Whether two sizes are proved equal.
  public func equal(_ left: Dim, _ right: Dim) -> Bool {
    if left == right { return true }
    if left.constant != nil, right.constant != nil { return false }
    return isProved(.equal(left, right))
  }

  /// Whether two lists of sizes have the same length and are proved equal, one by one.
  public func equal(_ left: [Dim], _ right: [Dim]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { equal($0, $1) }
  }

  /// Whether two optional bounds are both absent or proved equal.
  public func equal(_ left: Dim?, _ right: Dim?) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): equal(left, right)
    case (nil, _?), (_?, nil): false
    }
  }

  /// Whether a claim is proved.
  public func isProved(_ claim: DimClaim) -> Bool {
    if case .proved = verdict(on: claim) { true } else { false }
  }

  /// Whether a claim is refuted.
  public func isRefuted(_ claim: DimClaim) -> Bool {
    if case .refuted = verdict(on: claim) { true } else { false }
  }
}
