import MartletSource

extension TypedExpression {
  /// Calls `visit` with this expression and, where it returns true, with all expressions inside.
  public func walk(_ visit: (TypedExpression) -> Bool) {
    guard visit(self) else { return }
    for definition in definitions { definition.value.walk(visit) }
    switch kind {
    case .integer, .float, .boolean, .enumerationCase, .none, .selfValue, .local, .global, .setting,
      .size,
      .equationIndex:
      break
    case .string(let parts):
      for case .interpolation(let value, _) in parts { value.walk(visit) }
    case .function(.method(_, let base)): base.walk(visit)
    case .function: break
    case .field(let base, _), .property(let base, _), .negate(let base), .not(let base),
      .cast(let base, _), .normaliser(_, _, let base):
      base.walk(visit)
    case .tuple(let parts), .list(let parts): for part in parts { part.walk(visit) }
    case .range(let a, let b), .coalesce(let a, let b), .binary(_, let a, let b):
      a.walk(visit)
      b.walk(visit)
    case .lambda(let lambda):
      for capture in lambda.captures { capture.value.walk(visit) }
      lambda.body.walk(visit)
    case .block(let block): block.walk(visit)
    case .conditional(let condition, let then, let otherwise):
      condition.walk(visit)
      then.walk(visit)
      otherwise?.walk(visit)
    case .optionalBinding(_, let value, let then, let otherwise):
      value.walk(visit)
      then.walk(visit)
      otherwise?.walk(visit)
    case .match(let subject, let arms):
      subject.walk(visit)
      for arm in arms { arm.body.walk(visit) }
    case .loop(let loop):
      for clause in loop.clauses { clause.source.walk(visit) }
      loop.body.walk(visit)
    case .gradient(let gradient):
      for target in gradient.targets { target.walk(visit) }
      gradient.kind.operand?.walk(visit)
      gradient.body.walk(visit)
    case .recompute(let block): block.walk(visit)
    case .with(let bindings, let block):
      for binding in bindings { binding.value.walk(visit) }
      block.walk(visit)
    case .call(let call): call.walk(visit)
    case .index(let base, let items):
      base.walk(visit)
      for item in items { item.walk(visit) }
    case .access(let base, let items):
      base.walk(visit)
      for case .position(let position) in items { position.walk(visit) }
    case .reducer(_, let indices, let body):
      for index in indices { index.bound?.walk(visit) }
      body.walk(visit)
    }
  }

  /// Whether this or any expression inside satisfies `predicate`.
  public func contains(where predicate: (TypedExpression) -> Bool) -> Bool {
    var found = false
    walk { expression in
      found = found || predicate(expression)
      return !found
    }
    return found
  }
}

extension TypedCall {
  /// Walks the target and the arguments.
  public func walk(_ visit: (TypedExpression) -> Bool) {
    switch target {
    case .method(_, let base), .requirement(_, _, let base): base.walk(visit)
    case .value(let value): value.walk(visit)
    case .function, .model, .structure, .builtin, .element: break
    }
    for argument in arguments { argument?.walk(visit) }
  }
}

extension TypedIndexItem {
  /// Walks the bounds or the position.
  public func walk(_ visit: (TypedExpression) -> Bool) {
    switch self {
    case .rest, .newAxis: break
    case .slice(let lower, let upper, let step):
      lower?.walk(visit)
      upper?.walk(visit)
      step?.walk(visit)
    case .position(let position): position.walk(visit)
    }
  }
}

extension TypedBlock {
  /// Walks every statement and the value.
  public func walk(_ visit: (TypedExpression) -> Bool) {
    for statement in statements { statement.walk(visit) }
    value?.walk(visit)
  }
}

extension TypedBlock {
  /// The locals that any statement inside assigns, those that are bound inside left out, each with
  /// the place of the assignment.
  public var assignedLocals: [(index: Int, span: SourceSpan)] {
    var assigned: [(index: Int, span: SourceSpan)] = []
    var bound: Set<Int> = []
    func note(_ statement: TypedStatement) {
      for case .local(let id) in statement.declarations.map(\.storage) { bound.insert(id.index) }
      if case .assign(let places, _, _) = statement.kind {
        for place in places {
          if case .local(let id) = place.root { assigned.append((id.index, place.span)) }
        }
      }
      if case .whileLoop(_, _, let body) = statement.kind { body.statements.forEach(note) }
    }
    statements.forEach(note)
    walk { expression in
      for block in expression.blocks { block.statements.forEach(note) }
      if case .call(let call) = expression.kind, case .builtin("list.append") = call.target,
        let list = call.arguments.first ?? nil, let place = TypedPlace(list),
        case .local(let id) = place.root
      {
        assigned.append((id.index, expression.span))
      }
      return true
    }
    return assigned.filter { !bound.contains($0.index) }
  }
}

extension TypedExpression {
  /// The blocks of which the expression itself consists.
  fileprivate var blocks: [TypedBlock] {
    switch kind {
    case .block(let block), .recompute(let block), .with(_, let block): [block]
    case .conditional(_, let then, let otherwise): [then] + (otherwise.map { [$0] } ?? [])
    case .optionalBinding(_, _, let then, let otherwise):
      [then] + (otherwise.map { [$0] } ?? [])
    case .loop(let loop): [loop.body]
    case .gradient(let gradient): [gradient.body]
    case .integer, .float, .boolean, .string, .enumerationCase, .none, .selfValue, .local, .global,
      .setting, .size, .function, .field, .property, .tuple, .list, .range, .lambda, .match,
      .coalesce, .call, .index, .negate, .not, .binary, .cast, .equationIndex, .access, .reducer,
      .normaliser:
      []
    }
  }
}

extension TypedStatement {
  /// Walks every expression of the statement, and those that places hold.
  public func walk(_ visit: (TypedExpression) -> Bool) {
    switch kind {
    case .bind(_, let value), .expression(let value): value.walk(visit)
    case .equation(_, let equation):
      for case .index(let index) in equation.items { index.bound?.walk(visit) }
      equation.body.walk(visit)
    case .assign(let places, _, let value):
      for place in places { place.walk(visit) }
      value.walk(visit)
    case .whileLoop(let condition, let limit, let body):
      condition.walk(visit)
      limit?.walk(visit)
      body.walk(visit)
    case .breakLoop, .continueLoop: break
    case .returnValue(let value): value?.walk(visit)
    }
  }

  /// The bindings that the statement itself makes, outside of blocks inside it.
  public var declarations: [LocalDeclaration] {
    switch kind {
    case .bind(let pattern, _): pattern.declarations
    case .equation(let declaration, _): [declaration]
    case .assign, .expression, .whileLoop, .breakLoop, .continueLoop, .returnValue: []
    }
  }
}

extension TypedPlace {
  /// Walks the root as an expression and the elements' positions.
  public func walk(_ visit: (TypedExpression) -> Bool) {
    let root: TypedExpression.Kind =
      switch root {
      case .local(let id): .local(id)
      case .global(let id): .global(id)
      case .selfValue: .selfValue
      }
    _ = visit(TypedExpression(root, type: type, span: span))
    for case .element(let position) in steps { position.walk(visit) }
  }
}

extension TypedLambda {
  /// The slots of the frame around that the body reads.
  public var capturedSlots: [Int] {
    var own = Set<Int>()
    for declaration in parameters.flatMap(\.declarations) {
      if case .local(let id) = declaration.storage { own.insert(id.index) }
    }
    var slots: [Int] = []
    body.walk { expression in
      if case .local(let id) = expression.kind, !own.contains(id.index), !slots.contains(id.index) {
        slots.append(id.index)
      }
      return true
    }
    return slots
  }
}
