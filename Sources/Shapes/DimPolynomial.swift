/// A sum of terms that is not a number.
struct DimPolynomial: Hashable, Sendable {
  /// The terms, greatest monomial first, no coefficient 0.
  let terms: [DimTerm]

  /// Makes the sum of `terms`, which are sorted.
  init(terms: [DimTerm]) {
    self.terms = terms
  }

  /// Makes the polynomial that is just `monomial`.
  init(_ monomial: DimMonomial) {
    terms = [DimTerm(monomial: monomial, coefficient: 1)]
  }

  /// The atom that it is, if it is just one.
  var atom: DimAtom? {
    guard terms.count == 1, terms[0].coefficient == 1, terms[0].monomial.degree == 1
    else { return nil }
    return terms[0].monomial.factors[0].atom
  }

  /// The factors of all monomials, one after the other.
  var factors: some Sequence<DimFactor> { terms.lazy.flatMap(\.monomial.factors) }

  /// The parts that the budget counts.
  var weight: Int { terms.reduce(0) { $0 + $1.monomial.weight } }
}

extension DimPolynomial: Comparable {
  /// Whether `a` stands before `b` in an order that is stable, but says nothing about sizes.
  static func < (a: DimPolynomial, b: DimPolynomial) -> Bool {
    for (x, y) in zip(a.terms, b.terms) where x != y {
      return x.monomial == y.monomial
        ? x.coefficient < y.coefficient : x.monomial < y.monomial
    }
    return a.terms.count < b.terms.count
  }
}
