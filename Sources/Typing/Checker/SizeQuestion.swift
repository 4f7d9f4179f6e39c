import MartletShapes

/// A question about sizes that the checker asked of the solver, with the answer.
public struct SizeQuestion: Sendable, CustomStringConvertible {
  /// What was known.
  public let facts: [DimClaim]
  /// What was asked.
  public let claim: DimClaim
  /// The answer.
  public let verdict: DimVerdict

  /// The question as one line: `D % H == 0 ⊢ H * (D // H) == D`.
  public var description: String {
    (facts.map(\.description).joined(separator: ", ") + " ⊢ " + claim.description)
  }
}
