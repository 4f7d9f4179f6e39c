import MartletShapes

extension ElementType {
  /// Whether the number can be an element: whole and in range for whole-number types.
  func holds(_ number: Double) -> Bool {
    switch self {
    case .f64, .f32, .f16, .bf16: true
    // Above 2^53 not every whole number came through double precision.
    case .i64: number.magnitude <= 0x1p53 && number == number.rounded(.towardZero)
    case .i32: Int32(exactly: number) != nil
    case .i8: Int8(exactly: number) != nil
    case .u8: UInt8(exactly: number) != nil
    case .bool: number == 0 || number == 1
    }
  }

  /// What the text of such an element must state, with its article.
  var expectation: String {
    switch self {
    case .f64, .f32, .f16, .bf16: "a number"
    case .i64: "a whole number within ±2^53"
    case .i32: "a whole number that fits i32"
    case .i8: "a whole number in -128..<128"
    case .u8: "a whole number in 0..<256"
    case .bool: "0 or 1"
    }
  }
}
