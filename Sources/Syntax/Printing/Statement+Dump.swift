extension Block {
  /// The block as nested lists.
  var dump: SExpression { .node("block", statements.map(\.dump)) }
}

extension Statement {
  /// The statement as nested lists.
  var dump: SExpression {
    switch kind {
    case .constant(let statement): statement.dump
    case .variable(let statement):
      .node(
        "var",
        documentationDump(statement.documentation) + [statement.pattern.dump]
          + (statement.type.map { [.node(":", [$0.dump])] } ?? []) + [statement.value.dump])
    case .assignment(let assignment):
      .node(
        (assignment.operation?.rawValue ?? "") + "=",
        [assignment.place.dump, assignment.value.dump])
    case .whileLoop(let loop):
      .node(
        "while",
        [loop.condition.dump] + (loop.limit.map { [.node("limit", [$0.dump])] } ?? [])
          + [loop.body.dump])
    case .breakLoop: .node("break")
    case .continueLoop: .node("continue")
    case .returnValue(let value): .node("return", value.map { [$0.dump] } ?? [])
    case .expression(let expression): expression.dump
    }
  }
}

extension LetStatement {
  /// The definition as nested lists.
  var dump: SExpression {
    let defined: SExpression =
      switch target {
      case .pattern(let pattern): pattern.dump
      case .equation(let name, let indices):
        .node("equation", [.atom(name.text)] + indices.map(\.dump))
      }
    return .node(
      "let",
      documentationDump(documentation) + [defined] + (type.map { [.node(":", [$0.dump])] } ?? [])
        + [value.dump])
  }
}

extension EquationIndex {
  /// The index as nested lists.
  var dump: SExpression {
    switch kind {
    case .rest: .atom("...")
    case .name(let name, let bound):
      bound.map { .node("<", [.atom(name.text), $0.dump]) } ?? .atom(name.text)
    }
  }
}

extension Place {
  /// The place as nested lists.
  var dump: SExpression {
    switch kind {
    case .name(let name): .atom(name.text)
    case .selfValue: .atom("self")
    case .member(let base, let name): .node(".", [base.dump, .atom(name.text)])
    case .subscript(let base, let items): .node("index", [base.dump] + items.map(\.dump))
    case .tuple(let parts): .node("tuple", parts.map(\.dump))
    case .invalid: .node("invalid")
    }
  }
}

extension Pattern {
  /// The pattern as nested lists.
  var dump: SExpression {
    switch kind {
    case .wildcard: .atom("_")
    case .name(let name): .atom(name.text)
    case .tuple(let parts): .node("tuple", parts.map(\.dump))
    case .literal(let literal): literal.dump
    case .path(let path, let parts):
      .node(
        "path",
        [.atom(path.map(\.text).joined(separator: "."))]
          + (parts.map { [.node("parts", $0.map(\.dump))] } ?? []))
    case .invalid: .node("invalid")
    }
  }
}

extension TypeSyntax {
  /// The type as nested lists.
  var dump: SExpression {
    switch kind {
    case .tuple(let parts): .node("tuple", parts.map(\.dump))
    case .function(let binders, let parameters, let result):
      .node(
        "fn",
        section("binders", binders.map(\.dump))
          + [.node("parameters", parameters.map(\.dump)), result.dump])
    case .list(let element): .node("list", [element.dump])
    case .tensor(let type): type.dump
    case .named(let path, let brackets):
      brackets.reduce(.atom(path.map(\.text).joined(separator: "."))) {
        .node("apply", [$0] + $1.map(\.dump))
      }
    case .optional(let type): .node("?", [type.dump])
    case .invalid: .node("invalid")
    }
  }
}

extension TensorTypeSyntax {
  /// The type as nested lists.
  var dump: SExpression {
    var element = SExpression.atom(element.rawValue)
    if let bound { element = .node("<", [element, bound.dump]) }
    return dimensions.map { .node("tensor", [element] + $0.map(\.dump)) } ?? element
  }
}

extension BracketItem {
  /// The item as nested lists.
  var dump: SExpression {
    switch kind {
    case .rest(let name): .atom("..." + (name?.text ?? ""))
    case .newAxis: .node("axis")
    case .slice(let lower, let upper, let step):
      .node("slice", [lower, upper, step].map { $0?.dump ?? .atom("_") })
    case .expression(let expression): expression.dump
    case .type(let type): .node("type", [type.dump])
    }
  }
}
