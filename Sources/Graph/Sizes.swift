import MartletShapes

/// Numbers for the symbols of a graph.
public struct Sizes: Sendable {
  /// The number of each symbol.
  public private(set) var values: [DimSymbol: Int]

  /// Sizes of the given numbers.
  public init(_ values: [DimSymbol: Int] = [:]) { self.values = values }

  /// The number that a dim has; `nil` for an unbound symbol, a divisor of 0, or an overflow.
  public subscript(dim: Dim) -> Int? {
    dim.constant ?? dim.evaluated { values[$0] }
  }

  /// Whether a claim holds; `nil` if a side of it has no number.
  public func holds(_ claim: DimClaim) -> Bool? {
    switch claim {
    case .equal(let left, let right): compare(left, right, ==)
    case .atLeast(let left, let right): compare(left, right, >=)
    case .different(let left, let right): compare(left, right, !=)
    }
  }

  /// The outcome of a comparison of two dims.
  private func compare(_ left: Dim, _ right: Dim, _ relation: (Int, Int) -> Bool) -> Bool? {
    guard let left = self[left], let right = self[right] else { return nil }
    return relation(left, right)
  }

  /// Gives a symbol its number.
  mutating func bind(_ symbol: DimSymbol, to value: Int) { values[symbol] = value }
}
