extension Printer {
  /// The text of an expression.
  func text(_ expression: Expression, _ indent: Int) -> String {
    switch expression.kind {
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .string(let parts): text(parts)
    case .boolean(let value): "\(value)"
    case .none: "None"
    case .selfValue: "self"
    case .name(let text): text
    case .group(let inner): "(" + text(inner, indent) + ")"
    case .tuple(let parts): "(" + list(parts, indent) + ")"
    case .list(let parts): "[" + list(parts, indent) + "]"
    case .block(let block): text(block, indent)
    case .lambda(let lambda): text(lambda, indent)
    case .conditional(let conditional): text(conditional, indent)
    case .match(let match): text(match, indent)
    case .loop(let loop): text(loop, indent)
    case .gradient(let gradient):
      "\(gradient.kind.rawValue) \(targets(gradient.targets)) " + text(gradient.body, indent)
    case .jvp(let targets, let direction, let body):
      "jvp \(self.targets(targets)) along \(text(direction, indent)) " + text(body, indent)
    case .vjp(let targets, let cotangent, let body):
      "vjp \(self.targets(targets)) with \(text(cotangent, indent)) " + text(body, indent)
    case .recompute(let body): "recompute " + text(body, indent)
    case .with(let bindings, let body):
      "with "
        + bindings.map { "\($0.name.text) = \(text($0.value, indent))" }.joined(separator: ", ")
        + " " + text(body, indent)
    case .call(let callee, let arguments):
      text(callee, indent) + "("
        + arguments.map { text($0, indent) }.joined(separator: ", ") + ")"
    case .subscript(let base, let items): text(base, indent) + text(items, indent)
    case .member(let base, let name): text(base, indent) + "." + name.text
    case .unary(.negate, let operand): "-" + text(operand, indent)
    case .unary(.not, let operand): "not " + text(operand, indent)
    case .binary(let operation, let left, let right):
      infix(left, operation.rawValue, right, indent)
    case .pipe(let left, let right): infix(left, "|>", right, indent)
    case .coalesce(let left, let right): infix(left, "??", right, indent)
    case .range(let lower, let upper): text(lower, indent) + "..<" + text(upper, indent)
    case .cast(let value, let type): text(value, indent) + " as " + castTarget(type)
    case .tensorType(let type): text(type, indent)
    case .invalid: "_"
    }
  }

  /// Expressions with commas between them.
  private func list(_ parts: [Expression], _ indent: Int) -> String {
    parts.map { text($0, indent) }.joined(separator: ", ")
  }

  /// Two operands with a sign between them.
  private func infix(_ left: Expression, _ sign: String, _ right: Expression, _ indent: Int)
    -> String
  {
    text(left, indent) + " \(sign) " + text(right, indent)
  }

  /// The text of a string literal; what it holds stays on its line.
  private func text(_ parts: [StringPart]) -> String {
    let inline = Printer(isInline: true)
    let texts = parts.map { part in
      switch part {
      case .text(let text): Printer.escaped(text)
      case .interpolation(let value, let format):
        Printer.inBraces(inline.text(value, 0), format)
      }
    }
    return "\"" + texts.joined() + "\""
  }

  /// A value inside a string; `{{` and `}}` would be braces themselves.
  private static func inBraces(_ value: String, _ format: String?) -> String {
    let open = value.hasPrefix("{") ? "{ " : "{"
    return open + value + (format.map { ":" + $0 } ?? "") + "}"
  }

  /// The text of an argument.
  private func text(_ argument: Argument, _ indent: Int) -> String {
    (argument.label.map { $0.text + ": " } ?? "") + text(argument.value, indent)
  }

  /// The text of a lambda.
  private func text(_ lambda: Lambda, _ indent: Int) -> String {
    let parameters = lambda.parameters.map { parameter in
      text(parameter.pattern) + (parameter.type.map { ": " + text($0) } ?? "")
    }
    return "(" + parameters.joined(separator: ", ") + ") => " + text(lambda.body, indent)
  }

  /// The text of a conditional.
  private func text(_ conditional: Conditional, _ indent: Int) -> String {
    let condition =
      switch conditional.condition {
      case .test(let expression): text(expression, indent)
      case .binding(let name, let value): "let \(name.text) = \(text(value, indent))"
      }
    return "if \(condition) " + text(conditional.thenBlock, indent)
      + (conditional.elseBranch.map { " else " + text($0, indent) } ?? "")
  }

  /// The text of a match.
  private func text(_ match: Match, _ indent: Int) -> String {
    let arms = match.arms.map { arm in
      text(arm.pattern) + " => " + text(arm.value, indent + Printer.step)
    }
    return "match \(text(match.subject, indent)) "
      + braces(arms, indent, separator: isInline ? "," : "", canJoin: false)
  }

  /// The text of a loop.
  private func text(_ loop: Loop, _ indent: Int) -> String {
    let clauses = loop.clauses.map { "\(text($0.pattern)) in \(text($0.source, indent))" }
    return "\(loop.kind.rawValue) \(clauses.joined(separator: ", ")) " + text(loop.body, indent)
  }

  /// The text of the targets of a derivative.
  private func targets(_ targets: [Place]) -> String {
    targets.map { text($0, 0) }.joined(separator: ", ")
  }
}
