import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// A product under `sum`, taken apart.
struct ProductParts {
  /// What is multiplied.
  var factors: [Named] = []
  /// What the product is divided by.
  var divisors: [Named] = []
  /// Whether the product changes its sign.
  var isNegative = false
}

extension EquationLowering {
  /// `sum[i](…)`: products become contractions, also those that are added, or chosen by something
  /// that the indices do not change.
  func sum(over axes: [AxisName], _ body: TypedExpression, at span: SourceSpan) throws
    -> Named
  {
    switch body.kind {
    case .binary(let operation, let left, let right)
    where (operation == .add || operation == .subtract) && formsProduct(body):
      return try combined(
        [sum(over: axes, left, at: span), sum(over: axes, right, at: span)], at: span
      ) { try self.evaluator.binary(operation, $0[0], $0[1], at: span) }
    case .conditional(let condition, let then, let otherwise?)
    where mentionedAxes(condition).isDisjoint(with: axes) && formsProduct(body):
      let test = try part(condition)
      if case .bool(let truth) = test.value {
        return try sum(over: axes, single(truth ? then : otherwise, at: span), at: span)
      }
      let branches = try [then, otherwise].map {
        try sum(over: axes, single($0, at: span), at: span)
      }
      return try combined([test] + branches, at: span) {
        try self.evaluator.select($0[0], $0[1], $0[2], at: span)
      }
    default: return try sum(ofProduct: body, over: axes, at: span)
    }
  }

  /// The value of a block without statements.
  private func single(_ block: TypedBlock, at span: SourceSpan) throws -> TypedExpression {
    guard block.statements.isEmpty, let value = block.value else {
      throw Diagnostic.notScalarInEquation("a block with statements", at: span)
    }
    return value
  }

  /// A sum of one product; what does not depend on the indices stays outside.
  private func sum(ofProduct body: TypedExpression, over axes: [AxisName], at span: SourceSpan)
    throws -> Named
  {
    var parts = ProductParts()
    try collect(body, into: &parts)
    let summed = Set(axes)
    for divisor in parts.divisors where !summed.isDisjoint(with: divisor.axes) {
      try divide(&parts.factors, by: divisor, at: span)
    }
    var result = try product(of: parts.factors, over: axes, at: span)
    for divisor in parts.divisors where summed.isDisjoint(with: divisor.axes) {
      result = try combined([result, divisor], at: span) {
        try self.evaluator.binary(.divide, $0[0], $0[1], at: span)
      }
    }
    guard parts.isNegative else { return result }
    return try combined([result], at: span) {
      try self.evaluator.negated($0[0], at: span)
    }
  }

  /// Divides the factor that has all axes of the divisor, or adds the reciprocal as one more.
  private func divide(_ factors: inout [Named], by divisor: Named, at span: SourceSpan) throws {
    let axes = Set(divisor.axes)
    let holder = factors.firstIndex { axes.isSubset(of: $0.axes) }
    let divided = holder.map { factors.remove(at: $0) } ?? Named(value: .float(1), axes: [])
    factors.append(
      try combined([divided, divisor], at: span) {
        try self.evaluator.binary(.divide, $0[0], $0[1], at: span)
      })
  }

  /// The factors and divisors of a product.
  private func collect(_ expression: TypedExpression, into parts: inout ProductParts) throws {
    switch expression.kind {
    case .binary(.multiply, let left, let right):
      try collect(left, into: &parts)
      try collect(right, into: &parts)
    case .binary(.divide, let left, let right) where formsProduct(expression):
      try collect(left, into: &parts)
      parts.divisors.append(try part(right))
    case .negate(let operand):
      parts.isNegative.toggle()
      try collect(operand, into: &parts)
    default: parts.factors.append(try part(expression))
    }
  }

  /// Whether an expression is a product larger than each of its factors, or a sum or choice of
  /// which a part is one: what must not be formed before it is summed.
  private func formsProduct(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      return formsProduct(left) || formsProduct(right)
    case .conditional(_, let then, let otherwise):
      return [then, otherwise].contains { block in
        guard let block, block.statements.isEmpty, let value = block.value else { return false }
        return formsProduct(value)
      }
    default:
      let factors = factorAxes(expression)
      let all = factors.reduce(Set()) { $0.union($1) }
      return !factors.contains(all)
    }
  }

  /// The axes of each factor and divisor of a product.
  private func factorAxes(_ expression: TypedExpression) -> [Set<AxisName>] {
    switch expression.kind {
    case .binary(.multiply, let left, let right), .binary(.divide, let left, let right):
      factorAxes(left) + factorAxes(right)
    case .negate(let operand): factorAxes(operand)
    default: [mentionedAxes(expression)]
    }
  }

  /// The axes that an expression depends on, without those that its own reducers take away.
  private func mentionedAxes(_ expression: TypedExpression) -> Set<AxisName> {
    var axes = Set<AxisName>()
    var own = Set<AxisName>()
    expression.walk { part in
      switch part.kind {
      case .equationIndex(let id): axes.insert(.index(id))
      case .access(_, let items):
        for case .rest in items { axes.formUnion((0..<(runLength ?? 0)).map { .run($0) }) }
      case .reducer(_, let indices, _): own.formUnion(indices.map { .index($0.id) })
      default: break
      }
      return true
    }
    return axes.subtracting(own)
  }
}
