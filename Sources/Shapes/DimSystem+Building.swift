extension DimSystem {
  /// The most fresh symbols; equations beyond are not used.
  private static let witnessLimit = 24

  /// Makes `claims` ready for use, equations in the given order.
  init(_ claims: [DimClaim], zeros: Set<DimSymbol>) {
    for symbol in zeros { leastSizes[symbol] = 0 }
    for claim in claims { add(claim) }
  }

  /// Makes one more claim ready for use.
  mutating func add(_ claim: DimClaim) {
    switch claim {
    case .equal(let a, let b): addEquation(a - b)
    case .atLeast(let a, let b): addBound(a - b)
    case .different(let a, let b): addNonZero(a - b)
    }
  }

  /// Adds that `dim` is at least 0.
  private mutating func addBound(_ dim: Dim) {
    let bound = normalised(dim).withoutContent
    guard bound.isDefined, bound.constant == nil, !bounds.contains(bound) else { return }
    let terms = bound.terms
    let least = terms.count > 1 ? 0 &- terms[1].coefficient : 0
    if let symbol = terms[0].monomial.symbol, terms[0].coefficient == 1,
      terms.count == 1 || (terms.count == 2 && terms[1].monomial.degree == 0)
    {
      leastSizes[symbol] = max(leastSize(of: symbol), least)
    } else {
      bounds.append(bound)
    }
  }

  /// Adds that `dim` is not 0, as a bound if its sign is known.
  private mutating func addNonZero(_ dim: Dim) {
    let dim = normalised(dim)
    guard dim.isDefined, dim.constant == nil else { return }
    nonZeros.append(dim)
    var prover = DimProver(self)
    if prover.isAtLeastZero(dim) { addBound(dim - 1) }
    if prover.isAtLeastZero(-dim) { addBound(-dim - 1) }
  }

  /// Adds that `dim` is 0.
  private mutating func addEquation(_ dim: Dim) {
    let equation = withoutPositiveFactor(normalised(dim))
    guard equation.isDefined, equation.constant == nil, witnesses.count < DimSystem.witnessLimit
    else { return }
    if addDivision(equation) || solve(equation) || solveRatio(equation) { return }
    direct(equation)
  }

  /// The equation without factors that are not 0.
  private func withoutPositiveFactor(_ equation: Dim) -> Dim {
    guard let first = equation.terms.first else { return equation }
    let common = equation.terms.dropFirst().reduce(first.monomial) {
      $0.commonDivisor(with: $1.monomial)
    }
    let nonZero = DimMonomial(
      factors: common.factors.filter { factor in
        guard case .symbol(let symbol) = factor.atom else { return false }
        return leastSize(of: symbol) > 0
      })
    let content = equation.terms.reduce(0) { Dim.gcd($0, $1.coefficient) }
    return equation.reduced(by: nonZero, max(content, 1))
  }

  /// Adds `p - q * (p // q) - c == 0` with a witness for the floor; false if it has no such form.
  private mutating func addDivision(_ equation: Dim) -> Bool {
    for floor in equation.floors {
      guard let (factor, rest) = equation.linear(in: .floor(floor)) else { continue }
      let sign = factor == -floor.divisor ? 1 : factor == floor.divisor ? -1 : 0
      guard sign != 0, !rest.floors.contains(floor) else { continue }
      // rest is p - c, a multiple of q.
      let multiple = rest.scaled(by: sign)
      var prover = DimProver(self)
      guard prover.isAtLeastZero(floor.divisor - 1), prover.isAtLeastZero(floor.numerator),
        normalised(multiple - floor.numerator).constant != nil
      else { continue }
      let isPositive = prover.isAtLeastZero(multiple - 1)
      let witness = addWitness(
        for: multiple, over: floor.divisor, leastSize: isPositive ? 1 : 0)
      let exact = multiple - floor.divisor * Dim(witness)
      if !solve(exact, keeping: floor.divisor.symbols.union([witness])) {
        direct(exact, from: multiple.terms.first)
      }
      return true
    }
    return false
  }

  /// Makes a fresh symbol for the exact quotient `numerator / divisor`.
  private mutating func addWitness(for numerator: Dim, over divisor: Dim, leastSize: Int)
    -> DimSymbol
  {
    let symbol = DimSymbol(id: -1 - witnesses.count, name: "k\(witnesses.count + 1)")
    leastSizes[symbol] = leastSize
    witnesses.append(DimWitness(symbol: symbol, numerator: numerator, divisor: divisor))
    return symbol
  }

  /// Solves `a*u == b*v` with `a` and `b` coprime: both are multiples of one fresh symbol.
  private mutating func solveRatio(_ equation: Dim) -> Bool {
    let terms = equation.terms
    guard terms.count == 2, (terms[0].coefficient < 0) != (terms[1].coefficient < 0),
      let u = terms[0].monomial.symbol, let v = terms[1].monomial.symbol,
      let a = Int(exactly: terms[0].coefficient.magnitude),
      let b = Int(exactly: terms[1].coefficient.magnitude)
    else { return false }
    let mayBeZero = leastSize(of: u) <= 0 && leastSize(of: v) <= 0
    let witness = Dim(addWitness(for: Dim(u), over: Dim(b), leastSize: mayBeZero ? 0 : 1))
    substitute(Dim(b) * witness, for: u)
    substitute(Dim(a) * witness, for: v)
    return true
  }

  /// Solves `equation` for a symbol that occurs once, linearly, with coefficient 1 or -1.
  private mutating func solve(_ equation: Dim, keeping kept: Set<DimSymbol> = []) -> Bool {
    var best: (symbol: DimSymbol, value: Dim, isPlain: Bool)?
    for term in equation.terms where term.coefficient.magnitude == 1 {
      guard let symbol = term.monomial.symbol, !kept.contains(symbol) else { continue }
      let rest = equation - Dim(canonical: [term])
      guard rest.isDefined, !rest.mentions([symbol]) else { continue }
      let value = rest.scaled(by: -term.coefficient)
      let isPlain = (value.evidentLowerBound ?? -1) >= 0
      // Later symbols go first, so that earlier names survive.
      if best == nil || isPlain || !best!.isPlain { best = (symbol, value, isPlain) }
    }
    guard let best else { return false }
    substitute(best.value, for: best.symbol)
    return true
  }

  /// Replaces `symbol` by `value` everywhere.
  private mutating func substitute(_ value: Dim, for symbol: DimSymbol) {
    let least = leastSize(of: symbol)
    solutions[symbol] = value
    let (oldRules, oldBounds, oldNonZeros) = (rules, bounds, nonZeros)
    (rules, bounds, nonZeros) = ([], [], [])
    solutions = solutions.mapValues { normalised($0) }
    addBound(value - Dim(least))
    for bound in oldBounds { addBound(bound) }
    for rule in oldRules { addEquation(rule.equation) }
    for dim in oldNonZeros { addNonZero(dim) }
  }

  /// Makes a rule of `equation`, from its leading term, or from `lead` and what is left of it.
  private mutating func direct(_ equation: Dim, from lead: DimTerm? = nil) {
    let term = equation.terms.first { $0.monomial == lead?.monomial } ?? equation.terms[0]
    let positive = equation.scaled(by: term.coefficient < 0 ? -1 : 1)
    guard
      let coefficient = positive.terms.first(where: { $0.monomial == term.monomial })?
        .coefficient
    else { return }
    let product = Dim(1).times(term.monomial, coefficient)
    rules.append(
      DimRule(
        monomial: term.monomial, coefficient: coefficient, replacement: product - positive))
    if coefficient > 1 {
      addBound(equation)
      addBound(-equation)
    }
  }
}
