import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// Sums of products, which become contractions.
extension EquationLowering {
  /// `sum[i](…)`: products become contractions; factors without a summed index stay outside.
  func sum(over axes: [AxisName], _ body: TypedExpression, at span: SourceSpan) throws
    -> Named
  {
    var factors: [Named] = []
    var isNegative = false
    try collectFactors(body, &factors, &isNegative)
    let summed = Set(axes)
    var inside = factors.filter { !summed.isDisjoint(with: $0.axes) }
    let outside = factors.filter { summed.isDisjoint(with: $0.axes) }
    var result: Named
    // An index that no factor mentions multiplies by its range.
    let missing = axes.filter { axis in !inside.contains { $0.axes.contains(axis) } }
    if inside.isEmpty {
      result = try reduced(.sum, over: axes, combinedProduct(outside, at: span), at: span)
    } else {
      inside = try absorbed(inside, at: span)
      result = try contracted(inside, over: axes.filter { !missing.contains($0) }, at: span)
      for axis in missing {
        let size = try extent(of: axis, at: span)
        result = try combined([result], at: span) {
          try self.evaluator.binary(.multiply, $0[0], Value(size: size), at: span)
        }
      }
      if !outside.isEmpty {
        let scale = try combinedProduct(outside, at: span)
        result = try combined([scale, result], at: span) {
          try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
        }
      }
    }
    guard isNegative else { return result }
    return try combined([result], at: span) {
      try self.evaluator.negated($0[0], at: span)
    }
  }

  /// The factors of a product.
  func collectFactors(
    _ expression: TypedExpression, _ factors: inout [Named], _ isNegative: inout Bool
  ) throws {
    switch expression.kind {
    case .binary(.multiply, let left, let right):
      try collectFactors(left, &factors, &isNegative)
      try collectFactors(right, &factors, &isNegative)
    case .negate(let operand):
      isNegative.toggle()
      try collectFactors(operand, &factors, &isNegative)
    default: factors.append(try part(expression))
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

  /// The factors with each multiplied into another that has all of its axes.
  func absorbed(_ factors: [Named], at span: SourceSpan) throws -> [Named] {
    var result: [Named] = []
    for factor in factors.sorted(by: { $0.axes.count > $1.axes.count }) {
      let holder = result.firstIndex { Set(factor.axes).isSubset(of: $0.axes) }
      // Two factors over the same axes stay apart if they are all there is: a dot product.
      if let holder, factors.count > 2 || factor.axes.count < result[holder].axes.count {
        let small = Set(factor.axes) != Set(result[holder].axes) || factors.count > 2
        if small {
          result[holder] = try combined([result[holder], factor], at: span) {
            try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
          }
          continue
        }
      }
      result.append(factor)
    }
    return result
  }

  /// The factors contracted pair by pair, each index as soon as no other factor needs it.
  func contracted(_ factors: [Named], over axes: [AxisName], at span: SourceSpan) throws
    -> Named
  {
    guard factors.count > 1 else {
      return try reduced(.sum, over: axes, factors[0], at: span)
    }
    var result = factors[0]
    for (index, factor) in factors.enumerated().dropFirst() {
      let later = Set(factors[(index + 1)...].flatMap(\.axes))
      let now = axes.filter {
        !later.contains($0) && (result.axes.contains($0) || factor.axes.contains($0))
      }
      result = try product(result, factor, summing: Set(now), at: span)
    }
    return result
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
