extension Dim {
  /// The most terms that a dim may have; more is undefined.
  static let termLimit = 96
  /// The highest degree that a monomial may have; more is undefined.
  static let degreeLimit = 12
  /// The most parts that a dim may have, counting those inside floors; more is undefined.
  static let weightLimit = 600

  /// The sum.
  public static func + (a: Dim, b: Dim) -> Dim {
    switch (a.form, b.form) {
    case (.constant(let x), .constant(let y)):
      let (sum, overflow) = x.addingReportingOverflow(y)
      return overflow ? .undefined : Dim(sum)
    case (.constant(0), _): return b
    case (_, .constant(0)): return a
    case (.undefined, _), (_, .undefined): return .undefined
    case (.constant, .polynomial), (.polynomial, _):
      return merge(a.terms, b.terms)
    }
  }

  /// The difference.
  public static func - (a: Dim, b: Dim) -> Dim {
    if case (.constant(let x), .constant(let y)) = (a.form, b.form) {
      let (difference, overflow) = x.subtractingReportingOverflow(y)
      return overflow ? .undefined : Dim(difference)
    }
    return a + -b
  }

  /// The negative.
  public static prefix func - (a: Dim) -> Dim {
    a.scaled(by: -1)
  }

  /// The product.
  public static func * (a: Dim, b: Dim) -> Dim {
    switch (a.form, b.form) {
    case (.constant(let x), .constant(let y)):
      let (product, overflow) = x.multipliedReportingOverflow(by: y)
      return overflow ? .undefined : Dim(product)
    case (.undefined, _), (_, .undefined): return .undefined
    case (.constant(let x), .polynomial): return b.scaled(by: x)
    case (.polynomial, .constant(let y)): return a.scaled(by: y)
    case (.polynomial(let x), .polynomial(let y)):
      if y.terms.count == 1 { return a.times(y.terms[0].monomial, y.terms[0].coefficient) }
      if x.terms.count == 1 { return b.times(x.terms[0].monomial, x.terms[0].coefficient) }
      guard x.terms.count * y.terms.count <= 16 * termLimit else { return .undefined }
      return y.terms.reduce(0) { $0 + a.times($1.monomial, $1.coefficient) }
    }
  }

  /// The power; undefined for a negative exponent.
  public func raised(to exponent: Int) -> Dim {
    guard exponent >= 0 else { return .undefined }
    if exponent == 1 { return self }
    if let constant { return Dim.power(constant, exponent) }
    guard exponent <= Dim.degreeLimit else { return .undefined }
    return (0..<exponent).reduce(1) { power, _ in power * self }
  }

  /// The product with a number.
  func scaled(by factor: Int) -> Dim {
    factor == 1 ? self : times(.one, factor)
  }

  /// The product with a term.
  func times(_ monomial: DimMonomial, _ coefficient: Int) -> Dim {
    if coefficient == 0 { return isDefined ? 0 : .undefined }
    guard isDefined else { return .undefined }
    var products: [DimTerm] = []
    products.reserveCapacity(terms.count)
    for term in terms {
      let (value, overflow) = term.coefficient.multipliedReportingOverflow(by: coefficient)
      guard !overflow else { return .undefined }
      products.append(DimTerm(monomial: term.monomial * monomial, coefficient: value))
    }
    return Dim(canonical: products)
  }

  /// Makes the sum of `terms`, which are sorted and have no coefficient 0.
  init(canonical terms: [DimTerm]) {
    guard let first = terms.first else {
      self = 0
      return
    }
    let isTooLarge = terms.count > Dim.termLimit || first.monomial.degree > Dim.degreeLimit
    if first.monomial.degree == 0 {
      self = Dim(first.coefficient)
    } else if isTooLarge || terms.reduce(0, { $0 + $1.monomial.weight }) > Dim.weightLimit {
      self = .undefined
    } else {
      self.init(.polynomial(DimPolynomial(terms: terms)))
    }
  }

  /// The sum of two sorted lists of terms.
  private static func merge(_ a: [DimTerm], _ b: [DimTerm]) -> Dim {
    var result: [DimTerm] = []
    result.reserveCapacity(a.count + b.count)
    var i = 0
    var j = 0
    while i < a.count && j < b.count {
      if a[i].monomial == b[j].monomial {
        let (sum, overflow) = a[i].coefficient.addingReportingOverflow(b[j].coefficient)
        guard !overflow else { return .undefined }
        if sum != 0 { result.append(DimTerm(monomial: a[i].monomial, coefficient: sum)) }
        i += 1
        j += 1
      } else if a[i].monomial > b[j].monomial {
        result.append(a[i])
        i += 1
      } else {
        result.append(b[j])
        j += 1
      }
    }
    return Dim(canonical: result + a[i...] + b[j...])
  }

  /// The power of a number by squaring.
  private static func power(_ base: Int, _ exponent: Int) -> Dim {
    var result: Dim = 1
    var square = Dim(base)
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      rest >>= 1
      if rest > 0 { square = square * square }
    }
    return result
  }
}
