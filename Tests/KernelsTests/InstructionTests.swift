import Glibc
import MartletKernels
import Testing

/// What single instructions compute, against the C library in double precision.
struct InstructionTests {
  /// A function of one argument and the error that it may have.
  struct Row: Sendable, CustomStringConvertible {
    /// The name.
    let description: String
    /// The instruction.
    let opcode: martlet_opcode
    /// The largest error in units of the last place.
    let ulps: Double
    /// What it approximates.
    let meaning: @Sendable (Double) -> Double

    /// A row of the given parts.
    init(
      _ name: String, _ opcode: martlet_opcode, _ ulps: Double,
      _ meaning: @escaping @Sendable (Double) -> Double
    ) {
      (description, self.opcode, self.ulps, self.meaning) = (name, opcode, ulps, meaning)
    }
  }

  static let rows = [
    Row("exp", MARTLET_EXP, 1.1, exp), Row("expm1", MARTLET_EXPM1, 1.6, expm1),
    Row("log", MARTLET_LOG, 1, log), Row("log1p", MARTLET_LOG1P, 1.6, log1p),
    Row("sin", MARTLET_SIN, 1.7, sin), Row("cos", MARTLET_COS, 1.7, cos),
    Row("tan", MARTLET_TAN, 1.5, tan), Row("asin", MARTLET_ASIN, 1.5, asin),
    Row("acos", MARTLET_ACOS, 1.5, acos), Row("atan", MARTLET_ATAN, 1.5, atan),
    Row("sinh", MARTLET_SINH, 2.5, sinh), Row("cosh", MARTLET_COSH, 2.5, cosh),
    Row("tanh", MARTLET_TANH, 2.6, tanh), Row("erf", MARTLET_ERF, 1.4, erf),
    Row("sigmoid", MARTLET_SIGMOID, 2.5) { 1 / (1 + exp(-$0)) },
    Row("softplus", MARTLET_SOFTPLUS, 2.2) { $0.isNaN ? $0 : max($0, 0) + log1p(exp(-abs($0))) },
    Row("floor", MARTLET_FLOOR, 0, floor), Row("ceil", MARTLET_CEIL, 0, ceil),
    Row("round", MARTLET_ROUND, 0, rint), Row("trunc", MARTLET_TRUNC, 0, trunc),
    Row("sqrt", MARTLET_SQRT, 0.5001, sqrt), Row("rsqrt", MARTLET_RSQRT, 1.6) { 1 / sqrt($0) },
    Row("reciprocal", MARTLET_RECIPROCAL, 0.5001) { 1 / $0 },
    Row("abs", MARTLET_ABS, 0) { abs($0) }, Row("negate", MARTLET_NEGATE, 0) { -$0 },
  ]

  /// Numbers of every size and sign, and those that are special.
  static let arguments: [Float] = {
    let special: [Float] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, 0x1p-149, -0x1p-149, 0x1p-126, 88.72, 88.73,
      -87.4, -103.9, -104.1, 0.5, -0.5, 1.5, 2.5, 0x1p23, 0x1.000002p22, 1e30, -1e30,
    ]
    let spread = stride(from: UInt32(0), to: .max - 40_000, by: 39_989).map {
      Float(bitPattern: $0)
    }
    let near = (-4000...4000).map { Float($0) * 0.0017 }
    return special + spread + near
  }()

  /// The error of `got` in units of `wanted`'s last place, as a float.
  static func ulps(_ got: Float, _ wanted: Double) -> Double {
    let nearest = Float(wanted)
    if got.isNaN || nearest.isNaN { return got.isNaN && nearest.isNaN ? 0 : .infinity }
    if got == nearest { return got == 0 && got.sign != nearest.sign ? .infinity : 0 }
    if got.isInfinite {
      return abs(wanted) > Double(Float.greatestFiniteMagnitude) * 0.9999999 ? 1 : .infinity
    }
    if nearest.isInfinite { return got == .greatestFiniteMagnitude ? 1 : .infinity }
    return abs(Double(got) - wanted) / Double(max(nearest.ulp, .leastNonzeroMagnitude))
  }

  @Test(arguments: rows)
  func singlePrecisionIsWithinUlps(row: Row) {
    for tier in tiers {
      let results = TileProgram.apply(row.opcode, MARTLET_F32, [InstructionTests.arguments], tier)
      let worst = zip(InstructionTests.arguments, results)
        .map { ($0, InstructionTests.ulps($1, row.meaning(Double($0)))) }
        .max { $0.1 < $1.1 }!
      #expect(worst.1 <= row.ulps, "\(row) of \(worst.0) in tier \(tier.rawValue)")
    }
  }

  @Test(arguments: rows)
  func doublePrecisionIsTheCLibrarys(row: Row) {
    let arguments = (-301...300).map { Double($0) * 0.013 }
    for tier in tiers {
      let results = TileProgram.apply(row.opcode, MARTLET_F64, [arguments], tier)
      for (x, result) in zip(arguments, results) {
        let wanted = row.meaning(x)
        let isEqual = result.isNaN && wanted.isNaN || abs(result - wanted) <= 2 * wanted.ulp
        #expect(isEqual || result == wanted, "\(row) of \(x)")
      }
    }
  }

  static let pairs: [(Float, Float)] = {
    let numbers: [Float] = [0, -0.0, 1, -1, 2.5, -2.5, 7, -7, 3, 0.1, .infinity, -.infinity, .nan]
    return numbers.flatMap { x in numbers.map { (x, $0) } }
  }()

  /// A function of two arguments.
  struct Row2: Sendable, CustomStringConvertible {
    /// The name.
    let description: String
    /// The instruction.
    let opcode: martlet_opcode
    /// What it computes.
    let meaning: @Sendable (Double, Double) -> Double

    /// A row of the given parts.
    init(
      _ name: String, _ opcode: martlet_opcode,
      _ meaning: @escaping @Sendable (Double, Double) -> Double
    ) {
      (description, self.opcode, self.meaning) = (name, opcode, meaning)
    }
  }

  static let rows2 = [
    Row2("add", MARTLET_ADD, +), Row2("subtract", MARTLET_SUBTRACT, -),
    Row2("multiply", MARTLET_MULTIPLY, *), Row2("divide", MARTLET_DIVIDE, /),
    Row2("power", MARTLET_POWER, pow),
    Row2("floor_divide", MARTLET_FLOOR_DIVIDE) {
      let rest = fmod($0, $1)
      return $1 == 0
        ? $0 / $1 : floor(($0 - rest) / $1 - (rest != 0 && (rest < 0) != ($1 < 0) ? 1 : 0))
    },
    Row2("remainder", MARTLET_REMAINDER) {
      let rest = fmod($0, $1)
      return rest != 0 && (rest < 0) != ($1 < 0) ? rest + $1 : rest
    },
    Row2("maximum", MARTLET_MAXIMUM) { $0.isNaN || $0 >= $1 ? $0 : $1 },
    Row2("minimum", MARTLET_MINIMUM) { $0.isNaN || $0 <= $1 ? $0 : $1 },
    Row2("equal", MARTLET_EQUAL) { $0 == $1 ? 1 : 0 },
    Row2("not_equal", MARTLET_NOT_EQUAL) { $0 != $1 ? 1 : 0 },
    Row2("less", MARTLET_LESS) { $0 < $1 ? 1 : 0 },
    Row2("less_equal", MARTLET_LESS_EQUAL) { $0 <= $1 ? 1 : 0 },
    Row2("greater", MARTLET_GREATER) { $0 > $1 ? 1 : 0 },
    Row2("greater_equal", MARTLET_GREATER_EQUAL) { $0 >= $1 ? 1 : 0 },
    Row2("and", MARTLET_AND) { $0 != 0 && $1 != 0 ? 1 : 0 },
    Row2("or", MARTLET_OR) { $0 != 0 || $1 != 0 ? 1 : 0 },
  ]

  @Test(arguments: rows2)
  func functionsOfTwoNumbers(row: Row2) {
    let (xs, ys) = (InstructionTests.pairs.map(\.0), InstructionTests.pairs.map(\.1))
    for tier in tiers {
      let singles = TileProgram.apply(row.opcode, MARTLET_F32, [xs, ys], tier)
      let doubles = TileProgram.apply(
        row.opcode, MARTLET_F64, [xs.map(Double.init), ys.map(Double.init)], tier)
      for (i, (x, y)) in InstructionTests.pairs.enumerated() {
        let wanted = row.meaning(Double(x), Double(y))
        let error = InstructionTests.ulps(singles[i], wanted)
        #expect(error <= 1 || singles[i] == Float(wanted), "\(row) of \(x) and \(y)")
        #expect(doubles[i] == wanted || doubles[i].isNaN && wanted.isNaN, "\(row) of \(x) and \(y)")
      }
    }
  }

  @Test func integersWrapAndNothingTraps() {
    let xs: [Int32] = [7, -7, 7, -7, .min, 5, .max, 0, 3, -1]
    let ys: [Int32] = [2, 2, -2, -2, -1, 0, 2, 5, 40, -3]
    for tier in tiers {
      func apply(_ opcode: martlet_opcode) -> [Int32] {
        TileProgram.apply(opcode, MARTLET_I32, [xs, ys], tier)
      }
      #expect(apply(MARTLET_FLOOR_DIVIDE) == [3, -4, -4, 3, .min, 0, 1_073_741_823, 0, 0, 0])
      #expect(apply(MARTLET_REMAINDER) == [1, 1, -1, -1, 0, 5, 1, 0, 3, -1])
      #expect(apply(MARTLET_MULTIPLY) == zip(xs, ys).map { $0 &* $1 })
      #expect(apply(MARTLET_ADD) == zip(xs, ys).map { $0 &+ $1 })
      #expect(apply(MARTLET_MAXIMUM) == zip(xs, ys).map { max($0, $1) })
      #expect(apply(MARTLET_LESS) == zip(xs, ys).map { $0 < $1 ? 1 : 0 })
      #expect(apply(MARTLET_SIGN) == xs.map { $0.signum() })
      #expect(apply(MARTLET_ABS) == xs.map { $0 < 0 ? 0 &- $0 : $0 })
      #expect(apply(MARTLET_POWER) == [49, 49, 0, 0, 0, 1, 1, 0, 689_956_897, -1])
    }
  }

  @Test func selectTakesTheSecondWhereTheFirstHolds() {
    for tier in tiers {
      let chosen = TileProgram.apply(
        MARTLET_SELECT, MARTLET_F32,
        [[1, 0, -0.0, .nan, 2], [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]] as [[Float]],
        tier)
      #expect(chosen == [1, 7, 8, 4, 5])
      let fused = TileProgram.apply(
        MARTLET_MULTIPLY_ADD, MARTLET_I64, [[2, 3], [5, 7], [1, 1]] as [[Int64]], tier)
      #expect(fused == [11, 22])
    }
  }
}
