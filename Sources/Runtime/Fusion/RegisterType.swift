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
  /// The instruction that computes it, and what that takes, as some tenth of a nanosecond.
  var instruction: (opcode: martlet_opcode, cost: Int) {
    switch self {
    case .add: (MARTLET_ADD, 1)
    case .subtract: (MARTLET_SUBTRACT, 1)
    case .multiply: (MARTLET_MULTIPLY, 1)
    case .divide: (MARTLET_DIVIDE, 2)
    case .floorDivide: (MARTLET_FLOOR_DIVIDE, 40)
    case .remainder: (MARTLET_REMAINDER, 80)
    case .power: (MARTLET_POWER, 100)
    case .maximum: (MARTLET_MAXIMUM, 1)
    case .minimum: (MARTLET_MINIMUM, 1)
    case .negate: (MARTLET_NEGATE, 1)
    case .abs: (MARTLET_ABS, 1)
    case .sign: (MARTLET_SIGN, 1)
    case .sqrt: (MARTLET_SQRT, 2)
    case .exp: (MARTLET_EXP, 5)
    case .expm1: (MARTLET_EXPM1, 5)
    case .log: (MARTLET_LOG, 5)
    case .log1p: (MARTLET_LOG1P, 7)
    case .sin: (MARTLET_SIN, 7)
    case .cos: (MARTLET_COS, 7)
    case .tan: (MARTLET_TAN, 100)
    case .asin: (MARTLET_ASIN, 100)
    case .acos: (MARTLET_ACOS, 100)
    case .atan: (MARTLET_ATAN, 100)
    case .sinh: (MARTLET_SINH, 100)
    case .cosh: (MARTLET_COSH, 100)
    case .tanh: (MARTLET_TANH, 5)
    case .erf: (MARTLET_ERF, 8)
    case .sigmoid: (MARTLET_SIGMOID, 6)
    case .softplus: (MARTLET_SOFTPLUS, 14)
    case .floor: (MARTLET_FLOOR, 1)
    case .ceil: (MARTLET_CEIL, 1)
    case .round: (MARTLET_ROUND, 1)
    case .trunc: (MARTLET_TRUNC, 1)
    case .equal: (MARTLET_EQUAL, 1)
    case .notEqual: (MARTLET_NOT_EQUAL, 1)
    case .less: (MARTLET_LESS, 1)
    case .lessEqual: (MARTLET_LESS_EQUAL, 1)
    case .greater: (MARTLET_GREATER, 1)
    case .greaterEqual: (MARTLET_GREATER_EQUAL, 1)
    case .logicalAnd: (MARTLET_AND, 1)
    case .logicalOr: (MARTLET_OR, 1)
    case .logicalNot: (MARTLET_NOT, 1)
    case .select: (MARTLET_SELECT, 1)
    case .isNaN: (MARTLET_IS_NAN, 1)
    case .isFinite: (MARTLET_IS_FINITE, 1)
    }
  }
}
