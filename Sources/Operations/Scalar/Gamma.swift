import Glibc

/// The gamma function's logarithm and its derivatives.
enum Gamma {
  /// The logarithm of the gamma function's magnitude.
  static func logarithm(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// The derivative of the logarithm; NaN at 0 and the negative whole numbers.
  ///
  /// Moved up to 10 and more by `ψ(x) = ψ(x + 1) - 1 / x`, then by the asymptotic series of Bernoulli
  /// numbers; negative numbers by reflection.
  static func digamma(_ x: Double) -> Double {
    if x <= 0 {
      // The distance to the nearest whole number is exact, which `.pi * x` is not.
      let distance = x - x.rounded()
      return distance == 0 ? .nan : digamma(1 - x) - .pi / tan(.pi * distance)
    }
    var (shifted, sum) = (x, 0.0)
    while shifted < 10 {
      sum -= 1 / shifted
      shifted += 1
    }
    let square = 1 / (shifted * shifted)
    let series = [1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12]
    let tail = series.reversed().reduce(0) { ($0 + $1) * square }
    return sum + log(shifted) - 0.5 / shifted - tail
  }

  /// The derivative of order `n` of `digamma` at positive numbers, `(-1)ⁿ⁺¹ n! ζ(n + 1, x)`.
  ///
  /// The order is rounded first, so that the result does not change with it but in jumps.
  static func polygamma(_ order: Double, _ x: Double) -> Double {
    let n = order.rounded()
    guard n >= 0, x > 0 else { return .nan }
    if n == 0 { return digamma(x) }
    let sign = n.truncatingRemainder(dividingBy: 2) == 0 ? -1.0 : 1
    return sign * tgamma(n + 1) * hurwitz(n + 1, x)
  }

  /// The sum of `(x + k)⁻ˢ` over all `k`, by the formula of Euler and Maclaurin behind 12 terms.
  private static func hurwitz(_ s: Double, _ x: Double) -> Double {
    var sum = 0.0
    for k in 0..<12 { sum += pow(x + Double(k), -s) }
    let end = x + 12
    sum += pow(end, 1 - s) / (s - 1) + 0.5 * pow(end, -s)
    // Bernoulli number of index 2j over (2j)!, for j from 1.
    let bernoulli = [
      1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1_209_600, 1.0 / 47_900_160,
      -691.0 / 1_307_674_368_000,
    ]
    var factor = s * pow(end, -s - 1)
    for (j, number) in bernoulli.enumerated() {
      sum += number * factor
      let next = s + Double(2 * j + 1)
      factor *= next * (next + 1) / (end * end)
    }
    return sum
  }
}
