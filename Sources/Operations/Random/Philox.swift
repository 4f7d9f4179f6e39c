import Glibc

/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random
/// numbers: as easy as 1, 2, 3"), for one draw of a program.
///
/// Element `i` of a draw is made of word `i % 4` of block `i / 4`.
public struct Philox: Sendable {
  /// The two words of the key.
  public let key: (UInt32, UInt32)

  /// The generator for a draw at the given place under the run's key.
  public init(key: Int, place: UInt64) {
    let mixed = Philox.mix(Philox.mix(UInt64(bitPattern: Int64(key))) ^ place)
    self.key = (UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
  }

  /// The generator of the given key words.
  public init(words: (UInt32, UInt32)) { key = words }

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
    var (x, k) = (counter, key)
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
    switch index % 4 {
    case 0: return words.0
    case 1: return words.1
    case 2: return words.2
    default: return words.3
    }
  }

  /// The number in 0 ≤ x < 1 of an element: 24 bits, so that `f32` holds it exactly.
  public func uniform(at index: UInt64) -> Float {
    Float(word(at: index) >> 8) * 0x1p-24
  }

  /// The normal number of an element, of a pair of uniform ones (Box and Muller 1958).
  public func normal(at index: UInt64) -> Float {
    let pair = index & ~1
    // In (0, 1], so that the logarithm is finite.
    let u = (Double(word(at: pair) >> 8) + 1) * 0x1p-24
    let angle = 2 * Double.pi * Double(word(at: pair + 1) >> 8) * 0x1p-24
    let radius = (-2 * log(u)).squareRoot()
    return Float(radius * (index == pair ? cos(angle) : sin(angle)))
  }
}
