import Foundation

/// Exact distribution functions, written for the tests: nothing of Martlet is in them.
enum DistributionFunctions {
  /// The standard normal distribution.
  static func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  /// The gamma distribution of shape `a` and scale 1, by the series of all positive terms
  /// (DLMF 8.7.1).
  static func gamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    var (term, sum, bottom) = (1 / a, 1 / a, a)
    while term > 1e-17 * sum {
      bottom += 1
      term *= x / bottom
      sum += term
    }
    return min(1, exp(a * log(x) - x - logGamma(a)) * sum)
  }

  /// The beta distribution, by the series of DLMF 8.17.8 on the side where it is quick.
  static func beta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    if x <= 0 || x >= 1 { return x <= 0 ? 0 : 1 }
    if x > 0.5 { return 1 - beta(b, a, 1 - x) }
    var (term, sum, n) = (1.0, 1.0, 0.0)
    while term > 1e-17 * sum {
      term *= x * (a + b + n) / (a + 1 + n)
      sum += term
      n += 1
    }
    let constant = logGamma(a) + logGamma(b) - logGamma(a + b)
    return exp(a * log(x) + b * log1p(-x) - constant) / a * sum
  }

  /// Student's distribution.
  static func student(_ freedom: Double, _ x: Double) -> Double {
    let tail = beta(freedom / 2, 0.5, freedom / (freedom + x * x)) / 2
    return x < 0 ? tail : 1 - tail
  }

  /// The probability of `k` events of the mean `rate`.
  static func poisson(_ rate: Double, _ k: Int) -> Double {
    exp(Double(k) * log(rate) - rate - logGamma(Double(k) + 1))
  }

  /// The probability of `k` successes in `n` trials.
  static func binomial(_ n: Int, _ p: Double, _ k: Int) -> Double {
    let (all, some) = (Double(n), Double(k))
    let ways = logGamma(all + 1) - logGamma(some + 1) - logGamma(all - some + 1)
    return exp(ways + some * log(p) + (all - some) * log1p(-p))
  }

  /// The logarithm of the gamma function of a positive number.
  private static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }
}
