import Glibc
import MartletShapes

extension ScalarFunction {
  /// The function's row of the table.
  public var row: ScalarRow {
    switch self {
    // Arithmetic.
    case .add:
      .numeric(
        "The sum of two numbers.", { $0[0] + $0[1] }, { $0[0] &+ $0[1] },
        .of([{ $0.d }, { $0.d }]), domain: [-2...2, -2...2])
    case .subtract:
      .numeric(
        "The difference of two numbers.", { $0[0] - $0[1] }, { $0[0] &- $0[1] },
        .of([{ $0.d }, { -$0.d }]), domain: [-2...2, -2...2])
    case .multiply:
      .numeric(
        "The product of two numbers.", { $0[0] * $0[1] }, { $0[0] &* $0[1] },
        .of([{ $0.d * $0.y }, { $0.d * $0.x }]), domain: [-2...2, -2...2])
    case .divide:
      .floating(
        "The quotient of two numbers.", { $0[0] / $0[1] },
        .of([{ $0.d / $0.y }, { -($0.d * $0.r / $0.y) }]),
        domain: [-2...2, 0.5...2], callable: false)
    case .floorDivide:
      .numeric(
        "The quotient, rounded down; of integers, 0 if the divisor is 0.",
        { Real.floorDivide($0[0], $0[1]) }, { Whole.floorDivide($0[0], $0[1]) },
        .zero(because: "it is constant between jumps"), domain: [0.1...0.9, 1...2])
    case .remainder:
      .numeric(
        "What `floor_divide` leaves, of the divisor's sign.",
        { Real.remainder($0[0], $0[1]) }, { Whole.remainder($0[0], $0[1]) },
        .of([{ $0.d }, { -($0.d * $0.x.applying(.floorDivide, $0.y)) }]),
        domain: [2.1...2.9, 1...1.02])
    case .power:
      .numeric(
        "`x` to the power of `y`.", { pow($0[0], $0[1]) }, { Whole.power($0[0], $0[1]) },
        .of([powerBase, powerExponent]), domain: [0.5...2, -2...2])
    case .maximum:
      .numeric(
        "The greater number; the gradient of a tie goes to the first.",
        { Real.maximum($0[0], $0[1]) }, { max($0[0], $0[1]) },
        .of([
          { $0.x.applying(.greaterEqual, $0.y).select($0.d, $0.d.filled(with: 0)) },
          { $0.x.applying(.greaterEqual, $0.y).select($0.d.filled(with: 0), $0.d) },
        ]), domain: [-2...(-0.1), 0.1...2])
    case .minimum:
      .numeric(
        "The smaller number; the gradient of a tie goes to the first.",
        { Real.minimum($0[0], $0[1]) }, { min($0[0], $0[1]) },
        .of([
          { $0.x.applying(.lessEqual, $0.y).select($0.d, $0.d.filled(with: 0)) },
          { $0.x.applying(.lessEqual, $0.y).select($0.d.filled(with: 0), $0.d) },
        ]), domain: [-2...(-0.1), 0.1...2])
    case .negate:
      .numeric(
        "The opposite number.", { -$0[0] }, { 0 &- $0[0] }, .of([{ -$0.d }]), domain: [-2...2])
    case .abs:
      .numeric(
        "The absolute value.", { Swift.abs($0[0]) }, { $0[0] < 0 ? 0 &- $0[0] : $0[0] },
        .of([{ $0.d * $0.x.applying(.sign) }]), domain: [0.1...2], callable: true)
    case .sign:
      .numeric(
        "-1, 0 or 1, as `x` is negative, zero or positive.",
        { $0[0] > 0 ? 1 : $0[0] < 0 ? -1 : $0[0] }, { $0[0].signum() },
        .zero(because: "it is constant but at 0"), domain: [0.1...2], callable: true)

    // Roots, exponentials and logarithms.
    case .sqrt:
      .floating(
        "The square root.", { Glibc.sqrt($0[0]) }, .of([{ $0.d * 0.5 / $0.r }]), domain: [0.5...2])
    case .exp:
      .floating("e to the power of `x`.", { Glibc.exp($0[0]) }, .of([{ $0.d * $0.r }]))
    case .expm1:
      .floating(
        "`exp(x) - 1`, precise for small `x`.", { Glibc.expm1($0[0]) },
        .of([{ $0.d * ($0.r + 1) }]))
    case .log:
      .floating(
        "The natural logarithm.", { Glibc.log($0[0]) }, .of([{ $0.d / $0.x }]), domain: [0.5...2])
    case .log1p:
      .floating(
        "`log(1 + x)`, precise for small `x`.", { Glibc.log1p($0[0]) },
        .of([{ $0.d / ($0.x + 1) }]), domain: [-0.5...2])
    case .log2:
      .floating(
        "The logarithm to base 2.", { Glibc.log2($0[0]) },
        .of([{ $0.d / ($0.x * 0.6931471805599453) }]), domain: [0.1...3])

    // Trigonometry, in radians.
    case .sin:
      .floating(
        "The sine of an angle in radians.", { Glibc.sin($0[0]) },
        .of([{ $0.d * $0.x.applying(.cos) }]))
    case .cos:
      .floating(
        "The cosine of an angle in radians.", { Glibc.cos($0[0]) },
        .of([{ -($0.d * $0.x.applying(.sin)) }]))
    case .tan:
      .floating(
        "The tangent of an angle in radians.", { Glibc.tan($0[0]) },
        .of([{ $0.d * ($0.r * $0.r + 1) }]), domain: [-1...1])
    case .asin:
      .floating(
        "The angle in -π/2...π/2 whose sine is `x`.", { Glibc.asin($0[0]) },
        .of([{ $0.d / (1 - $0.x * $0.x).applying(.sqrt) }]), domain: [-0.7...0.7])
    case .acos:
      .floating(
        "The angle in 0...π whose cosine is `x`.", { Glibc.acos($0[0]) },
        .of([{ -($0.d / (1 - $0.x * $0.x).applying(.sqrt)) }]), domain: [-0.7...0.7])
    case .atan:
      .floating(
        "The angle in -π/2...π/2 whose tangent is `x`.", { Glibc.atan($0[0]) },
        .of([{ $0.d / ($0.x * $0.x + 1) }]))
    case .sinh:
      .floating(
        "The hyperbolic sine.", { Glibc.sinh($0[0]) }, .of([{ $0.d * $0.x.applying(.cosh) }]))
    case .cosh:
      .floating(
        "The hyperbolic cosine.", { Glibc.cosh($0[0]) }, .of([{ $0.d * $0.x.applying(.sinh) }]))
    case .tanh:
      .floating(
        "The hyperbolic tangent.", { Glibc.tanh($0[0]) }, .of([{ $0.d * (1 - $0.r * $0.r) }]))

    // Functions of statistics and learning.
    case .erf:
      .floating(
        "The error function.", { Glibc.erf($0[0]) },
        .of([{ $0.d * (-($0.x * $0.x)).applying(.exp) * 1.1283791670955126 }]))
    case .erfc:
      .floating(
        "`1 - erf(x)`, precise for large `x`.", { Glibc.erfc($0[0]) },
        .of([{ -($0.d * (-($0.x * $0.x)).applying(.exp) * 1.1283791670955126) }]))
    case .logGamma:
      .floating(
        "The logarithm of the gamma function's magnitude.", { Gamma.logarithm($0[0]) },
        .of([{ $0.d * $0.x.applying(.digamma) }]), domain: [0.3...4])
    case .digamma:
      .floating(
        "The derivative of `log_gamma`.", { Gamma.digamma($0[0]) },
        .of([{ $0.d * $0.x.filled(with: 1).applying(.polygamma, $0.x) }]), domain: [0.5...4])
    case .polygamma:
      .floating(
        "The derivative of order `x`, rounded, of `digamma` at `y > 0`; NaN elsewhere.",
        { Gamma.polygamma($0[0], $0[1]) },
        .of([nil, { $0.d * ($0.x + 1).applying(.polygamma, $0.y) }]),
        domain: [1...1.02, 0.7...4], callable: false)
    case .gammaDistribution:
      .floating(
        "The derivative of order `x`, rounded, by `y` of `gammainc(y, exp(z))`.",
        { IncompleteGamma.distribution($0[0], $0[1], $0[2]) },
        .of([
          nil, { $0.d * ($0.x + 1).applying(.gammaDistribution, $0.y, $0.z) },
          { $0.d * $0.x.applying(.gammaDensity, $0.y, $0.z) },
        ]), domain: [0...0.02, 0.7...4, -1...1.5], callable: false)
    case .gammaDensity:
      .floating(
        "The derivative by `z` of `gamma_distribution`.",
        { IncompleteGamma.density($0[0], $0[1], $0[2]) },
        .of([
          nil, { $0.d * ($0.x + 1).applying(.gammaDensity, $0.y, $0.z) },
          { $0.d * gammaDensityByLogarithm($0) },
        ]), domain: [0...0.02, 0.7...4, -1...1.5], callable: false)
    case .gammaTransport:
      .floating(
        "The logarithm at which shape `x` is as probable to be below as shape `y` at `z`.",
        { IncompleteGamma.transport($0[0], from: $0[1], $0[2]) },
        .of([
          { -gammaTransported($0, $0.x, $0.r) },
          { gammaTransported($0, $0.y, $0.z) },
          { $0.d * densityOfLogarithm($0.y, $0.z) / densityOfLogarithm($0.x, $0.r) },
        ]), domain: [0.7...4, 0.7...4, -1...1], callable: false)
    case .sigmoid:
      .floating(
        "The logistic function `1 / (1 + exp(-x))`.", { 1 / (1 + Glibc.exp(-$0[0])) },
        .of([{ $0.d * $0.r * (1 - $0.r) }]))
    case .softplus:
      .floating(
        "`log(1 + exp(x))`, without overflow.", { Real.softplus($0[0]) },
        .of([{ $0.d * $0.x.applying(.sigmoid) }]))

    // Rounding.
    case .floor:
      .floating("The greatest whole number not above `x`.", { Glibc.floor($0[0]) }, steps)
    case .ceil:
      .floating("The smallest whole number not below `x`.", { Glibc.ceil($0[0]) }, steps)
    case .round:
      .floating("The nearest whole number, the even one of two.", { rint($0[0]) }, steps)
    case .trunc:
      .floating("The whole number next to `x` towards zero.", { Glibc.trunc($0[0]) }, steps)

    // Comparisons.
    case .equal: .comparison("Whether two elements are equal.", { $0 == $1 }, { $0 == $1 })
    case .notEqual: .comparison("Whether two elements differ.", { $0 != $1 }, { $0 != $1 })
    case .less: .comparison("Whether `x` is below `y`.", { $0 < $1 }, { $0 < $1 })
    case .lessEqual: .comparison("Whether `x` is not above `y`.", { $0 <= $1 }, { $0 <= $1 })
    case .greater: .comparison("Whether `x` is above `y`.", { $0 > $1 }, { $0 > $1 })
    case .greaterEqual: .comparison("Whether `x` is not below `y`.", { $0 >= $1 }, { $0 >= $1 })

    // Truth values.
    case .logicalAnd: .logical(2, "Whether both hold.") { $0[0] & $0[1] }
    case .logicalOr: .logical(2, "Whether one of them holds.") { $0[0] | $0[1] }
    case .logicalNot: .logical(1, "Whether it does not hold.") { 1 - $0[0] }
    case .select:
      ScalarRow(
        typing: .choice, arity: 3, summary: "`x` where the condition holds, and `y` elsewhere.",
        real: { $0[0] != 0 ? $0[1] : $0[2] }, whole: { $0[0] != 0 ? $0[1] : $0[2] },
        partials: .of([
          nil, { $0.x.select($0.d, $0.d.filled(with: 0)) },
          { $0.x.select($0.d.filled(with: 0), $0.d) },
        ]), domain: [0...1, -2...2, -2...2], isCallable: false)

    // Bits of integers in two's complement.
    case .bitAnd: .integer(2, "The bits that both have.") { $0[0] & $0[1] }
    case .bitOr: .integer(2, "The bits that one of them has.") { $0[0] | $0[1] }
    case .bitXor: .integer(2, "The bits that only one of them has.") { $0[0] ^ $0[1] }
    case .bitNot: .integer(1, "The bits that it does not have.", callable: true) { ~$0[0] }
    case .shiftLeft:
      .integer(2, "The bits moved up by `y` places, or down if `y` is negative.") { $0[0] << $0[1] }
    case .shiftRight:
      .integer(2, "The bits moved down by `y` places; the sign stays.") { $0[0] >> $0[1] }

    // Questions.
    case .isNaN: .test("Whether `x` is not a number.") { $0.isNaN }
    case .isFinite: .test("Whether `x` is neither infinite nor NaN.") { $0.isFinite }
    }
  }

  /// The derivative of the roundings.
  private var steps: ScalarRow.Partials { .zero(because: "it is constant between jumps") }
}

/// The gradient for the base of a power: `y x^(y - 1)`, and 0 for `y = 0` also where `x` is 0 or
/// infinite.
@Sendable private func powerBase(_ p: ScalarPoint) -> Term {
  let exponent = p.y.equals(0).select(p.y, p.y - 1)
  return p.d * p.y * p.x.applying(.power, exponent)
}

/// The gradient for the exponent of a power: `x^y log x`, and 0 where `x` is 0.
@Sendable private func powerExponent(_ p: ScalarPoint) -> Term {
  let base = p.x.equals(0).select(p.x.filled(with: 1), p.x)
  return p.d * p.r * base.applying(.log)
}
