/// A product of powers of atoms, such as `H*W**2`.
struct DimMonomial: Hashable, Sendable {
  /// The powers, by atom; none for the monomial 1.
  let factors: [DimFactor]
  /// The sum of the exponents.
  let degree: Int

  /// The empty product.
  static let one = DimMonomial(factors: [])

  /// Makes the product of `factors`, which are sorted and differ in their atoms.
  init(factors: [DimFactor]) {
    self.factors = factors
    degree = factors.reduce(0) { $0 + $1.exponent }
  }

  /// Makes the monomial that is just `atom`.
  init(_ atom: DimAtom) {
    self.init(factors: [DimFactor(atom: atom, exponent: 1)])
  }

  /// The parts that the budget counts.
  var weight: Int {
    factors.reduce(1) { sum, factor in
      switch factor.atom {
      case .symbol: sum + 1
      case .floor(let floor): sum + floor.weight
      case .root(let radicand): sum + radicand.weight
      }
    }
  }

  /// The symbol that it is, if it is just one.
  var symbol: DimSymbol? {
    guard degree == 1, case .symbol(let symbol)? = factors.first?.atom else { return nil }
    return symbol
  }

  /// The exponent of `atom`, 0 if it is absent.
  func exponent(of atom: DimAtom) -> Int {
    factors.first { $0.atom == atom }?.exponent ?? 0
  }

  /// The product of two monomials.
  static func * (a: DimMonomial, b: DimMonomial) -> DimMonomial {
    if a.factors.isEmpty { return b }
    if b.factors.isEmpty { return a }
    // Mostly the factors need no merging.
    if a.factors[a.factors.count - 1].atom < b.factors[0].atom {
      return DimMonomial(factors: a.factors + b.factors)
    }
    return a.merged(with: b, exponent: +) ?? .one
  }

  /// The quotient, if `divisor` divides it.
  func divided(by divisor: DimMonomial) -> DimMonomial? {
    if divisor.factors.isEmpty { return self }
    guard divisor.degree <= degree else { return nil }
    return merged(with: divisor, exponent: -)
  }

  /// The greatest monomial that divides both.
  func commonDivisor(with other: DimMonomial) -> DimMonomial {
    DimMonomial(
      factors: factors.compactMap { factor in
        let exponent = min(factor.exponent, other.exponent(of: factor.atom))
        return exponent == 0 ? nil : DimFactor(atom: factor.atom, exponent: exponent)
      })
  }

  /// The monomial whose exponents `combine` makes of both; nil if one would be negative.
  private func merged(with other: DimMonomial, exponent combine: (Int, Int) -> Int)
    -> DimMonomial?
  {
    var result: [DimFactor] = []
    result.reserveCapacity(factors.count + other.factors.count)
    var i = 0
    var j = 0
    while i < factors.count || j < other.factors.count {
      let takesLeft =
        j == other.factors.count
        || (i < factors.count && factors[i].atom <= other.factors[j].atom)
      let takesRight =
        i == factors.count
        || (j < other.factors.count && other.factors[j].atom <= factors[i].atom)
      let exponent = combine(
        takesLeft ? factors[i].exponent : 0, takesRight ? other.factors[j].exponent : 0)
      if exponent < 0 { return nil }
      if exponent > 0 {
        let atom = takesLeft ? factors[i].atom : other.factors[j].atom
        result.append(DimFactor(atom: atom, exponent: exponent))
      }
      i += takesLeft ? 1 : 0
      j += takesRight ? 1 : 0
    }
    return DimMonomial(factors: result)
  }
}

extension DimMonomial: Comparable {
  /// Whether `a` is the smaller one: by degree, then by the exponents of the first atoms.
  static func < (a: DimMonomial, b: DimMonomial) -> Bool {
    if a.degree != b.degree { return a.degree < b.degree }
    for (x, y) in zip(a.factors, b.factors) where x != y {
      return x.atom == y.atom ? x.exponent < y.exponent : x.atom > y.atom
    }
    return false
  }
}

/// A power of an atom.
struct DimFactor: Hashable, Sendable {
  /// The base.
  let atom: DimAtom
  /// The exponent, at least 1.
  let exponent: Int
}

/// A monomial with its coefficient.
struct DimTerm: Hashable, Sendable {
  /// What is multiplied.
  let monomial: DimMonomial
  /// How often it is taken; not 0 in a polynomial.
  let coefficient: Int
}
