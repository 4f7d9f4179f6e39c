import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// Sums of products, which become contractions.
extension EquationLowering {
  /// The product of some factors, summed over the given axes.
  func product(of factors: [Named], over axes: [AxisName], at span: SourceSpan) throws -> Named {
    let summed = Set(axes)
    let inside = factors.filter { !summed.isDisjoint(with: $0.axes) }
    let outside = factors.filter { summed.isDisjoint(with: $0.axes) }
    var result =
      inside.isEmpty
      ? try combinedProduct(outside, at: span) : try contracted(inside, over: axes, at: span)
    // An index that no factor mentions multiplies by its range.
    for axis in axes where !inside.contains(where: { $0.axes.contains(axis) }) {
      let size = try extent(of: axis, at: span)
      result = try combined([result], at: span) {
        try self.evaluator.binary(.multiply, $0[0], Value(size: size), at: span)
      }
    }
    guard !outside.isEmpty, !inside.isEmpty else { return result }
    let scale = try combinedProduct(outside, at: span)
    return try combined([scale, result], at: span) {
      try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
    }
  }

  /// The product of some factors, element by element.
  func combinedProduct(_ factors: [Named], at span: SourceSpan) throws -> Named {
    guard var product = factors.first else { return Named(value: .int(1), axes: []) }
    for factor in factors.dropFirst() {
      product = try combined([product, factor], at: span) {
        try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
      }
    }
    return product
  }

  /// The factors contracted pair by pair, in the order that costs least.
  func contracted(_ factors: [Named], over axes: [AxisName], at span: SourceSpan) throws
    -> Named
  {
    let all = Set(factors.flatMap(\.axes))
    // Where one of several factors has all axes, the product is computed as it is summed.
    let isCovered = factors.contains { Set($0.axes) == all } && factors.count > 2
    if factors.count == 1 || isCovered {
      let product = try combinedProduct(factors, at: span)
      return try reduced(.sum, over: axes.filter(all.contains), product, at: span)
    }
    var sizes: [AxisName: Double] = [:]
    for axis in all { sizes[axis] = ContractionOrder.estimate(try extent(of: axis, at: span)) }
    var open: [Named?] = try factors.indices.map { index in
      try withoutOwnAxes(factors, index, axes, at: span)
    }
    let order = ContractionOrder(
      factors: open.map { Set($0?.axes ?? []) }, summed: Set(axes), sizes: sizes)
    for (left, right) in order.pairs {
      guard let a = open[left], let b = open[right] else { continue }
      (open[left], open[right]) = (nil, nil)
      let later = Set(open.flatMap { $0?.axes ?? [] })
      let now = axes.filter { !later.contains($0) }
      open.append(try product(a, b, summing: Set(now), at: span))
    }
    return open[open.count - 1] ?? factors[0]
  }

  /// A factor, summed over the axes that no other factor has.
  private func withoutOwnAxes(
    _ factors: [Named], _ index: Int, _ axes: [AxisName], at span: SourceSpan
  ) throws -> Named {
    var others = Set<AxisName>()
    for (place, factor) in factors.enumerated() where place != index {
      others.formUnion(factor.axes)
    }
    let own = axes.filter { factors[index].axes.contains($0) && !others.contains($0) }
    return own.isEmpty ? factors[index] : try reduced(.sum, over: own, factors[index], at: span)
  }

  /// One contraction; an index of one side only is summed there first.
  func product(
    _ left: Named, _ right: Named, summing axes: Set<AxisName>, at span: SourceSpan
  ) throws -> Named {
    var sides = [left, right]
    for side in 0...1 {
      let other = Set(sides[1 - side].axes)
      let own = sides[side].axes.filter { axes.contains($0) && !other.contains($0) }
      if !own.isEmpty { sides[side] = try reduced(.sum, over: own, sides[side], at: span) }
    }
    let (a, b) = (sides[0], sides[1])
    let (x, y) = try evaluator.operands(a.value, b.value, at: span)
    let shared = a.axes.filter { b.axes.contains($0) }
    let batch = shared.filter { !axes.contains($0) }
    let contracted = shared.filter { axes.contains($0) }
    guard !contracted.isEmpty else {
      return try combined([a, b], at: span) {
        try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
      }
    }
    func places(_ names: [AxisName], _ side: Named) -> [Int] {
      names.compactMap { side.axes.firstIndex(of: $0) }
    }
    let operation = Contract(
      lhsBatch: places(batch, a), rhsBatch: places(batch, b),
      lhsContracted: places(contracted, a), rhsContracted: places(contracted, b))
    let result = try graph.emit(operation, [x.id, y.id], at: span)
    let isNumber = x.isNumber && y.isNumber
    let rest = (a.axes + b.axes).filter { !shared.contains($0) }
    return Named(value: .node(GraphNode(result, isNumber: isNumber)), axes: batch + rest)
  }
}
