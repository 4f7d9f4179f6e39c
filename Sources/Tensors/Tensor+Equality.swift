import Glibc
import MartletShapes

extension Tensor: Equatable {
  /// Whether types, shapes and numbers agree; NaN equals NaN, and 0 equals -0.
  public static func == (a: Tensor, b: Tensor) -> Bool {
    guard a.elementType == b.elementType, a.shape == b.shape, a.bound == b.bound else {
      return false
    }
    if a.hasSameBytes(as: b) { return true }
    guard a.elementType.isFloating else { return false }
    return zip(a.doubles, b.doubles).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// Whether types and shapes agree, and the elements to the last bit.
  public func hasSameBits(as other: Tensor) -> Bool {
    elementType == other.elementType && shape == other.shape && hasSameBytes(as: other)
  }

  /// Whether shapes agree, and the numbers `a`, `b` with `|a - b| <= absolute + relative * |b|`.
  public func isClose(to other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8) -> Bool {
    guard shape == other.shape else { return false }
    return zip(doubles, other.doubles).allSatisfy { a, b in
      a == b || (a.isNaN && b.isNaN) || abs(a - b) <= absolute + relative * abs(b)
    }
  }

  /// Whether the elements of a tensor of the same type and shape agree to the last bit.
  private func hasSameBytes(as other: Tensor) -> Bool {
    withExtendedLifetime((buffer, other.buffer)) {
      memcmp(address, other.address, byteCount) == 0
    }
  }
}
