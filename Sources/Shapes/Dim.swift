/// A size: a polynomial with integer coefficients over symbols and floor quotients.
///
/// A dim is always in canonical form, so `==` is equality of polynomials:
///
///     let n = Dim(DimSymbol(id: 0, name: "N"))
///     (n + 1) * 2 == 2 * n + 2                // true
///     (2 * n + 3).floorDivided(by: 2)         // N + 1
///
/// Symbols stand for sizes, hence never for negative numbers, and a divisor is never 0. Arithmetic
/// never traps: what overflows or outgrows the budget is `undefined`.
public struct Dim: Hashable, Sendable {
  /// The value in canonical form.
  let form: Form

  /// What a dim can be; the constant has its own case because nearly all dims are constants.
  enum Form: Hashable, Sendable {
    /// A number.
    case constant(Int)
    /// A polynomial that is not a number.
    case polynomial(DimPolynomial)
    /// No value: an overflow, a division by zero, or an expression over budget.
    case undefined
  }

  /// Makes a dim of a form that is canonical already.
  init(_ form: Form) {
    self.form = form
  }

  /// Makes a number.
  public init(_ constant: Int) {
    form = .constant(constant)
  }

  /// Makes the dim that is just `symbol`.
  public init(_ symbol: DimSymbol) {
    self.init(DimAtom.symbol(symbol))
  }

  /// Makes the dim that is just `atom`.
  init(_ atom: DimAtom) {
    form = .polynomial(DimPolynomial(DimMonomial(atom)))
  }

  /// The dim without a value: an overflow, a division by zero, or an expression over budget.
  public static let undefined = Dim(.undefined)

  /// Whether it has a value for some sizes; every operation on an undefined dim is undefined.
  public var isDefined: Bool { form != .undefined }

  /// The number that it is, if it mentions no symbol.
  public var constant: Int? {
    guard case .constant(let value) = form else { return nil }
    return value
  }

  /// The symbol that it is, if it is just one.
  public var symbol: DimSymbol? {
    guard case .polynomial(let polynomial) = form, case .symbol(let symbol)? = polynomial.atom
    else { return nil }
    return symbol
  }

  /// The symbols that it mentions, also inside floors.
  public var symbols: Set<DimSymbol> {
    var result: Set<DimSymbol> = []
    collectSymbols(into: &result)
    return result
  }

  /// Adds the symbols that it mentions to `result`.
  func collectSymbols(into result: inout Set<DimSymbol>) {
    guard case .polynomial(let polynomial) = form else { return }
    for factor in polynomial.factors {
      switch factor.atom {
      case .symbol(let symbol): result.insert(symbol)
      case .floor(let floor):
        floor.numerator.collectSymbols(into: &result)
        floor.divisor.collectSymbols(into: &result)
      case .root(let radicand): radicand.collectSymbols(into: &result)
      }
    }
  }

  /// The terms, greatest monomial first; none if it is 0 or undefined.
  var terms: [DimTerm] {
    switch form {
    case .constant(0), .undefined: []
    case .constant(let value): [DimTerm(monomial: .one, coefficient: value)]
    case .polynomial(let polynomial): polynomial.terms
    }
  }

  /// How many parts it has, counting those inside floors; what the budget limits.
  var weight: Int {
    guard case .polynomial(let polynomial) = form else { return 1 }
    return polynomial.weight
  }
}

extension Dim: ExpressibleByIntegerLiteral {
  /// Makes the number `value`.
  public init(integerLiteral value: Int) {
    self.init(value)
  }
}

extension Dim: Comparable {
  /// Whether `a` stands before `b` in an order that is stable, but says nothing about sizes.
  public static func < (a: Dim, b: Dim) -> Bool {
    switch (a.form, b.form) {
    case (.constant(let x), .constant(let y)): x < y
    case (.polynomial(let x), .polynomial(let y)): x < y
    case (.constant, _), (.polynomial, .undefined): true
    case (.polynomial, .constant), (.undefined, _): false
    }
  }
}
