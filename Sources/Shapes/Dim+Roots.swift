extension Dim {
  /// The square root rounded down; undefined for what is seen to be negative.
  ///
  /// A loop that is computed again in as many parts as each part has steps has such sizes.
  ///
  ///     Dim(17).squareRoot()  // 4
  ///     n.squareRoot()        // sqrt(N)
  public func squareRoot() -> Dim {
    switch form {
    case .undefined: .undefined
    case .constant(let value): Dim.squareRoot(value).map { Dim($0) } ?? .undefined
    case .polynomial: weight >= Dim.weightLimit ? .undefined : Dim(.root(self))
    }
  }

  /// The square root of a number rounded down; nil if it is negative.
  static func squareRoot(_ number: Int) -> Int? {
    guard number >= 0 else { return nil }
    // A Double is off by little beyond 2^53.
    var root = Int(Double(number).squareRoot())
    while root > 3_037_000_499 || root * root > number { root -= 1 }
    while root < 3_037_000_499, (root + 1) * (root + 1) <= number { root += 1 }
    return root
  }
}
