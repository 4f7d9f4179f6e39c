extension Expression {
  /// The expression as nested lists.
  var dump: SExpression {
    switch kind {
    case .integer(let value): .atom("\(value)")
    case .float(let value): .atom("\(value)")
    case .string(let parts): .node("string", parts.map(\.dump))
    case .boolean(let value): .atom("\(value)")
    case .none: .atom("None")
    case .selfValue: .atom("self")
    case .name(let text): .atom(text)
    case .group(let inner): .node("group", [inner.dump])
    case .tuple(let parts): .node("tuple", parts.map(\.dump))
    case .list(let parts): .node("list", parts.map(\.dump))
    case .block(let block): block.dump
    case .lambda(let lambda): lambda.dump
    case .conditional(let conditional): conditional.dump
    case .match(let match): match.dump
    case .loop(let loop): loop.dump
    case .gradient(let gradient):
      .node(
        gradient.kind.rawValue,
        [.node("by", gradient.targets.map(\.dump)), gradient.body.dump])
    case .jvp(let targets, let direction, let body):
      .node("jvp", [.node("by", targets.map(\.dump)), direction.dump, body.dump])
    case .vjp(let targets, let cotangent, let body):
      .node("vjp", [.node("by", targets.map(\.dump)), cotangent.dump, body.dump])
    case .recompute(let body): .node("recompute", [body.dump])
    case .with(let bindings, let body):
      .node(
        "with", bindings.map { .list([.atom($0.name.text), $0.value.dump]) } + [body.dump])
    case .call(let callee, let arguments):
      .node("call", [callee.dump] + arguments.map(\.dump))
    case .subscript(let base, let items): .node("index", [base.dump] + items.map(\.dump))
    case .member(let base, let name): .node(".", [base.dump, .atom(name.text)])
    case .unary(let operation, let operand): .node(operation.rawValue, [operand.dump])
    case .binary(let operation, let left, let right):
      .node(operation.rawValue, [left.dump, right.dump])
    case .pipe(let left, let right): .node("|>", [left.dump, right.dump])
    case .coalesce(let left, let right): .node("??", [left.dump, right.dump])
    case .range(let lower, let upper): .node("..<", [lower.dump, upper.dump])
    case .cast(let value, let type): .node("as", [value.dump, type.dump])
    case .tensorType(let type): type.dump
    case .invalid: .node("invalid")
    }
  }
}

extension StringPart {
  /// The part as nested lists.
  var dump: SExpression {
    switch self {
    case .text(let text): .quoted(text)
    case .interpolation(let value, let format):
      .node("value", [value.dump] + (format.map { [.quoted($0)] } ?? []))
    }
  }
}

extension Argument {
  /// The argument as nested lists.
  var dump: SExpression {
    label.map { .list([.atom($0.text + ":"), value.dump]) } ?? value.dump
  }
}

extension Lambda {
  /// The lambda as nested lists.
  var dump: SExpression {
    let parameters = parameters.map { parameter in
      parameter.type.map { .node(":", [parameter.pattern.dump, $0.dump]) }
        ?? parameter.pattern.dump
    }
    return .node("lambda", [.node("parameters", parameters), body.dump])
  }
}

extension Conditional {
  /// The conditional as nested lists.
  var dump: SExpression {
    let test: SExpression =
      switch condition {
      case .test(let expression): expression.dump
      case .binding(let name, let value): .node("let", [.atom(name.text), value.dump])
      }
    return .node("if", [test, thenBlock.dump] + (elseBranch.map { [$0.dump] } ?? []))
  }
}

extension Match {
  /// The match as nested lists.
  var dump: SExpression {
    .node("match", [subject.dump] + arms.map { .node("=>", [$0.pattern.dump, $0.value.dump]) })
  }
}

extension Loop {
  /// The loop as nested lists.
  var dump: SExpression {
    .node(
      kind.rawValue,
      clauses.map { .node("in", [$0.pattern.dump, $0.source.dump]) } + [body.dump])
  }
}
