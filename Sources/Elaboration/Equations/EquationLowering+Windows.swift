import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

/// A position that is a sum of indices, each times a known number: `i * stride + u + 1`.
struct AffinePosition {
  /// The factor of each index, in the order of the text.
  var terms: [(axis: AxisName, factor: Int)] = []
  /// What is added.
  var constant: Dim = 0

  /// The sum of two positions; nil if both mention an index.
  static func + (a: AffinePosition, b: AffinePosition) -> AffinePosition? {
    let names = Set(a.terms.map(\.axis))
    guard !b.terms.contains(where: { names.contains($0.axis) }) else { return nil }
    return AffinePosition(terms: a.terms + b.terms, constant: a.constant + b.constant)
  }

  /// The position times a known number.
  func scaled(by factor: Int) -> AffinePosition {
    AffinePosition(
      terms: terms.map { ($0.axis, $0.factor * factor) }, constant: constant * Dim(factor))
  }

  /// Whether it is one index, or two, that move forward: a part with steps, or windows.
  var isWindow: Bool { (1...2).contains(terms.count) && terms.allSatisfy { $0.factor >= 1 } }
}

/// Positions that windows can show without gathering: the way of convolutions.
extension EquationLowering {
  /// The position as a sum of indices; nil if it is anything else.
  func affine(_ position: TypedExpression) throws -> AffinePosition? {
    switch position.kind {
    case .equationIndex(let id): return AffinePosition(terms: [(.index(id), 1)])
    case .binary(.add, let a, let b):
      guard let left = try affine(a), let right = try affine(b) else { return nil }
      return left + right
    case .binary(.subtract, let a, let b):
      guard let left = try affine(a), let right = try affine(b), right.terms.isEmpty else {
        return nil
      }
      return AffinePosition(terms: left.terms, constant: left.constant - right.constant)
    case .binary(.multiply, let a, let b):
      guard let left = try affine(a), let right = try affine(b) else { return nil }
      if left.terms.isEmpty, let factor = left.constant.constant {
        return right.scaled(by: factor)
      }
      if right.terms.isEmpty, let factor = right.constant.constant {
        return left.scaled(by: factor)
      }
      return nil
    default: return try known(position)
    }
  }

  /// A number without indices as a position; nil if it is no static number.
  private func known(_ expression: TypedExpression) throws -> AffinePosition? {
    guard expression.type == .int else { return nil }
    var isKnown = true
    expression.walk { part in
      switch part.kind {
      case .equationIndex, .access, .reducer, .normaliser: isKnown = false
      default: break
      }
      return isKnown
    }
    guard isKnown else { return nil }
    switch try evaluator.evaluate(expression, frame) {
    case .int(let number): return AffinePosition(constant: Dim(number))
    case .size(let dim): return AffinePosition(constant: dim)
    default: return nil
    }
  }

  /// Cuts an axis to what an affine position reaches: its part with steps, or all its windows.
  func slice(_ plan: inout SlicePlan, to position: AffinePosition, at span: SourceSpan) throws {
    var reach: Dim = 1
    for term in position.terms {
      reach = reach + (try extent(of: term.axis, at: span) - 1) * Dim(term.factor)
    }
    let limit = position.constant + reach
    try evaluator.require(
      position.constant, upTo: limit, within: plan.dims[plan.axis], axis: plan.axis, at: span)
    plan.slice(
      from: position.constant, to: limit,
      step: position.terms.count == 1 ? position.terms[0].factor : 1)
  }

  /// The windows of a value along an axis that has been cut to them.
  func windows(_ value: ValueID, axis: Int, _ position: AffinePosition, at span: SourceSpan) throws
    -> ValueID
  {
    let geometry = WindowGeometry(
      axis: axis, count: try extent(of: position.terms[0].axis, at: span),
      size: try extent(of: position.terms[1].axis, at: span), stride: position.terms[0].factor,
      dilation: position.terms[1].factor)
    return try graph.emit(Windows(geometry), [value], at: span)
  }
}
