import MartletShapes
import MartletSource

/// A claim about sizes that could not be proved before they were known.
///
/// It is checked each time sizes are laid out; inside the graph it is a fact.
public struct SizeRequirement: Hashable, Sendable {
  /// What must hold.
  public let claim: DimClaim
  /// What the user is told if it does not.
  public let diagnostic: Diagnostic

  /// A requirement of the given claim and message.
  public init(_ claim: DimClaim, otherwise diagnostic: Diagnostic) {
    self.claim = claim
    self.diagnostic = diagnostic
  }
}
