import Glibc
import MartletShapes

/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random
/// numbers: as easy as 1, 2, 3"), for one draw of a program.
///
/// Number `i` is word `i % 4` of block `i / 4`; a number of `f64` takes two of them.
public struct Philox: Sendable {
  /// The key; its low half is the first of the two words.
  public let key: UInt64

  /// The generator for a draw at the given place under the run's key.
  public init(key: Int, place: UInt64) {
    self.key = Philox.mix(Philox.mix(UInt64(bitPattern: Int64(key))) ^ place)
  }

  /// The generator of the given key.
  public init(key: UInt64) { self.key = key }

  /// The key of the turn or lane of the given number, for the draws inside it.
  static func key(derivedFrom key: Int, counter: Int) -> Int {
    let bits = mix(mix(UInt64(bitPattern: Int64(key))) ^ UInt64(bitPattern: Int64(counter)))
    return Int(Int64(bitPattern: bits))
  }

  /// A bijection of 64 bits that spreads every bit over all (the finaliser of SplitMix64).
  static func mix(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  /// The four words of a block.
  public func block(_ counter: (UInt32, UInt32, UInt32, UInt32))
    -> (UInt32, UInt32, UInt32, UInt32)
  {
    var x = counter
    var k = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
    for _ in 0..<10 {
      let a = UInt64(x.0) * 0xd251_1f53
      let b = UInt64(x.2) * 0xcd9e_8d57
      x = (
        UInt32(b >> 32) ^ x.1 ^ k.0, UInt32(truncatingIfNeeded: b),
        UInt32(a >> 32) ^ x.3 ^ k.1, UInt32(truncatingIfNeeded: a)
      )
      k = (k.0 &+ 0x9e37_79b9, k.1 &+ 0xbb67_ae85)
    }
    return x
  }

  /// The word of an element.
  func word(at index: UInt64) -> UInt32 {
    let counter = index / 4
    let words = block((UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), 0, 0))
    return [words.0, words.1, words.2, words.3][Int(index % 4)]
  }

  /// The number in 0 ≤ x < 1 of an element: 53 bits in `f64`, 24 bits in all other types.
  public func uniform(at index: UInt64, _ element: ElementType) -> Double {
    switch element {
    case .f64:
      let low = UInt64(word(at: 2 * index))
      let high = UInt64(word(at: 2 * index + 1))
      return Double((low | high << 32) >> 11) * 0x1p-53
    case .f32, .f16, .bf16, .i64, .i32, .i8, .u8, .bool:
      return Double(word(at: index) >> 8) * 0x1p-24
    }
  }

  /// The standard normal number of an element, of a pair of uniform ones (Box and Muller 1958).
  public func normal(at index: UInt64, _ element: ElementType) -> Double {
    let first = index & ~1
    // One step of the uniform numbers, so that no logarithm is taken of 0.
    let step = element == .f64 ? 0x1p-53 : 0x1p-24
    let radius = (-2 * log(uniform(at: first, element) + step)).squareRoot()
    let angle = 2 * Double.pi * uniform(at: first + 1, element)
    return radius * (index == first ? cos(angle) : sin(angle))
  }
}
