import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `-e` or `not e`.
  func check(_ operation: UnaryOperator, _ expression: Expression, at span: SourceSpan) -> Operand {
    let operand = check(expression, expecting: nil)
    if operand.isError { return .error(at: span) }
    switch operation {
    case .negate: return negate(operand, at: span)
    case .not:
      switch operand.type {
      case .bool:
        var result = Operand(.not(operand.expression), .bool, at: span)
        result.isKnown = operand.isKnown
        result.consequences = operand.consequences?.negated
        return result
      case .tensor(let tensor) where tensor.element.isBool:
        return Operand(.not(operand.expression), operand.type, at: span)
      default: return fail(.noOperator("not", name(operand.type), nil, at: span))
      }
    }
  }

  /// `-e`.
  private func negate(_ operand: Operand, at span: SourceSpan) -> Operand {
    switch operand.type {
    case .int:
      if case .integer(let value) = operand.expression.kind {
        return Operand(.integer(-value), .int, at: span, size: Dim(-value))
      }
      return Operand(
        .negate(operand.expression), .int, at: span, size: operand.size.map { -$0 },
        isKnown: operand.isKnown)
    case .float:
      if case .float(let value) = operand.expression.kind {
        return Operand(.float(-value), .float, at: span)
      }
      return Operand(.negate(operand.expression), .float, at: span)
    case .tensor(let tensor) where tensor.element.isNumeric:
      return Operand(
        .negate(operand.expression), .tensor(tensor.with(element: tensor.element)), at: span)
    default:
      if operand.type.isGradientTree {
        return Operand(.negate(operand.expression), operand.type, at: span)
      }
      return fail(.noOperator("-", name(operand.type), nil, at: span))
    }
  }

  /// `a op b`.
  func check(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression,
    expecting expected: Type?, at span: SourceSpan
  ) -> Operand {
    let a = check(left, expecting: listOnly(expected))
    var outer: (DimFacts, Set<ModelType>)?
    if operation == .and || operation == .or, let claims = a.consequences {
      outer = (facts, notedTypes)
      for claim in operation == .and ? claims.whenTrue : claims.whenFalse { facts.assume(claim) }
    }
    let b = check(right, expecting: listOnly(expected))
    if let outer { (facts, notedTypes) = outer }
    if a.isError || b.isError { return .error(at: span) }
    return combine(operation, a, b, at: span)
  }

  /// The expected type of operands: only lists pass theirs on.
  private func listOnly(_ expected: Type?) -> Type? {
    if case .list? = expected { expected } else { nil }
  }

  /// `a op b` on checked operands.
  func combine(_ operation: BinaryOperator, _ a: Operand, _ b: Operand, at span: SourceSpan)
    -> Operand
  {
    if a.type == .int, b.type == .int { return integers(operation, a, b, at: span) }
    if a.type.isNumber, b.type.isNumber { return numbers(operation, a, b, at: span) }
    if operation == .matrixProduct { return product(a, b, at: span) }
    if a.type.tensor != nil || b.type.tensor != nil, isTensorLike(a.type), isTensorLike(b.type) {
      return tensors(operation, a, b, at: span)
    }
    if let type = treeType(operation, a.type, b.type) {
      return Operand(.binary(operation, a.expression, b.expression), type, at: span)
    }
    if let type = staticType(operation, a.type, b.type) {
      var result = Operand(.binary(operation, a.expression, b.expression), type, at: span)
      result.isKnown = a.isKnown && b.isKnown
      if isBuilding, case .list = a.type, type == .bool,
        let part = [a, b].first(where: { !$0.isKnown })
      {
        return fail(.notKnown(unknownKind(part), use: "comparing lists", at: part.span))
      }
      result.consequences = joint(operation, a.consequences, b.consequences)
      return result
    }
    if let explanation = treeExplanation(operation, a.type, b.type) {
      return fail(
        .affineTree(operation.rawValue, name(a.type), name(b.type), explanation, at: span))
    }
    return fail(.noOperator(operation.rawValue, name(a.type), name(b.type), at: span))
  }

  /// Whether a value takes part in arithmetic with tensors.
  private func isTensorLike(_ type: Type) -> Bool {
    type.tensor != nil || type.isNumber || type == .bool
  }

  /// What both claims of `and` or `or` say together.
  private func joint(_ operation: BinaryOperator, _ a: Consequences?, _ b: Consequences?)
    -> Consequences?
  {
    switch operation {
    case .and:
      return Consequences(whenTrue: (a?.whenTrue ?? []) + (b?.whenTrue ?? []), whenFalse: [])
    case .or:
      return Consequences(whenTrue: [], whenFalse: (a?.whenFalse ?? []) + (b?.whenFalse ?? []))
    default: return nil
    }
  }

  /// The result of an operator on values that are neither numbers, tensors nor trees.
  private func staticType(_ operation: BinaryOperator, _ a: Type, _ b: Type) -> Type? {
    switch (operation, a, b) {
    case (.and, .bool, .bool), (.or, .bool, .bool): return .bool
    case (.add, .string, .string): return .string
    case (.add, .list, .list): return join(a, b)
    case (.equal, _, _), (.notEqual, _, _):
      if a == b, a == .string || a == .bool { return .bool }
      if a == b, case .enumeration = a { return .bool }
      if case .list = a, join(a, b) != nil, a.isStaticField { return .bool }
      if case .optional = a, b == .none { return .bool }
      if a == .none, case .optional = b { return .bool }
      return nil
    case (.less, .string, .string), (.greater, .string, .string): return .bool
    default: return nil
    }
  }

  /// An operator on two Ints.
  private func integers(
    _ operation: BinaryOperator, _ a: Operand, _ b: Operand, at span: SourceSpan
  )
    -> Operand
  {
    var result = Operand(
      .binary(operation, a.expression, b.expression), .int, at: span,
      isKnown: a.isKnown && b.isKnown)
    let sizes = a.size.flatMap { one in b.size.map { (one, $0) } }
    switch operation {
    case .add: result.size = sizes.map { $0 + $1 }
    case .subtract: result.size = sizes.map { $0 - $1 }
    case .multiply: result.size = sizes.map { $0 * $1 }
    case .floorDivide, .remainder:
      if let sizes {
        guard prove(divisor: sizes.1, b) else { return .error(at: span) }
        result.size =
          operation == .floorDivide
          ? sizes.0.floorDivided(by: sizes.1) : sizes.0.remainder(by: sizes.1)
      }
    case .power:
      if let exponent = b.size?.constant, exponent < 0 {
        result.expression.type = .float
      } else if let sizes, let exponent = sizes.1.constant {
        result.size = sizes.0.raised(to: exponent)
      }
    case .divide: result.expression.type = .float
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return compare(operation, a, b, result)
    case .and, .or, .matrixProduct:
      return fail(.noOperator(operation.rawValue, "Int", "Int", at: span))
    }
    if result.size?.isDefined == false { result.size = nil }
    if let size = result.size { result.size = facts.normalised(size) }
    return result
  }

  /// A comparison of two Ints: known, or a `bool[]` that exists when the graph runs.
  private func compare(_ operation: BinaryOperator, _ a: Operand, _ b: Operand, _ result: Operand)
    -> Operand
  {
    var result = result
    result.expression.type = .bool
    if let one = a.size, let other = b.size {
      result.consequences = consequences(operation, one, other)
      if equation == nil, !result.isKnown, let claims = result.consequences {
        if claims.whenTrue.allSatisfy({ self.verdict($0) == .proved })
          || claims.whenFalse.allSatisfy({ self.verdict($0) == .proved })
        {
          result.isKnown = true
        }
      }
    }
    if equation != nil, !result.isKnown { result.expression.type = .scalar(.bool) }
    return result
  }

  /// Proves that a divisor is at least 1; whether it is. A known one is checked when built.
  private func prove(divisor: Dim, _ operand: Operand) -> Bool {
    if let constant = divisor.constant {
      if constant >= 1 { return true }
    } else if operand.isKnown {
      return true
    }
    let verdict = self.verdict(.atLeast(divisor, 1))
    if verdict == .proved || (!isBuilding && verdict == .unknown) { return true }
    report(.divisorBelowOne(divisor, verdict, at: operand.span))
    return false
  }

  /// An operator on two numbers of which one is a Float.
  private func numbers(_ operation: BinaryOperator, _ a: Operand, _ b: Operand, at span: SourceSpan)
    -> Operand
  {
    let kind = TypedExpression.Kind.binary(operation, a.expression, b.expression)
    switch operation {
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power:
      return Operand(kind, .float, at: span)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return Operand(kind, isBuilding ? .scalar(.bool) : .bool, at: span)
    case .and, .or, .matrixProduct:
      return fail(.noOperator(operation.rawValue, name(a.type), name(b.type), at: span))
    }
  }
}
