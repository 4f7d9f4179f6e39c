/// A function of numbers that `Elementwise` applies to tensors, element by element.
///
/// Everything that is known of it stands in one row of the table, see `row`.
public enum ScalarFunction: String, CaseIterable, Hashable, Sendable {
  case add, subtract, multiply, divide
  case floorDivide = "floor_divide"
  case remainder, power, maximum, minimum
  case negate, abs, sign, sqrt
  case exp, expm1, log, log1p, log2
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh
  case erf, erfc, sigmoid, softplus
  case logGamma = "log_gamma"
  case digamma, polygamma
  case gammaDistribution = "gamma_distribution"
  case gammaDensity = "gamma_density"
  case gammaTransport = "gamma_transport"
  case floor, ceil, round, trunc
  case equal
  case notEqual = "not_equal"
  case less
  case lessEqual = "less_equal"
  case greater
  case greaterEqual = "greater_equal"
  case logicalAnd = "logical_and"
  case logicalOr = "logical_or"
  case logicalNot = "logical_not"
  case select
  case bitAnd = "bit_and"
  case bitOr = "bit_or"
  case bitXor = "bit_xor"
  case bitNot = "bit_not"
  case shiftLeft = "shift_left"
  case shiftRight = "shift_right"
  case isNaN = "is_nan"
  case isFinite = "is_finite"

  /// The name in the text form and, where users can call it, in the language.
  public var name: String { rawValue }

  /// The number of arguments.
  public var arity: Int { row.arity }
}
