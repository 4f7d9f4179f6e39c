/// What a monomial multiplies: a symbol, or a floor quotient or root that is no polynomial.
enum DimAtom: Hashable, Sendable {
  /// A size that is a name.
  case symbol(DimSymbol)
  /// `numerator // divisor`.
  indirect case floor(DimFloor)
  /// The square root of a dim, rounded down.
  indirect case root(Dim)
}

extension DimAtom: Comparable {
  /// Whether `a` stands before `b`: symbols before floors before roots.
  static func < (a: DimAtom, b: DimAtom) -> Bool {
    switch (a, b) {
    case (.symbol(let x), .symbol(let y)): x < y
    case (.floor(let x), .floor(let y)):
      x.numerator != y.numerator ? x.numerator < y.numerator : x.divisor < y.divisor
    case (.root(let x), .root(let y)): x < y
    case (.symbol, .floor), (.symbol, .root), (.floor, .root): true
    case (.floor, .symbol), (.root, .symbol), (.root, .floor): false
    }
  }
}

/// A floor quotient in canonical form.
struct DimFloor: Hashable, Sendable {
  /// What is divided.
  let numerator: Dim
  /// What it is divided by; not 0.
  let divisor: Dim
  /// The parts of both.
  let weight: Int

  /// Makes the quotient of two dims that are canonical together (see `floorDivided(by:)`).
  init(numerator: Dim, divisor: Dim) {
    self.numerator = numerator
    self.divisor = divisor
    weight = numerator.weight + divisor.weight
  }
}
