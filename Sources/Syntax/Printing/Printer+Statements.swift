extension Printer {
  /// The text of a block.
  func text(_ block: Block, _ indent: Int) -> String {
    braces(block.statements.map { text($0, indent + Printer.step) }, indent)
  }

  /// The text of a statement.
  func text(_ statement: Statement, _ indent: Int) -> String {
    switch statement.kind {
    case .constant(let statement):
      text(documentation: statement.documentation, indent) + definition(statement, indent)
    case .variable(let statement):
      text(documentation: statement.documentation, indent) + "var " + text(statement.pattern)
        + (statement.type.map { ": " + text($0) } ?? "") + " = " + text(statement.value, indent)
    case .assignment(let assignment):
      text(assignment.place, indent) + " \(assignment.operation?.rawValue ?? "")= "
        + text(assignment.value, indent)
    case .whileLoop(let loop):
      "while " + text(loop.condition, indent)
        + (loop.limit.map { " limit " + text($0, indent) } ?? "") + " " + text(loop.body, indent)
    case .breakLoop: "break"
    case .continueLoop: "continue"
    case .returnValue(let value): "return" + (value.map { " " + text($0, indent) } ?? "")
    case .expression(let expression): text(expression, indent)
    }
  }

  /// The text of a `let`, without its documentation.
  func definition(_ statement: LetStatement, _ indent: Int) -> String {
    let target =
      switch statement.target {
      case .pattern(let pattern): text(pattern)
      case .equation(let name, let indices):
        name.text + "[" + indices.map { text($0, indent) }.joined(separator: ", ") + "]"
      }
    return "let " + target + (statement.type.map { ": " + text($0) } ?? "") + " = "
      + text(statement.value, indent)
  }

  /// The text of an index on the left of an equation.
  private func text(_ index: EquationIndex, _ indent: Int) -> String {
    switch index.kind {
    case .rest: "..."
    case .name(let name, let bound): name.text + (bound.map { " < " + text($0, indent) } ?? "")
    }
  }

  /// The text of a place.
  func text(_ place: Place, _ indent: Int) -> String {
    switch place.kind {
    case .name(let name): name.text
    case .selfValue: "self"
    case .member(let base, let name): text(base, indent) + "." + name.text
    case .subscript(let base, let items): text(base, indent) + text(items, indent)
    case .tuple(let parts):
      "(" + parts.map { text($0, indent) }.joined(separator: ", ") + ")"
    case .invalid: "_"
    }
  }

  /// The text of a pattern.
  func text(_ pattern: Pattern) -> String {
    switch pattern.kind {
    case .wildcard, .invalid: "_"
    case .name(let name): name.text
    case .tuple(let parts): text(parts)
    case .literal(let literal): text(literal, 0)
    case .path(let path, let parts):
      path.map(\.text).joined(separator: ".") + (parts.map { text($0) } ?? "")
    }
  }

  /// The text of patterns in parentheses.
  private func text(_ patterns: [Pattern]) -> String {
    "(" + patterns.map { text($0) }.joined(separator: ", ") + ")"
  }
}
