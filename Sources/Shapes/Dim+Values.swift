extension Dim {
  /// The dim with symbols replaced, in canonical form again.
  public func substituting(_ values: [DimSymbol: Dim]) -> Dim {
    guard case .polynomial = form, !values.isEmpty, mentions(values.keys) else { return self }
    return mappingAtoms { atom in
      switch atom {
      case .symbol(let symbol): values[symbol] ?? Dim(atom)
      case .floor(let floor):
        floor.numerator.substituting(values)
          .floorDivided(by: floor.divisor.substituting(values))
      case .root(let radicand): radicand.substituting(values).squareRoot()
      }
    }
  }

  /// The sum of products that `value` makes of each atom.
  func mappingAtoms(_ value: (DimAtom) -> Dim) -> Dim {
    guard case .polynomial(let polynomial) = form else { return self }
    return polynomial.terms.reduce(0) { sum, term in
      sum
        + term.monomial.factors.reduce(Dim(term.coefficient)) { product, factor in
          product * value(factor.atom).raised(to: factor.exponent)
        }
    }
  }

  /// The number that it is for given sizes; nil for an unknown symbol, a division by 0 or an
  /// overflow.
  public func evaluated(_ value: (DimSymbol) -> Int?) -> Int? {
    switch form {
    case .constant(let constant): return constant
    case .undefined: return nil
    case .polynomial(let polynomial):
      var sum = 0
      for term in polynomial.terms {
        var product = term.coefficient
        for factor in term.monomial.factors {
          guard let base = factor.atom.evaluated(value) else { return nil }
          for _ in 0..<factor.exponent {
            let (next, overflow) = product.multipliedReportingOverflow(by: base)
            if overflow { return nil }
            product = next
          }
        }
        let (next, overflow) = sum.addingReportingOverflow(product)
        if overflow { return nil }
        sum = next
      }
      return sum
    }
  }

  /// Whether one of `symbols` occurs in it.
  func mentions(_ symbols: some Collection<DimSymbol>) -> Bool {
    guard case .polynomial(let polynomial) = form else { return false }
    return polynomial.factors.contains { factor in
      switch factor.atom {
      case .symbol(let symbol): symbols.contains(symbol)
      case .floor(let floor):
        floor.numerator.mentions(symbols) || floor.divisor.mentions(symbols)
      case .root(let radicand): radicand.mentions(symbols)
      }
    }
  }
}

extension DimAtom {
  /// The number that it is for given sizes; nil for an unknown symbol, a division by 0 or an
  /// overflow.
  func evaluated(_ value: (DimSymbol) -> Int?) -> Int? {
    switch self {
    case .symbol(let symbol): return value(symbol)
    case .floor(let floor):
      guard let numerator = floor.numerator.evaluated(value),
        let divisor = floor.divisor.evaluated(value), divisor != 0
      else { return nil }
      return Dim.floorQuotient(numerator, divisor)
    case .root(let radicand): return radicand.evaluated(value).flatMap(Dim.squareRoot)
    }
  }
}
