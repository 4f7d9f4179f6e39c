extension TreeVisitor {
  /// Walks a block.
  public mutating func walk(_ block: Block) {
    visit(block)
    for statement in block.statements { walk(statement) }
  }

  /// Walks a statement.
  public mutating func walk(_ statement: Statement) {
    visit(statement)
    switch statement.kind {
    case .constant(let constant): walk(constant)
    case .variable(let variable):
      walk(variable.pattern)
      if let type = variable.type { walk(type) }
      walk(variable.value)
    case .assignment(let assignment):
      walk(assignment.place)
      walk(assignment.value)
    case .whileLoop(let loop):
      walk(loop.condition)
      if let limit = loop.limit { walk(limit) }
      walk(loop.body)
    case .breakLoop, .continueLoop: break
    case .returnValue(let value): if let value { walk(value) }
    case .expression(let expression): walk(expression)
    }
  }

  /// Walks a `let` or an equation.
  public mutating func walk(_ constant: LetStatement) {
    switch constant.target {
    case .pattern(let pattern): walk(pattern)
    case .equation(_, let indices):
      for case .name(_, let bound?) in indices.map(\.kind) { walk(bound) }
    }
    if let type = constant.type { walk(type) }
    walk(constant.value)
  }

  /// Walks a pattern.
  public mutating func walk(_ pattern: Pattern) {
    visit(pattern)
    switch pattern.kind {
    case .wildcard, .name, .invalid: break
    case .tuple(let parts): for part in parts { walk(part) }
    case .literal(let expression): walk(expression)
    case .path(_, let parts): for part in parts ?? [] { walk(part) }
    }
  }

  /// Walks a place.
  public mutating func walk(_ place: Place) {
    visit(place)
    switch place.kind {
    case .name, .selfValue, .invalid: break
    case .member(let base, _): walk(base)
    case .subscript(let base, let items):
      walk(base)
      walk(items)
    case .tuple(let parts): for part in parts { walk(part) }
    }
  }

  /// Walks a type.
  public mutating func walk(_ type: TypeSyntax) {
    visit(type)
    switch type.kind {
    case .tuple(let parts): for part in parts { walk(part) }
    case .function(_, let parameters, let result):
      for parameter in parameters { walk(parameter) }
      walk(result)
    case .list(let element): walk(element)
    case .tensor(let tensor): walk(tensor)
    case .named(_, let brackets): for items in brackets { walk(items) }
    case .optional(let wrapped): walk(wrapped)
    case .invalid: break
    }
  }

  /// Walks the bound and the sizes of a tensor type.
  mutating func walk(_ tensor: TensorTypeSyntax) {
    if let bound = tensor.bound { walk(bound) }
    walk(tensor.dimensions ?? [])
  }

  /// Walks what stands in square brackets.
  mutating func walk(_ items: [BracketItem]) {
    for item in items {
      switch item.kind {
      case .rest, .newAxis: break
      case .slice(let lower, let upper, let step):
        for case let bound? in [lower, upper, step] { walk(bound) }
      case .expression(let expression): walk(expression)
      case .type(let type): walk(type)
      }
    }
  }
}
