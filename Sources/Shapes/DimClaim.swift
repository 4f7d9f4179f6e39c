/// What may be known of two dims, or asked about them.
///
/// `p % q == c` is `.equal(p.remainder(by: q), c)`.
public enum DimClaim: Hashable, Sendable, CustomStringConvertible {
  /// Both are the same.
  case equal(Dim, Dim)
  /// The first is not smaller than the second.
  case atLeast(Dim, Dim)
  /// Both differ.
  case different(Dim, Dim)

  /// The claim as a program would write it.
  public var description: String {
    switch self {
    case .equal(let a, let b): "\(a) == \(b)"
    case .atLeast(let a, let b): "\(a) >= \(b)"
    case .different(let a, let b): "\(a) != \(b)"
    }
  }

  /// Left and right side.
  public var sides: (left: Dim, right: Dim) {
    switch self {
    case .equal(let a, let b), .atLeast(let a, let b), .different(let a, let b): (a, b)
    }
  }

  /// Whether it holds if its sides have these sizes.
  func holds(between left: Int, and right: Int) -> Bool {
    switch self {
    case .equal: left == right
    case .atLeast: left >= right
    case .different: left != right
    }
  }
}
