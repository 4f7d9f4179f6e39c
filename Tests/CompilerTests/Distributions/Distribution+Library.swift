import Foundation

/// Short for the tables below.
private typealias Exact = DistributionFunctions

extension Distribution {
  /// What draws real numbers.
  static let reals: [Distribution] = [
    .real("uniform[n]()", mean: 0.5, variance: 1.0 / 12) { $0 },
    .real("uniform[n](low: -2, high: 3)", mean: 0.5, variance: 25.0 / 12) { ($0 + 2) / 5 },
    .real("f32(fine_uniform[n]() * 16777216 % 1)", mean: 0.5, variance: 1.0 / 12) { $0 },
    .real("normal[n]()", mean: 0, variance: 1) { Exact.normal($0) },
    .real("gumbel[n]()", mean: 0.577_215_664_901_532_9, variance: .pi * .pi / 6) { exp(-exp(-$0)) },
    .real("standard_exponential[n]()", mean: 1, variance: 1) { -expm1(-$0) },
    .real("laplace[n]()", mean: 0, variance: 2) { $0 < 0 ? exp($0) / 2 : 1 - exp(-$0) / 2 },
    .real("logistic[n]()", mean: 0, variance: .pi * .pi / 3) { 1 / (1 + exp(-$0)) },
    .real("cauchy[n]()") { 0.5 + atan($0) / Double.pi },
    .real("lognormal[n](mean: 1.0, std: 0.5)", mean: exp(1.125)) {
      Exact.normal(2 * (log($0) - 1))
    },
    .real("truncated_normal[n](std: 0.5)", mean: 0, variance: 0.193_435_282_375_298_9) {
      cutNormal(2 * $0, 2)
    },
    .real("truncated_normal[n](width: 0.5)", mean: 0) {
      cutNormal($0, 0.5)
    },
    .real(
      "multivariate_normal(zeros[n, 2](), broadcast[n, 2, 2](scale))[:, 1]", mean: 0, variance: 13
    ) { Exact.normal($0 / 13.0.squareRoot()) },
    .real("independent_part[n]()", mean: 0, variance: 1) { Exact.normal($0) },
    .real("entries_of_rotations[n]()", mean: 0, variance: 1.0 / 3, share: 0.1) { ($0 + 1) / 2 },
  ]

  /// The gamma distribution and its kin.
  static let gammas: [Distribution] = [0.5, 1, 1.5, 3, 20, 400].map { (a: Double) in
    .real("gamma(full[n](\(a)))", mean: a, variance: a) { Exact.gamma(a, $0) }
  }

  /// Gamma draws of small shapes, and what is made of gamma draws.
  static let kin: [Distribution] = [
    .real("gamma_logarithm(full[n](0.05))") { Exact.gamma(0.05, exp($0)) },
    .real("gamma_logarithm(full[n](0.3))") { Exact.gamma(0.3, exp($0)) },
    .real("gamma_logarithm(full[n](0.99))") { Exact.gamma(0.99, exp($0)) },
    .real("beta(full[n](0.5), full[n](0.5))", mean: 0.5, variance: 0.125) {
      asin(min(1, $0).squareRoot()) / (Double.pi / 2)
    },
    .real("beta(full[n](2.0), full[n](6.0))", mean: 0.25, variance: 1.0 / 48) {
      Exact.beta(2, 6, $0)
    },
    .real("beta(full[n](0.2), full[n](3.0))", mean: 0.0625) { Exact.beta(0.2, 3, $0) },
    .real("dirichlet(broadcast[n, 3](tensor([1.0, 2.0, 3.0])))[:, 0]", mean: 1.0 / 6) {
      Exact.beta(1, 5, $0)
    },
    .real("dirichlet(broadcast[n, 3](tensor([1.0, 2.0, 3.0])))[:, 2]", mean: 0.5) {
      Exact.beta(3, 3, $0)
    },
    .real("chi_square(full[n](3.0))", mean: 3, variance: 6) { Exact.gamma(1.5, $0 / 2) },
    .real("student_t(full[n](5.0))", mean: 0) { Exact.student(5, $0) },
    .real("student_t(full[n](1.5))") { Exact.student(1.5, $0) },
  ]

  /// How many events happen.
  static let events: [Distribution] = [0.3, 4, 9.9, 10, 35, 1000].map { (rate: Double) in
    .whole("poisson_count(full[n](\(rate)))", below: Int(20 + 2 * rate)) {
      Exact.poisson(rate, $0)
    }
  }

  /// How many trials succeed.
  static let successes: [Distribution] = [
    (7, 0.5), (10, 0.3), (40, 0.9), (1000, 0.02), (50_000, 0.4),
  ].map { (count: Int, p: Double) in
    .whole("binomial(i32(full[n](\(count))), full[n](\(p)))", below: count + 1, share: 0.25) {
      Exact.binomial(count, p, $0)
    }
  }

  /// What draws truth values, classes and orders.
  static let classes: [Distribution] = [
    .whole("geometric(full[n](0.25))", below: 200) { geometric(0.25, $0) },
    .whole("geometric(full[n](0.9))", below: 40) { geometric(0.9, $0) },
    .whole("i32(bernoulli[n](p: 0.3))", below: 2) { $0 == 1 ? 0.3 : 0.7 },
    .whole("i32(bernoulli_like(full[n](0.02)))", below: 2) { $0 == 1 ? 0.02 : 0.98 },
    .whole("i32(random_sign[n]() > 0)", below: 2) { _ in 0.5 },
    .whole("random_int[n](below: 6)", below: 6) { _ in 1.0 / 6 },
    .whole("random_int[n](below: 1000)", below: 1000) { _ in 0.001 },
    .whole("categorical(broadcast[n, 4](logits))", below: 4) { Double($0 + 1) / 10 },
    .whole("argmax(gumbel_softmax(broadcast[n, 4](logits), temperature: 0.5), axis: 1)", below: 4) {
      Double($0 + 1) / 10
    },
    .whole("multinomial(broadcast[n, 4](logits), count: 50)[:, 1]", below: 51, share: 0.1) {
      Exact.binomial(50, 0.2, $0)
    },
    .whole("multinomial(broadcast[n, 4](logits), count: 50)[:, 3]", below: 51, share: 0.1) {
      Exact.binomial(50, 0.4, $0)
    },
    .whole("orders[n]()", below: 27, share: 0.1) { isOrder($0) ? 1.0 / 6 : 0 },
    .whole("shuffled_orders[n]()", below: 27, share: 0.1) { isOrder($0) ? 1.0 / 6 : 0 },
    .whole("choices[n]()", below: 25, share: 0.1) { $0 / 5 == $0 % 5 ? 0 : 0.05 },
    .whole("weighted_choices[n]()", below: 16, share: 0.1) {
      let (first, second) = (Double($0 / 4 + 1), Double($0 % 4 + 1))
      if first == second { return 0 }
      return first * second / (10 * (10 - first))
    },
  ]

  /// Draws of lanes, of steps and of inner lanes, one after the other and across.
  static let places: [Distribution] = [
    .real("map i in 0..<n { uniform[]() }", mean: 0.5, variance: 1.0 / 12) { $0 },
    .real("reshape[n](map i in 0..<n // 4 { uniform[4]() })", mean: 0.5, variance: 1.0 / 12) { $0 },
    .real("reshape[n](transpose(map i in 0..<n // 4 { normal[4]() }))", mean: 0, variance: 1) {
      Exact.normal($0)
    },
    .real("steps[n]()", mean: 0, variance: 1, share: 0.5) { Exact.normal($0) },
    .real(
      "reshape[n](map i in 0..<n // 100 { map j in 0..<100 { uniform[]() } })", mean: 0.5,
      variance: 1.0 / 12
    ) { $0 },
    // Beside each draw the one of another place, and of another statement.
    .real("interleaved(normal[n // 2](), normal[n // 2]())", mean: 0, variance: 1) {
      Exact.normal($0)
    },
  ]

  /// What the expressions refer to.
  static let functions = """
    let scale = tensor([[1.0, 0.0], [3.0, 2.0]])
    let logits = log(tensor([1.0, 2.0, 3.0, 4.0]))
    fn independent_part[N]() -> f32[N] {
        let scale = broadcast[N, 2, 2](tensor([[1.0, 0.0], [3.0, 2.0]]))
        let x = multivariate_normal(zeros[N, 2](), scale)
        (x[:, 1] - 3 * x[:, 0]) / 2
    }
    fn entries_of_rotations[N]() -> f32[N] {
        map i in 0..<N { orthogonal[3, 2]()[2, 1] }
    }
    fn orders[N]() -> i32[N] {
        let order = map i in 0..<N { permutation[3]() }
        9 * order[:, 0] + 3 * order[:, 1] + order[:, 2]
    }
    fn shuffled_orders[N]() -> f32[N] {
        let order = map i in 0..<N { shuffle(tensor([0.0, 1.0, 2.0])) }
        9 * order[:, 0] + 3 * order[:, 1] + order[:, 2]
    }
    fn choices[N]() -> i32[N] {
        let pair = map i in 0..<N { choice[5](count: 2) }
        5 * pair[:, 0] + pair[:, 1]
    }
    fn weighted_choices[N]() -> i32[N] {
        let pair = map i in 0..<N { weighted_choice(tensor([1.0, 2.0, 3.0, 4.0]), count: 2) }
        4 * pair[:, 0] + pair[:, 1]
    }
    fn steps[N]() -> f32[N] { for i in 0..<N { normal[]() } }
    fn interleaved[N](x: f32[N], y: f32[N]) -> f32[2 * N] {
        reshape[2 * N](transpose(stack([x, y])))
    }
    fn wander[N](x: f32[N]) -> f32[N] { 0.9998 * x + 0.02 * roll(x, by: 1) }
    fn twins[N](x: f32[N]) -> f32[2 * N] { interleaved(x, random_sign[N]() * x) }

    """

  /// The probability that a normal number within `width` is below `x`.
  private static func cutNormal(_ x: Double, _ width: Double) -> Double {
    let outside = Exact.normal(-width)
    return (Exact.normal(x) - outside) / (1 - 2 * outside)
  }

  /// The probability that the first success is that of the trial `k`.
  private static func geometric(_ p: Double, _ k: Int) -> Double {
    k < 1 ? 0 : p * pow(1 - p, Double(k - 1))
  }

  /// Whether the number has the digits 0, 1 and 2 to base 3, in any order.
  private static func isOrder(_ code: Int) -> Bool {
    Set([code / 9, code / 3 % 3, code % 3]).count == 3
  }
}
