import MartletOperations

extension Philox {
  /// A random order of `0..<count` (the shuffle of Fisher and Yates).
  func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, below(last + 1, draw: last))
    }
    return order
  }

  /// A number in `0..<bound`; the bias of at most `bound / 2^64` is never seen.
  private func below(_ bound: Int, draw: Int) -> Int {
    let counter = UInt64(draw)
    let words = block((UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), 1, 0))
    let random = UInt64(words.0) << 32 | UInt64(words.1)
    return Int(random.multipliedFullWidth(by: UInt64(bound)).high)
  }
}
