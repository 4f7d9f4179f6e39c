import Glibc

/// The meaning of some scalar functions on floating-point numbers.
enum Real {
  /// The greater number; NaN if one of them is.
  static func maximum(_ x: Double, _ y: Double) -> Double { x.isNaN || x >= y ? x : y }

  /// The smaller number; NaN if one of them is.
  static func minimum(_ x: Double, _ y: Double) -> Double { x.isNaN || x <= y ? x : y }

  /// The greatest whole number `q` for which `q * y` does not pass `x`.
  ///
  /// It is made of what is left, not rounded from `x / y`: 1 holds 0.1 only 9 times.
  static func floorDivide(_ x: Double, _ y: Double) -> Double {
    if y == 0 { return x / y }
    let rest = fmod(x, y)
    let passes = rest != 0 && (rest < 0) != (y < 0)
    let quotient = ((x - rest) / y - (passes ? 1 : 0)).rounded()
    return quotient == 0 ? copysign(0, x / y) : quotient
  }

  /// What `floorDivide` leaves, exactly; of the divisor's sign.
  static func remainder(_ x: Double, _ y: Double) -> Double {
    let rest = fmod(x, y)
    if rest == 0 { return copysign(0, y) }
    return (rest < 0) != (y < 0) ? rest + y : rest
  }

  /// `log(1 + exp(x))`, without overflow.
  static func softplus(_ x: Double) -> Double {
    x.isNaN ? x : Swift.max(x, 0) + log1p(Glibc.exp(-Swift.abs(x)))
  }
}

/// The meaning of some scalar functions on integers; nothing traps.
enum Whole {
  /// The quotient, rounded down; 0 if the divisor is 0.
  static func floorDivide(_ x: Int, _ y: Int) -> Int {
    if y == 0 { return 0 }
    let quotient = x.dividedReportingOverflow(by: y).partialValue
    return remainderTowardsZero(x, y) != 0 && (x < 0) != (y < 0) ? quotient - 1 : quotient
  }

  /// What `floorDivide` leaves; all of `x` if the divisor is 0.
  static func remainder(_ x: Int, _ y: Int) -> Int {
    if y == 0 { return x }
    let rest = remainderTowardsZero(x, y)
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
  }

  /// A power by repeated squaring, in wrapping arithmetic; rounded to zero for a negative exponent.
  static func power(_ x: Int, _ y: Int) -> Int {
    if y < 0 { return x == 1 ? 1 : x == -1 ? (y % 2 == 0 ? 1 : -1) : 0 }
    var result = 1
    var square = x
    var rest = y
    while rest > 0 {
      if rest % 2 == 1 { result = result &* square }
      square = square &* square
      rest /= 2
    }
    return result
  }

  /// The remainder of the quotient rounded towards zero.
  private static func remainderTowardsZero(_ x: Int, _ y: Int) -> Int {
    x.remainderReportingOverflow(dividingBy: y).partialValue
  }
}
