import Testing

/// What an expression of Martlet should draw from.
struct Distribution: CustomTestStringConvertible, Sendable {
  /// How probable values are.
  enum Law: Sendable {
    /// The probability of lying below a number.
    case continuous(@Sendable (Double) -> Double)
    /// The probability of each whole number below a limit; those above it are not drawn here.
    case counts(below: Int, @Sendable (Int) -> Double)
  }

  /// The draws, in terms of the Int `n`, how many there are to be: a vector of that size.
  let expression: String
  /// How probable they are.
  let law: Law
  /// The mean; nil where there is none, or where the tails are too heavy to compare it.
  var mean: Double?
  /// The variance; nil likewise.
  var variance: Double?
  /// What part of the usual number is drawn, for draws that take long.
  var share = 1.0

  /// Draws of real numbers.
  static func real(
    _ expression: String, mean: Double? = nil, variance: Double? = nil, share: Double = 1,
    _ below: @escaping @Sendable (Double) -> Double
  ) -> Distribution {
    Distribution(
      expression: expression, law: .continuous(below), mean: mean, variance: variance, share: share)
  }

  /// Draws of whole numbers from 0; the moments are sums over their probabilities.
  static func whole(
    _ expression: String, below limit: Int, share: Double = 1,
    _ probability: @escaping @Sendable (Int) -> Double
  ) -> Distribution {
    let mean = (0..<limit).reduce(0.0) { $0 + Double($1) * probability($1) }
    let variance = (0..<limit).reduce(0.0) {
      $0 + (Double($1) - mean) * (Double($1) - mean) * probability($1)
    }
    return Distribution(
      expression: expression, law: .counts(below: limit, probability), mean: mean,
      variance: variance, share: share)
  }

  var testDescription: String { expression }
}
