import Glibc

/// The distribution function of the gamma distribution, `P(a, x) = γ(a, x) / Γ(a)`, and its
/// derivatives by the shape `a`, where `x = exp(l)`.
///
/// In `l` the density is `q(a, l) = exp(a l - exp(l) - log Γ(a))`, and neither overflows for shapes
/// near 0, whose draws are smaller than any number of the format. `P / q` is the power series or,
/// right of the mean, 1 less the continued fraction of Legendre (DLMF 8.7.1 and 8.9.2); both are
/// evaluated on Taylor polynomials in `a` (Figurnov, Mohamed and Mnih 2018, "Implicit
/// reparameterization gradients", do so for the first derivative).
enum IncompleteGamma {
  /// A polynomial in the change of `a`, up to its third power.
  private typealias Taylor = SIMD4<Double>

  /// The derivative of `P` by `a` of an order from 0 to 3, which is rounded; NaN elsewhere.
  static func distribution(_ order: Double, _ a: Double, _ l: Double) -> Double {
    guard let n = index(order), a > 0, a.isFinite, !l.isNaN else { return .nan }
    if l == -.infinity { return 0 }
    let x = exp(l)
    if x == .infinity { return n == 0 ? 1 : 0 }
    let isLeft = x < a + 1
    let ratio = multiply(density(a, l), isLeft ? series(a, x) : fraction(a, x))
    let part = ratio[n] * factorial(n) * exp(a * l - x - Gamma.logarithm(a))
    return isLeft ? part : n == 0 ? 1 - part : -part
  }

  /// The derivative of `q` by `a` of an order from 0 to 3, which is rounded; NaN elsewhere.
  static func density(_ order: Double, _ a: Double, _ l: Double) -> Double {
    guard let n = index(order), a > 0, a.isFinite, !l.isNaN else { return .nan }
    if l == -.infinity || l == .infinity { return 0 }
    return density(a, l)[n] * factorial(n) * exp(a * l - exp(l) - Gamma.logarithm(a))
  }

  /// Where the distribution of shape `a` reaches what that of shape `from` does at `l`, by halving
  /// intervals; `l` itself, at once, where the shapes are equal.
  static func transport(_ a: Double, from: Double, _ l: Double) -> Double {
    if a == from { return l }
    let level = distribution(0, from, l)
    guard level > 0, level < 1, a > 0, a.isFinite else { return .nan }
    var (low, high, width) = (l, l, 1.0)
    while distribution(0, a, low) > level { (low, width) = (low - width, 2 * width) }
    while distribution(0, a, high) < level { (high, width) = (high + width, 2 * width) }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if distribution(0, a, middle) < level { low = middle } else { high = middle }
    }
  }

  /// The order as a whole number that a polynomial has; nil for others.
  private static func index(_ order: Double) -> Int? {
    (-0.5...3.5).contains(order) ? Int(order.rounded()) : nil
  }

  /// 1, 1, 2 and 6.
  private static func factorial(_ n: Int) -> Double { [1, 1, 2, 6][n] }

  /// `q` over its value at `a`: the exponential of what its exponent changes by.
  private static func density(_ a: Double, _ l: Double) -> Taylor {
    let c1 = l - Gamma.digamma(a)
    let c2 = -Gamma.polygamma(1, a) / 2
    let c3 = -Gamma.polygamma(2, a) / 6
    return Taylor(1, c1, c1 * c1 / 2 + c2, c1 * c1 * c1 / 6 + c1 * c2 + c3)
  }

  /// `P / q`: the sum of `xᵏ / (a (a + 1) … (a + k))`.
  private static func series(_ a: Double, _ x: Double) -> Taylor {
    var bottom = a
    var term = divide(Taylor(1, 0, 0, 0), byPlus: bottom)
    var sum = term
    while !isSmall(term, beside: sum) {
      bottom += 1
      term = divide(x * term, byPlus: bottom)
      sum += term
    }
    return sum
  }

  /// `(1 - P) / q`, by the algorithm of Lentz (1976) with the changes of Thompson and Barnett.
  private static func fraction(_ a: Double, _ x: Double) -> Taylor {
    var b = Taylor(x + 1 - a, -1, 0, 0)
    var c = Taylor(1e300, 0, 0, 0)
    var d = reciprocal(b)
    var result = d
    for k in 1... {
      let step = Double(k)
      let above = Taylor(-step * (step - a), step, 0, 0)
      b[0] += 2
      d = reciprocal(multiply(above, d) + b)
      c = b + multiply(above, reciprocal(c))
      let next = multiply(result, multiply(c, d))
      let change = next - result
      result = next
      if isSmall(change, beside: result) { break }
    }
    return result
  }

  /// Whether adding more does not change the sum; also where both are no numbers.
  private static func isSmall(_ term: Taylor, beside sum: Taylor) -> Bool {
    for n in 0..<4 where abs(term[n]) > 1e-16 * abs(sum[n]) { return false }
    return true
  }

  /// The product, cut off behind the third power.
  private static func multiply(_ x: Taylor, _ y: Taylor) -> Taylor {
    Taylor(
      x[0] * y[0], x[0] * y[1] + x[1] * y[0], x[0] * y[2] + x[1] * y[1] + x[2] * y[0],
      x[0] * y[3] + x[1] * y[2] + x[2] * y[1] + x[3] * y[0])
  }

  /// The quotient by `bottom` plus the change of `a`.
  private static func divide(_ x: Taylor, byPlus bottom: Double) -> Taylor {
    var result = x / bottom
    for n in 1..<4 { result[n] -= result[n - 1] / bottom }
    return result
  }

  /// 1 over a polynomial.
  private static func reciprocal(_ x: Taylor) -> Taylor {
    let r = 1 / x[0]
    let r1 = -x[1] * r * r
    let r2 = -(x[1] * r1 + x[2] * r) * r
    return Taylor(r, r1, r2, -(x[1] * r2 + x[2] * r1 + x[3] * r) * r)
  }
}
