/// What is told of every part of a tree, from left to right, a part before what lies inside it.
///
///     struct NameCounter: TreeVisitor {
///       var count = 0
///       mutating func visit(_ expression: Expression) {
///         if case .name = expression.kind { count += 1 }
///       }
///     }
///     var counter = NameCounter()
///     counter.walk(tree)
public protocol TreeVisitor {
  /// Is told of an expression.
  mutating func visit(_ expression: Expression)
  /// Is told of a statement.
  mutating func visit(_ statement: Statement)
  /// Is told of a block.
  mutating func visit(_ block: Block)
  /// Is told of a type.
  mutating func visit(_ type: TypeSyntax)
  /// Is told of a place: the whole, then what it is a part of.
  mutating func visit(_ place: Place)
  /// Is told of a pattern.
  mutating func visit(_ pattern: Pattern)
}

extension TreeVisitor {
  public mutating func visit(_ expression: Expression) {}
  public mutating func visit(_ statement: Statement) {}
  public mutating func visit(_ block: Block) {}
  public mutating func visit(_ type: TypeSyntax) {}
  public mutating func visit(_ place: Place) {}
  public mutating func visit(_ pattern: Pattern) {}
}

extension TreeVisitor {
  /// Walks a file.
  public mutating func walk(_ tree: SyntaxTree) {
    for item in tree.items { walk(item) }
  }

  /// Walks a declaration or a statement of the top level.
  public mutating func walk(_ item: Item) {
    switch item {
    case .importing, .enumeration: break
    case .function(let declaration): walk(declaration)
    case .model(let declaration): walk(declaration)
    case .structure(let declaration):
      walk(declaration.binders)
      for fact in declaration.facts { walk(fact) }
      for field in declaration.fields { walk(field.type) }
    case .requirements(let declaration):
      walk(declaration.binders)
      for method in declaration.methods { walk(method) }
    case .gradient(let declaration): walk(declaration.body)
    case .test(let declaration): walk(declaration.body)
    case .setting(let declaration):
      walk(declaration.type)
      walk(declaration.value)
    case .alias(let declaration): walk(declaration.type)
    case .statement(let statement): walk(statement)
    }
  }

  /// Walks a function, a proc or a method.
  public mutating func walk(_ function: FunctionDeclaration) {
    walk(function.binders)
    walk(function.parameters)
    if let result = function.result { walk(result) }
    for fact in function.facts { walk(fact) }
    if let body = function.body { walk(body) }
  }

  /// Walks a model.
  public mutating func walk(_ model: ModelDeclaration) {
    walk(model.binders)
    walk(model.parameters)
    for type in model.conformances { walk(type) }
    for fact in model.facts { walk(fact) }
    for member in model.members { walk(member) }
  }

  /// Walks a field or a method.
  public mutating func walk(_ member: Member) {
    switch member {
    case .tensor(let field):
      if let type = field.type { walk(type) }
      walk(field.value)
    case .constant(let constant, isFrozen: _, span: _): walk(constant)
    case .function(let declaration): walk(declaration)
    }
  }

  /// Walks the types of binders.
  private mutating func walk(_ binders: [Binder]) {
    for case let constraint? in binders.map(\.constraint) { walk(constraint) }
  }

  /// Walks the types and defaults of parameters.
  private mutating func walk(_ parameters: [Parameter]) {
    for parameter in parameters {
      walk(parameter.type)
      if let value = parameter.defaultValue { walk(value) }
    }
  }
}
