/// The type of a tensor's elements; the one list, for the lexer, the checker and the kernels.
public enum ElementType: String, CaseIterable, Hashable, Sendable {
  case f64, f32, f16, bf16, i64, i32, i8, u8, bool

  /// The bytes that an element takes in memory.
  public var size: Int {
    switch self {
    case .f64, .i64: 8
    case .f32, .i32: 4
    case .f16, .bf16: 2
    case .i8, .u8, .bool: 1
    }
  }

  /// Whether it approximates real numbers.
  public var isFloating: Bool {
    switch self {
    case .f64, .f32, .f16, .bf16: true
    case .i64, .i32, .i8, .u8, .bool: false
    }
  }

  /// Whether it holds whole numbers; `bool` does not count.
  public var isInteger: Bool {
    switch self {
    case .i64, .i32, .i8, .u8: true
    case .f64, .f32, .f16, .bf16, .bool: false
    }
  }
}
