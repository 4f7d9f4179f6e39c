/// A small generator of random numbers (Steele, Lea and Flood 2014), so that runs repeat.
public struct SplitMix: RandomNumberGenerator, Sendable {
  /// What the next number is made from.
  public var state: UInt64

  /// A generator that starts at a seed.
  public init(state: UInt64) { self.state = state }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number from 0 up to, without, a limit.
  public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// Whether something happens that happens once in so many times.
  public mutating func once(in times: Int) -> Bool { below(times) == 0 }
}
