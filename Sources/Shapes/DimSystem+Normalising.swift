extension DimSystem {
  /// The most steps of rewriting for one dim; where it stops, the dim is still an equal one.
  private static let rewriteLimit = 48

  /// The canonical form under the equations; written with fresh symbols.
  func normalised(_ dim: Dim) -> Dim {
    rewritten(substituted(dim))
  }

  /// The dim with solved symbols replaced and floors in normal form, but no rule used on the sum.
  private func substituted(_ dim: Dim) -> Dim {
    guard case .polynomial = dim.form else { return dim }
    let result = dim.mappingAtoms { atom in
      switch atom {
      case .symbol(let symbol): solutions[symbol] ?? Dim(atom)
      case .floor(let floor): normalised(floor)
      case .root(let radicand): normalised(radicand).squareRoot()
      }
    }
    return result.isDefined ? result : dim
  }

  /// The normal form of a floor.
  private func normalised(_ floor: DimFloor) -> Dim {
    let divisor = normalised(floor.divisor)
    let numerator = substituted(floor.numerator)
    // A rule may hide that the divisor divides the numerator, or show it.
    let plain = numerator.floorDivided(by: divisor)
    if plain.isDefined && plain.floors.isEmpty { return plain }
    let ruled = rules.isEmpty ? plain : rewritten(numerator).floorDivided(by: divisor)
    let best = ruled.isDefined ? ruled : plain
    return best.isDefined ? best.mappingAtoms(bounded) : Dim(.floor(floor))
  }

  /// The atom, or the number that a floor is seen to be.
  private func bounded(_ atom: DimAtom) -> Dim {
    guard case .floor(let floor) = atom else { return Dim(atom) }
    var prover = DimProver(self, budget: 24, depth: 2)
    let (p, q) = (floor.numerator, floor.divisor)
    if prover.isAtLeastZero(q - 1 - p) {
      return prover.isAtLeastZero(p) && prover.isAtLeastZero(q - 1)
        ? 0
        : prover.isAtLeastZero(-1 - p) && prover.isAtLeastZero(p + q)
          && prover.isAtLeastZero(q - 1) ? -1 : Dim(atom)
    }
    return Dim(atom)
  }

  /// The dim after the rules.
  private func rewritten(_ dim: Dim) -> Dim {
    if rules.isEmpty { return dim }
    var current = dim
    for _ in 0..<DimSystem.rewriteLimit {
      guard let next = stepped(current) else { return current }
      current = next
    }
    return current
  }

  /// The dim after one use of a rule; nil if none fits or the result is over budget.
  private func stepped(_ dim: Dim) -> Dim? {
    for term in dim.terms {
      for rule in rules {
        guard let rest = term.monomial.divided(by: rule.monomial),
          let times = Dim.floorQuotient(term.coefficient, rule.coefficient), times != 0
        else { continue }
        let removed = Dim(1).times(rule.monomial, rule.coefficient) - rule.replacement
        let next = dim - removed.times(rest, times)
        return next.isDefined ? next : nil
      }
    }
    return nil
  }

  /// The dim without fresh symbols: where their divisor is a factor they give the numerator back.
  func restored(_ dim: Dim) -> Dim {
    witnesses.reversed().reduce(dim) { dim, witness in
      guard dim.mentions([witness.symbol]) else { return dim }
      var view = DimSystem()
      let product = witness.divisor * Dim(witness.symbol)
      if let lead = product.terms.first, lead.coefficient > 0 {
        let rest = product - Dim(canonical: [lead])
        view.rules = [
          DimRule(
            monomial: lead.monomial, coefficient: lead.coefficient,
            replacement: witness.numerator - rest)
        ]
      }
      let quotient = witness.numerator.floorDivided(by: witness.divisor)
      let result = view.rewritten(dim).substituting([witness.symbol: quotient])
      return result.isDefined ? result : dim
    }
  }
}

extension Dim {
  /// The floors among its atoms, without those inside floors; each once, in order.
  var floors: [DimFloor] {
    guard case .polynomial(let polynomial) = form else { return [] }
    var result: [DimFloor] = []
    for factor in polynomial.factors {
      if case .floor(let floor) = factor.atom, !result.contains(floor) { result.append(floor) }
    }
    return result
  }
}
