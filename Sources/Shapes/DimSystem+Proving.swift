extension DimSystem {
  /// Whether the normal form alone shows `claim`.
  func provesAtSight(_ claim: DimClaim) -> Bool {
    let (a, b) = claim.sides
    guard let gap = normalised(a - b).constant else { return false }
    return claim.holds(between: gap, and: 0)
  }

  /// Whether `claim` follows from the facts.
  func proves(_ claim: DimClaim) -> Bool {
    let (a, b) = claim.sides
    let gap = normalised(a - b)
    guard gap.isDefined else { return false }
    switch claim {
    case .equal:
      if let constant = gap.constant { return constant == 0 }
      if bounds.isEmpty && gap.floors.isEmpty { return false }
      var prover = DimProver(self)
      return prover.isAtLeastZero(gap) && prover.isAtLeastZero(-gap)
    case .atLeast:
      var prover = DimProver(self)
      return prover.isAtLeastZero(gap)
    case .different:
      if let constant = gap.constant { return constant != 0 }
      if nonZeros.contains(gap) || nonZeros.contains(-gap) || gap.isNeverZero { return true }
      var prover = DimProver(self)
      return prover.isAtLeastZero(gap - 1) || prover.isAtLeastZero(-gap - 1)
    }
  }
}

extension Dim {
  /// Whether it is never 0 because its coefficients share a factor that its constant lacks.
  fileprivate var isNeverZero: Bool {
    guard let last = terms.last, last.monomial.degree == 0 else { return false }
    let factor = terms.dropLast().reduce(0) { Dim.gcd($0, $1.coefficient) }
    return factor > 1 && !last.coefficient.isMultiple(of: factor)
  }
}
