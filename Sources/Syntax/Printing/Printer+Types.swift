extension Printer {
  /// The text of a type.
  func text(_ type: TypeSyntax) -> String {
    switch type.kind {
    case .tuple(let parts): text(parts)
    case .function(let binders, let parameters, let result):
      (binders.isEmpty ? "" : "fn" + text(binders)) + text(parameters) + " -> " + text(result)
    case .list(let element): "[" + text(element) + "]"
    case .tensor(let type): text(type, 0)
    case .named(let path, let brackets):
      path.map(\.text).joined(separator: ".") + brackets.map { text($0, 0) }.joined()
    case .optional(let type): optional(type)
    case .invalid: "_"
    }
  }

  /// The text of the type behind `as`. A type that could go on with the `<` or `[` that may follow the
  /// cast is shut off by parentheses.
  func castTarget(_ type: TypeSyntax) -> String {
    canGoOn(type) ? "(" + text(type) + ")" : text(type)
  }

  /// Whether a bound or sizes could follow the last word of a type.
  private func canGoOn(_ type: TypeSyntax) -> Bool {
    switch type.kind {
    case .tensor(let tensor): tensor.dimensions == nil
    case .function(_, _, let result): canGoOn(result)
    case .named: true
    case .tuple, .list, .optional, .invalid: false
    }
  }

  /// The text of an optional type.
  private func optional(_ type: TypeSyntax) -> String {
    switch type.kind {
    case .function, .optional: "(" + text(type) + ")?"
    case .tuple, .list, .tensor, .named, .invalid: text(type) + "?"
    }
  }

  /// The text of types in parentheses.
  private func text(_ types: [TypeSyntax]) -> String {
    "(" + types.map { text($0) }.joined(separator: ", ") + ")"
  }

  /// The text of a type that begins with an element type.
  func text(_ type: TensorTypeSyntax, _ indent: Int) -> String {
    type.element.rawValue + (type.bound.map { "<" + text($0, indent) + ">" } ?? "")
      + (type.dimensions.map { text($0, indent) } ?? "")
  }

  /// The text of items in brackets.
  func text(_ items: [BracketItem], _ indent: Int) -> String {
    "[" + items.map { text($0, indent) }.joined(separator: ", ") + "]"
  }

  /// The text of an item.
  private func text(_ item: BracketItem, _ indent: Int) -> String {
    switch item.kind {
    case .rest(let name): "..." + (name?.text ?? "")
    case .newAxis: "None"
    case .slice(let lower, let upper, let step):
      (lower.map { text($0, indent) } ?? "") + ":" + (upper.map { text($0, indent) } ?? "")
        + (step.map { ":" + text($0, indent) } ?? "")
    case .expression(let expression): text(expression, indent)
    case .type(let type): text(type)
    }
  }
}
