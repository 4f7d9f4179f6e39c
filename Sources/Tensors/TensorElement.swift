import MartletShapes

/// A Swift type that a tensor's elements can be read as.
public protocol TensorElement: Hashable, Sendable, BitwiseCopyable {
  /// The element type that it stores.
  static var elementType: ElementType { get }

  /// The nearest element; integers truncate towards zero and saturate, NaN gives 0.
  init(converting value: Double)

  /// The nearest element; narrower integers keep the low bits.
  init(converting value: Int64)

  /// The value in double precision.
  var asDouble: Double { get }

  /// The value as an integer, as `init(converting: Double)` makes it.
  var asInt64: Int64 { get }
}

extension Double: TensorElement {
  /// `f64`.
  public static var elementType: ElementType { .f64 }
  /// The value itself.
  public init(converting value: Double) { self = value }
  /// The nearest value.
  public init(converting value: Int64) { self = Double(value) }
  /// The value itself.
  public var asDouble: Double { self }
  /// The value truncated towards zero and saturated.
  public var asInt64: Int64 { Int64(saturating: self) }
}

extension Float: TensorElement {
  /// `f32`.
  public static var elementType: ElementType { .f32 }
  /// The nearest value.
  public init(converting value: Double) { self = Float(value) }
  /// The nearest value.
  public init(converting value: Int64) { self = Float(value) }
  /// The same value.
  public var asDouble: Double { Double(self) }
  /// The value truncated towards zero and saturated.
  public var asInt64: Int64 { Int64(saturating: Double(self)) }
}

extension Bool: TensorElement {
  /// `bool`.
  public static var elementType: ElementType { .bool }
  /// Whether the value differs from zero.
  public init(converting value: Double) { self = value != 0 }
  /// Whether the value differs from zero.
  public init(converting value: Int64) { self = value != 0 }
  /// 1 or 0.
  public var asDouble: Double { self ? 1 : 0 }
  /// 1 or 0.
  public var asInt64: Int64 { self ? 1 : 0 }
}

extension TensorElement where Self: FixedWidthInteger {
  /// The value truncated towards zero and saturated; 0 for NaN.
  public init(converting value: Double) { self.init(saturating: value) }
  /// The low bits of the value.
  public init(converting value: Int64) { self.init(truncatingIfNeeded: value) }
  /// The nearest value.
  public var asDouble: Double { Double(self) }
  /// The same value.
  public var asInt64: Int64 { Int64(truncatingIfNeeded: self) }
}

extension Int64: TensorElement {
  /// `i64`.
  public static var elementType: ElementType { .i64 }
}

extension Int32: TensorElement {
  /// `i32`.
  public static var elementType: ElementType { .i32 }
}

extension Int8: TensorElement {
  /// `i8`.
  public static var elementType: ElementType { .i8 }
}

extension UInt8: TensorElement {
  /// `u8`.
  public static var elementType: ElementType { .u8 }
}

extension FixedWidthInteger {
  /// The value truncated towards zero, the nearest bound if it is out of range, 0 for NaN.
  init(saturating value: Double) {
    if value.isNaN {
      self = 0
    } else if let exact = Self(exactly: value.rounded(.towardZero)) {
      self = exact
    } else {
      self = value < 0 ? .min : .max
    }
  }
}
