import MartletKernels
import MartletOperations
import MartletShapes

/// The type of number that a tile program computes in.
enum RegisterType: Hashable {
  case f32, f64, i32, i64

  /// The type that computes with elements of a type; `nil` if none does without rounding anew.
  init?(_ element: ElementType) {
    switch element {
    case .f32: self = .f32
    case .f64: self = .f64
    case .i32: self = .i32
    case .i64: self = .i64
    case .f16, .bf16, .i8, .u8, .bool: return nil
    }
  }

  /// The type in C.
  var element: martlet_element {
    switch self {
    case .f32: MARTLET_F32
    case .f64: MARTLET_F64
    case .i32: MARTLET_I32
    case .i64: MARTLET_I64
    }
  }

  /// The type that moves elements of a type without changing them.
  static func moving(_ element: ElementType) -> RegisterType {
    switch element {
    case .f64: .f64
    case .f32, .f16, .bf16: .f32
    case .i64: .i64
    case .i32, .i8, .u8, .bool: .i32
    }
  }
}

extension ElementType {
  /// The type in C.
  var inC: martlet_element {
    switch self {
    case .f64: MARTLET_F64
    case .f32: MARTLET_F32
    case .f16: MARTLET_F16
    case .bf16: MARTLET_BF16
    case .i64: MARTLET_I64
    case .i32: MARTLET_I32
    case .i8: MARTLET_I8
    case .u8: MARTLET_U8
    case .bool: MARTLET_BOOL
    }
  }
}

extension ScalarFunction {
  /// The instruction that computes it, and what that takes, as some tenth of a nanosecond; `nil`
  /// where there is none, and the reference kernel does it.
  var instruction: (opcode: martlet_opcode, cost: Int)? { ScalarFunction.instructions[self] }

  /// The functions that tile programs know.
  private static let instructions: [ScalarFunction: (opcode: martlet_opcode, cost: Int)] = [
    .add: (MARTLET_ADD, 1),
    .subtract: (MARTLET_SUBTRACT, 1),
    .multiply: (MARTLET_MULTIPLY, 1),
    .divide: (MARTLET_DIVIDE, 2),
    .floorDivide: (MARTLET_FLOOR_DIVIDE, 40),
    .remainder: (MARTLET_REMAINDER, 80),
    .power: (MARTLET_POWER, 100),
    .maximum: (MARTLET_MAXIMUM, 1),
    .minimum: (MARTLET_MINIMUM, 1),
    .negate: (MARTLET_NEGATE, 1),
    .abs: (MARTLET_ABS, 1),
    .sign: (MARTLET_SIGN, 1),
    .sqrt: (MARTLET_SQRT, 2),
    .exp: (MARTLET_EXP, 5),
    .expm1: (MARTLET_EXPM1, 5),
    .log: (MARTLET_LOG, 5),
    .log1p: (MARTLET_LOG1P, 7),
    .sin: (MARTLET_SIN, 7),
    .cos: (MARTLET_COS, 7),
    .tan: (MARTLET_TAN, 100),
    .asin: (MARTLET_ASIN, 100),
    .acos: (MARTLET_ACOS, 100),
    .atan: (MARTLET_ATAN, 100),
    .sinh: (MARTLET_SINH, 100),
    .cosh: (MARTLET_COSH, 100),
    .tanh: (MARTLET_TANH, 5),
    .erf: (MARTLET_ERF, 8),
    .sigmoid: (MARTLET_SIGMOID, 6),
    .softplus: (MARTLET_SOFTPLUS, 14),
    .floor: (MARTLET_FLOOR, 1),
    .ceil: (MARTLET_CEIL, 1),
    .round: (MARTLET_ROUND, 1),
    .trunc: (MARTLET_TRUNC, 1),
    .equal: (MARTLET_EQUAL, 1),
    .notEqual: (MARTLET_NOT_EQUAL, 1),
    .less: (MARTLET_LESS, 1),
    .lessEqual: (MARTLET_LESS_EQUAL, 1),
    .greater: (MARTLET_GREATER, 1),
    .greaterEqual: (MARTLET_GREATER_EQUAL, 1),
    .logicalAnd: (MARTLET_AND, 1),
    .logicalOr: (MARTLET_OR, 1),
    .logicalNot: (MARTLET_NOT, 1),
    .select: (MARTLET_SELECT, 1),
    .isNaN: (MARTLET_IS_NAN, 1),
    .isFinite: (MARTLET_IS_FINITE, 1),
  ]
}
