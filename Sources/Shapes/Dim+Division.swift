extension Dim {
  /// The quotient rounded down, for a divisor that is not 0 at any size that matters.
  ///
  /// Canonical form: multiples of the divisor are pulled out, common factors are cancelled, and a
  /// floor of a floor is one floor. Undefined if the divisor is the number 0.
  ///
  ///     (2 * h + 3).floorDivided(by: 2)                    // H + 1
  ///     h.floorDivided(by: 2).floorDivided(by: 3)          // H // 6
  public func floorDivided(by divisor: Dim) -> Dim {
    switch (form, divisor.form) {
    case (.undefined, _), (_, .undefined), (_, .constant(0)): return .undefined
    case (_, .constant(1)): return self
    case (_, .constant(-1)): return -self
    case (.constant(let x), .constant(let y)):
      return Dim.floorQuotient(x, y).map { Dim($0) } ?? .undefined
    case (.constant, .polynomial), (.polynomial, _):
      // floor(p, q) = floor(-p, -q): the divisor leads with a positive coefficient.
      if divisor.terms[0].coefficient < 0 { return (-self).floorDivided(by: -divisor) }
      let (whole, rest) = divided(by: divisor)
      guard whole.isDefined, rest.isDefined else { return .undefined }
      return whole + rest.floorOfRemainder(by: divisor)
    }
  }

  /// The remainder `p - q * (p // q)`, which has the sign of the divisor.
  public func remainder(by divisor: Dim) -> Dim {
    self - divisor * floorDivided(by: divisor)
  }

  /// The quotient of two numbers rounded down; nil if it overflows or `y` is 0.
  static func floorQuotient(_ x: Int, _ y: Int) -> Int? {
    let (quotient, overflow) = x.dividedReportingOverflow(by: y)
    guard !overflow else { return nil }
    let isInexact = quotient * y != x
    return isInexact && (x < 0) != (y < 0) ? quotient - 1 : quotient
  }

  /// A number that it never falls below, read off the coefficients; nil if none can be seen.
  ///
  /// Counts only on symbols not being negative.
  var evidentLowerBound: Int? {
    switch form {
    case .undefined: return nil
    case .constant(let value): return value
    case .polynomial(let polynomial):
      var constant = 0
      for term in polynomial.terms {
        if term.monomial.degree == 0 {
          constant = term.coefficient
        } else if term.coefficient < 0 || !term.monomial.isEvidentlyNonNegative {
          return nil
        }
      }
      return constant
    }
  }

  /// Whole and rest of division by a polynomial, leading term by leading term.
  private func divided(by divisor: Dim) -> (whole: Dim, rest: Dim) {
    let lead = divisor.terms[0]
    var whole: Dim = 0
    var rest: Dim = 0
    var open = self
    var steps = 0
    while let term = open.terms.first, rest.isDefined {
      steps += 1
      if steps > Dim.termLimit { return (.undefined, .undefined) }
      let factor = Dim.floorQuotient(term.coefficient, lead.coefficient) ?? 0
      if factor != 0, let monomial = term.monomial.divided(by: lead.monomial) {
        whole = whole + Dim(1).times(monomial, factor)
        open = open - divisor.times(monomial, factor)
      }
      // What is left of the leading term is smaller than the divisor's: it stays.
      if let left = open.terms.first, left.monomial == term.monomial {
        let kept = Dim(canonical: [left])
        rest = rest + kept
        open = open - kept
      }
    }
    return open.isDefined ? (whole, rest) : (.undefined, .undefined)
  }

  /// The floor of a remainder of `divided(by:)`.
  private func floorOfRemainder(by divisor: Dim) -> Dim {
    let bound = divisor.evidentLowerBound.flatMap { $0 < 0 ? nil : max($0, 1) }
    if let constant, constant == 0 { return 0 }
    if let bound, let constant {
      // Not `-bound...`: the least number has no negative.
      if constant >= 0 && constant < bound { return 0 }
      if constant < 0 && constant + bound >= 0 { return -1 }
    }
    if let (numerator, divisor) = withoutCommonFactor(divisor, isPositive: bound != nil) {
      return numerator.floorDivided(by: divisor)
    }
    if bound != nil, let merged = floorOfFloor(by: divisor), merged.isDefined { return merged }
    let floor = DimFloor(numerator: self, divisor: divisor)
    return floor.weight > Dim.weightLimit ? .undefined : Dim(.floor(floor))
  }

  /// Both without the factor they share; nil if they share none.
  ///
  /// For a positive divisor the numerator's constant need not be a multiple:
  /// `(g*p + k) // (g*q) = (p + k // g) // q`.
  private func withoutCommonFactor(_ divisor: Dim, isPositive: Bool) -> (Dim, Dim)? {
    let all = terms + divisor.terms
    let monomial = all.dropFirst().reduce(all[0].monomial) { $0.commonDivisor(with: $1.monomial) }
    let mayRound = isPositive && monomial.degree == 0
    let counted = terms.filter { !mayRound || $0.monomial.degree > 0 } + divisor.terms
    let factor = counted.reduce(0) { Dim.gcd($0, $1.coefficient) }
    guard factor > 1 || monomial.degree > 0 else { return nil }
    return (reduced(by: monomial, factor), divisor.reduced(by: monomial, factor))
  }

  /// Every term divided by `monomial` and `factor`, which divide it; only a number is rounded.
  func reduced(by monomial: DimMonomial, _ factor: Int) -> Dim {
    let reduced = terms.compactMap { term -> DimTerm? in
      let coefficient = Dim.floorQuotient(term.coefficient, factor) ?? 0
      guard coefficient != 0, let rest = term.monomial.divided(by: monomial) else { return nil }
      return DimTerm(monomial: rest, coefficient: coefficient)
    }
    return Dim(canonical: reduced)
  }

  /// `(x // a + k) // b` as `(x + k*a) // (a*b)`, for a positive `b`; nil if it has no such form.
  private func floorOfFloor(by divisor: Dim) -> Dim? {
    var inner: DimFloor?
    for term in terms {
      for factor in term.monomial.factors {
        guard case .floor(let floor) = factor.atom else { continue }
        guard inner == nil, term.coefficient == 1, term.monomial.degree == 1 else { return nil }
        inner = floor
      }
    }
    guard let inner else { return nil }
    let offset = self - Dim(.floor(inner))
    return (inner.numerator + offset * inner.divisor)
      .floorDivided(by: inner.divisor * divisor)
  }

  /// The greatest common divisor; the other number's size if one is 0.
  static func gcd(_ a: Int, _ b: Int) -> Int {
    var (x, y) = (a.magnitude, b.magnitude)
    while y != 0 { (x, y) = (y, x % y) }
    return Int(exactly: x) ?? 1
  }
}

extension DimMonomial {
  /// Whether it is seen not to be negative, since symbols are not.
  var isEvidentlyNonNegative: Bool {
    factors.allSatisfy { factor in
      switch factor.atom {
      case .symbol: true
      case .floor(let floor):
        (floor.numerator.evidentLowerBound ?? -1) >= 0
          && (floor.divisor.evidentLowerBound ?? -1) >= 0
      case .root: true
      }
    }
  }
}
