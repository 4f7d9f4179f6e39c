import MartletShapes

/// In which order the factors of a sum of products are multiplied, two at a time.
///
/// Each step costs its multiplications and what its result takes to store. Up to `exactLimit` factors
/// all orders are compared, over subsets; beyond, the cheapest pair is taken again and again. A size
/// that is not a number counts as `typicalSize`, and ties go to the order of the text.
struct ContractionOrder {
  /// The axes of each factor.
  let factors: [Set<AxisName>]
  /// The axes that are summed.
  let summed: Set<AxisName>
  /// How large each axis is.
  let sizes: [AxisName: Double]

  /// How many factors are ordered by comparing all orders.
  static let exactLimit = 7
  /// What a symbolic size counts as.
  static let typicalSize = 64
  /// What storing a number costs, in multiplications.
  private static let storing = 8.0

  /// The pairs to multiply: positions among the factors, and then among the results, in order.
  var pairs: [(Int, Int)] {
    factors.count <= ContractionOrder.exactLimit ? exact : greedy
  }

  /// A size as a number to compare by.
  static func estimate(_ dim: Dim) -> Double {
    Double(max(1, dim.evaluated { _ in typicalSize } ?? typicalSize))
  }

  /// The axes of the product of some factors, when what no other factor needs is summed.
  private func axes(of members: Int) -> Set<AxisName> {
    var inside = Set<AxisName>()
    var outside = Set<AxisName>()
    for (index, axes) in factors.enumerated() {
      if members & (1 << index) != 0 { inside.formUnion(axes) } else { outside.formUnion(axes) }
    }
    return inside.filter { !summed.contains($0) || outside.contains($0) }
  }

  /// The number of elements over some axes.
  private func volume(_ axes: Set<AxisName>) -> Double {
    axes.reduce(1) { $0 * (sizes[$1] ?? 1) }
  }

  /// What one step costs.
  private func cost(_ left: Set<AxisName>, _ right: Set<AxisName>, _ result: Set<AxisName>)
    -> Double
  {
    volume(left.union(right)) + ContractionOrder.storing * volume(result)
  }

  /// The best of all orders.
  private var exact: [(Int, Int)] {
    let all = (1 << factors.count) - 1
    guard factors.count > 1 else { return [] }
    let open = (0...all).map { axes(of: $0) }
    var best: [(cost: Double, left: Int)] = Array(repeating: (.infinity, 0), count: all + 1)
    for members in 1...all {
      if members & (members - 1) == 0 {
        best[members] = (0, 0)
        continue
      }
      // The first factor stands on the left, so that each split is seen once.
      let first = members & -members
      var left = (members - 1) & members
      while left > 0 {
        defer { left = (left - 1) & members }
        guard left & first != 0 else { continue }
        let right = members ^ left
        let total =
          best[left].cost + best[right].cost + cost(open[left], open[right], open[members])
        // Among equals the one with most on the left: the order of the text.
        if total < best[members].cost { best[members] = (total, left) }
      }
    }
    var pairs: [(Int, Int)] = []
    func place(_ members: Int) -> Int {
      if members & (members - 1) == 0 { return members.trailingZeroBitCount }
      let (left, right) = (place(best[members].left), place(members ^ best[members].left))
      pairs.append((left, right))
      return factors.count + pairs.count - 1
    }
    _ = place(all)
    return pairs
  }

  /// The cheapest pair each time.
  private var greedy: [(Int, Int)] {
    var open = factors.enumerated().map { (place: $0, axes: $1) }
    var pairs: [(Int, Int)] = []
    while open.count > 1 {
      var best: (cost: Double, i: Int, j: Int, axes: Set<AxisName>)?
      for i in open.indices {
        for j in open.indices where j > i {
          var others = Set<AxisName>()
          for k in open.indices where k != i && k != j { others.formUnion(open[k].axes) }
          let axes = open[i].axes.union(open[j].axes)
            .filter { !summed.contains($0) || others.contains($0) }
          let cost = cost(open[i].axes, open[j].axes, axes)
          if cost < best?.cost ?? .infinity { best = (cost, i, j, axes) }
        }
      }
      guard let best else { break }
      pairs.append((open[best.i].place, open[best.j].place))
      open.remove(at: best.j)
      open[best.i] = (factors.count + pairs.count - 1, best.axes)
    }
    return pairs
  }
}
