import MartletGraph
import MartletShapes

/// What the shape rules of several operations check.
extension TypeFault {
  /// Checks the number of inputs.
  static func check(_ inputs: [TensorType], count: Int) throws(TypeFault) {
    try check(inputs.count == count, "\(inputs.count) inputs, not \(count)")
  }

  /// Checks that axes are distinct and exist.
  static func check(axes: [Int], rank: Int) throws(TypeFault) {
    try check(
      axes.allSatisfy { (0..<rank).contains($0) } && Set(axes).count == axes.count,
      "axes \(axes) of rank \(rank)")
  }

  /// Checks that sizes are proved equal.
  static func check(_ left: [Dim], equals right: [Dim], _ facts: DimFacts) throws(TypeFault) {
    try check(facts.equal(left, right), "sizes \(left) and \(right)")
  }

  /// Checks that an input holds positions that are proved to lie on an axis of the given size.
  static func check(
    _ indices: TensorType, pointInto size: Dim, _ facts: DimFacts
  ) throws(TypeFault) {
    try check(indices.element.isInteger, "positions of type \(indices)")
    guard let bound = indices.bound else { throw TypeFault("positions without bound: \(indices)") }
    try check(
      facts.equal(bound, size) || facts.isProved(.atLeast(size, bound)),
      "positions below \(bound) on an axis of size \(size)")
  }
}
