extension Dim: CustomStringConvertible {
  /// The dim as one would write it in a type: `2*N + 1`, `(H + 2*P - K) // S + 1`.
  public var description: String {
    switch form {
    case .constant(let value): return String(value)
    case .undefined: return "?"
    case .polynomial(let polynomial):
      if let remainder = polynomial.remainderDescription { return remainder }
      let terms = polynomial.terms
      // `1 - N` reads better than `-N + 1`.
      let ordered = terms.filter { $0.coefficient > 0 } + terms.filter { $0.coefficient < 0 }
      let isSum = terms.count > 1
      return ordered.enumerated().reduce("") { text, entry in
        let (index, term) = entry
        let sign = term.coefficient < 0 ? (index == 0 ? "-" : " - ") : (index == 0 ? "" : " + ")
        return text + sign + term.magnitudeDescription(isAlone: !isSum && sign.isEmpty)
      }
    }
  }
}

extension Dim {
  /// The quotients that it adds up, each as what is divided and what it is divided by.
  public var quotients: [(numerator: Dim, divisor: Dim)] {
    guard case .polynomial(let polynomial) = form else { return [] }
    return polynomial.factors.compactMap {
      if case .floor(let floor) = $0.atom { (floor.numerator, floor.divisor) } else { nil }
    }
  }

  /// The dim as what is divided, or what it is divided by.
  fileprivate func operandDescription(isDivisor: Bool) -> String {
    let text = description
    return text.contains(" ") || (isDivisor && text.contains("*")) ? "(\(text))" : text
  }
}

extension DimPolynomial {
  /// `p % q` and what is added to it, if the polynomial holds `p - q * (p // q)`; nil else.
  fileprivate var remainderDescription: String? {
    for factor in factors {
      guard case .floor(let floor) = factor.atom else { continue }
      let remainder = floor.numerator.remainder(by: floor.divisor)
      guard case .polynomial(let part) = remainder.form, part.terms.allSatisfy(terms.contains)
      else { continue }
      let divisor = floor.divisor.operandDescription(isDivisor: true)
      let divided = floor.numerator.operandDescription(isDivisor: false)
      let rest = Dim(.polynomial(self)) - remainder
      if rest == 0 { return "\(divided) % \(divisor)" }
      let others = rest.description
      return "\(divided) % \(divisor)"
        + (others.hasPrefix("-") ? " - \(others.dropFirst())" : " + \(others)")
    }
    return nil
  }
}

extension DimTerm {
  /// The term without its sign; a floor stands in parentheses unless it is all there is to say.
  fileprivate func magnitudeDescription(isAlone: Bool) -> String {
    let isSingle = monomial.factors.count == 1 && coefficient.magnitude == 1
    var parts = monomial.factors.map { factor -> String in
      switch factor.atom {
      case .symbol(let symbol): symbol.name + factor.power
      case .floor(let floor):
        isSingle && factor.exponent == 1 && coefficient > 0
          ? floor.description : "(\(floor.description))" + factor.power
      case .root(let radicand): "sqrt(\(radicand))" + factor.power
      }
    }
    if coefficient.magnitude != 1 || parts.isEmpty {
      parts.insert("\(coefficient.magnitude)", at: 0)
    }
    return parts.joined(separator: "*")
  }
}

extension DimFactor {
  /// The exponent as it is written, nothing for 1.
  fileprivate var power: String { exponent == 1 ? "" : "**\(exponent)" }
}

extension DimFloor: CustomStringConvertible {
  /// The quotient without outer parentheses.
  var description: String {
    let isSum = numerator.terms.count > 1
    let isPlain = divisor.symbol != nil || divisor.constant != nil
    let top = isSum ? "(\(numerator))" : "\(numerator)"
    return top + " // " + (isPlain ? "\(divisor)" : "(\(divisor))")
  }
}
