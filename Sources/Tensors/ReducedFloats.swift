import MartletShapes

/// A 16-bit number of IEEE 754: 5 bits of exponent, 10 of fraction.
public struct Half: TensorElement {
  /// Sign, exponent and fraction.
  public var bits: UInt16

  /// The number of the given bits.
  public init(bits: UInt16) { self.bits = bits }

  /// The nearest number; ties go to the even one, what is too big to infinity.
  public init(_ value: Float) {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let magnitude = value.bitPattern & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 {
      bits = sign | 0x7E00
    } else if magnitude >= 0x477F_F000 {
      bits = sign | 0x7C00
    } else if magnitude >= 0x3880_0000 {
      let kept = magnitude &- 0x3800_0000
      bits = sign | UInt16((kept + 0xFFF + ((kept >> 13) & 1)) >> 13)
    } else {
      // Below the normal numbers the spacing is 2^-24; adding 0.5 rounds to it.
      let shifted = Float(bitPattern: magnitude) + 0.5
      bits = sign | UInt16(truncatingIfNeeded: shifted.bitPattern &- 0x3F00_0000)
    }
  }

  /// The same number in single precision.
  public var float: Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF)
    if magnitude >= 0x7C00 { return Float(bitPattern: sign | 0x7F80_0000 | (magnitude << 13)) }
    if magnitude >= 0x0400 {
      return Float(bitPattern: sign | ((magnitude << 13) + 0x3800_0000))
    }
    let small = Float(magnitude) * 0x1p-24
    return sign == 0 ? small : -small
  }
}

/// A 16-bit number with the range of `Float`: 8 bits of exponent, 7 of fraction.
public struct BrainFloat: TensorElement {
  /// The upper half of a `Float`'s bits.
  public var bits: UInt16

  /// The number of the given bits.
  public init(bits: UInt16) { self.bits = bits }

  /// The nearest number; ties go to the even one.
  public init(_ value: Float) {
    let pattern = value.bitPattern
    if value.isNaN {
      bits = UInt16(pattern >> 16) | 0x0040
    } else {
      bits = UInt16((pattern + 0x7FFF + ((pattern >> 16) & 1)) >> 16)
    }
  }

  /// The same number in single precision.
  public var float: Float { Float(bitPattern: UInt32(bits) << 16) }
}

extension Half {
  /// `f16`.
  public static var elementType: ElementType { .f16 }
  /// The nearest number, rounded through single precision.
  public init(converting value: Double) { self.init(Float(value)) }
  /// The nearest number, rounded through single precision.
  public init(converting value: Int64) { self.init(Float(value)) }
  /// The same number.
  public var asDouble: Double { Double(float) }
  /// The number truncated towards zero and saturated.
  public var asInt64: Int64 { float.asInt64 }
}

extension BrainFloat {
  /// `bf16`.
  public static var elementType: ElementType { .bf16 }
  /// The nearest number, rounded through single precision.
  public init(converting value: Double) { self.init(Float(value)) }
  /// The nearest number, rounded through single precision.
  public init(converting value: Int64) { self.init(Float(value)) }
  /// The same number.
  public var asDouble: Double { Double(float) }
  /// The number truncated towards zero and saturated.
  public var asInt64: Int64 { float.asInt64 }
}
