extension TreeVisitor {
  /// Walks an expression.
  public mutating func walk(_ expression: Expression) {
    visit(expression)
    switch expression.kind {
    case .integer, .float, .boolean, .none, .selfValue, .name, .invalid: break
    case .string(let parts):
      for case .interpolation(let value, format: _) in parts { walk(value) }
    case .group(let inner), .unary(_, let inner), .member(let inner, _): walk(inner)
    case .tuple(let parts), .list(let parts): for part in parts { walk(part) }
    case .binary(_, let left, let right), .pipe(let left, let right),
      .coalesce(let left, let right), .range(let left, let right):
      walk(left)
      walk(right)
    case .call(let callee, let arguments):
      walk(callee)
      for argument in arguments { walk(argument.value) }
    case .subscript(let base, let items):
      walk(base)
      walk(items)
    case .cast(let value, let type):
      walk(value)
      walk(type)
    case .tensorType(let type): walk(type)
    case .block, .lambda, .conditional, .match, .loop, .gradient, .jvp, .vjp, .recompute, .with:
      walkBlocks(of: expression.kind)
    }
  }

  /// Walks an expression that holds blocks.
  private mutating func walkBlocks(of kind: Expression.Kind) {
    switch kind {
    case .block(let block), .recompute(let block): walk(block)
    case .lambda(let lambda): walk(lambda)
    case .conditional(let conditional): walk(conditional)
    case .match(let match): walk(match)
    case .loop(let loop):
      for clause in loop.clauses {
        walk(clause.pattern)
        walk(clause.source)
      }
      walk(loop.body)
    case .gradient(let gradient):
      for target in gradient.targets { walk(target) }
      walk(gradient.body)
    case .jvp(let targets, along: let vector, let block),
      .vjp(let targets, with: let vector, let block):
      for target in targets { walk(target) }
      walk(vector)
      walk(block)
    case .with(let bindings, let block):
      for binding in bindings { walk(binding.value) }
      walk(block)
    case .integer, .float, .boolean, .none, .selfValue, .name, .invalid, .string, .group, .unary,
      .member, .tuple, .list, .binary, .pipe, .coalesce, .range, .call, .subscript, .cast,
      .tensorType:
      break
    }
  }

  /// Walks a lambda.
  private mutating func walk(_ lambda: Lambda) {
    for parameter in lambda.parameters {
      walk(parameter.pattern)
      if let type = parameter.type { walk(type) }
    }
    walk(lambda.body)
  }

  /// Walks an `if`.
  private mutating func walk(_ conditional: Conditional) {
    switch conditional.condition {
    case .test(let test): walk(test)
    case .binding(_, let value): walk(value)
    }
    walk(conditional.thenBlock)
    if let branch = conditional.elseBranch { walk(branch) }
  }

  /// Walks a `match`.
  private mutating func walk(_ match: Match) {
    walk(match.subject)
    for arm in match.arms {
      walk(arm.pattern)
      walk(arm.value)
    }
  }
}
