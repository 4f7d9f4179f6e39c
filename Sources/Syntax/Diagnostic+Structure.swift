import MartletSource

// What the parser says about the form of a program.
extension Diagnostic {
  /// A brace that nothing closes.
  static func unclosedBrace(at span: SourceSpan, missingAt end: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unclosedBrace, "this `{` is never closed", at: span, label: "opened here",
      labels: [Label(end, "`}` is missing before this")])
  }

  /// A closing brace without an opening one.
  static func unexpectedClosing(_ sign: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedClosing, "this `\(sign)` closes nothing", at: span,
      label: "no open `{` before it")
  }

  /// `as` between the braces of an import.
  static func renamedSelection(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .renamedSelection, "a selected name keeps its name", at: span,
      label: "`\(name)` cannot be renamed here",
      help: ["`as` renames a whole library: `import optim as o`, then `o.Adam`"])
  }

  /// Names that are taken out of a file, which an import makes visible as a whole.
  static func selectionFromFile(
    _ code: DiagnosticCode, _ path: String, _ name: String?, at span: SourceSpan
  ) -> Diagnostic {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let stem = last.hasSuffix(".mlt") ? String(last.dropLast(4)) : last
    return Diagnostic(
      code, "a file is imported as a whole", at: span,
      help: ["write `import \"\(path)\"`, then `\(stem).\(name ?? "f")`"])
  }

  /// A model's field of which only the type is written, as in a struct.
  static func fieldWithoutValue(
    _ code: DiagnosticCode, _ name: String, _ type: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code, "a model's field says what it starts as, not only its type", at: span,
      help: [
        type.first?.isUppercase == true
          ? "write `let \(name) = \(type)()`"
          : "write `param \(name): \(type) = …` for what is trained, or `let \(name) = …`"
      ])
  }

  /// A block that starts on a line of its own.
  static func braceOnNewLine(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .braceOnNewLine, "`{` stands on the line of what it belongs to", at: span,
      label: "move this to the end of the line above")
  }

  /// `else` below the `}` that it belongs to.
  static func elseOnNewLine(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .elseOnNewLine, "`else` stands on the line of the `}` before it", at: span,
      label: "this line starts a new statement", help: ["write `} else {`"])
  }

  /// A line that starts with `-`, `(` or `[` but looks like the rest of the line above.
  static func operatorStartsLine(_ sign: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .operatorStartsLine, "a line that starts with `\(sign)` is a statement of its own", at: span,
      label: "indented like a continuation, but it does not continue the line above",
      help: [
        "to continue, end the line above with the operator or open its parenthesis there",
        "for a statement of its own, indent it like the lines around it",
      ])
  }

  /// `a < b < c`.
  static func chainedComparison(_ first: SourceSpan, and second: SourceSpan, written: String)
    -> Diagnostic
  {
    Diagnostic(
      .chainedComparison, "comparisons do not chain", at: second, label: "a second comparison",
      labels: [Label(first, "the first gives a truth value")],
      help: [written.contains("\n") ? "write `a < b and b < c`" : "write `\(written)`"])
  }

  /// A `fn` inside a block.
  static func nestedFunction(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .nestedFunction, "a function cannot be declared inside a block", at: span,
      label: "only at the top level, in a model or in a protocol",
      help: ["move it out, or write a lambda: `(x) => …`"])
  }

  /// A declaration other than a function inside a block.
  static func misplacedDeclaration(_ word: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .misplacedDeclaration, "`\(word)` cannot stand inside a block", at: span,
      label: "only at the top level of a file")
  }

  /// A `fn` without a result type.
  static func missingResultType(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingResultType, "this function does not say what it returns", at: span,
      label: "`->` and a type are expected after this",
      notes: ["signatures are written out, so that calls can be checked without the body"],
      help: ["add the type, for example `-> f32[]`, or use `proc` for what only acts"])
  }

  /// A parameter without a type.
  static func missingParameterType(_ name: Name, found token: Token) -> Diagnostic {
    Diagnostic(
      .missingParameterType, "the parameter `\(name.text)` has no type", at: name.span,
      label: "expected `: type` after this, found \(token.described)",
      help: ["write for example `\(name.text): f32[B, 784]`"])
  }

  /// An assignment to what cannot be changed.
  static func invalidPlace(sign: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidPlace, "the left side of `\(sign)` is not a place", at: span,
      label: "this has a value but cannot take one",
      help: ["assign to a name, a field or an element; compare with `==`"])
  }

  /// A declaration that lacks its first word.
  static func missingLet(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingLet, "only a `let` or a `var` gives a name a type", at: span,
      label: "a statement cannot start with `\(name):`",
      help: ["write `let \(name): …`, or `var \(name): …` if it changes"])
  }

  /// An index on the left of an equation that is neither a name nor `...`.
  static func invalidEquationIndex(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidEquationIndex, "an index on the left of an equation is a name", at: span,
      label: "expected `i`, `i < n` or `...`",
      notes: ["`let y[i, j] = …` defines every element of `y`, so `i` and `j` are new names"])
  }

  /// `t.0`.
  static func tupleField(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .tupleField, "the parts of a tuple have no numbers", at: span,
      label: "a field's name is expected here", help: ["take it apart: `let (a, b) = t`"])
  }

  /// An expression in a string that must be known as it stands.
  static func interpolationNotAllowed(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .interpolationNotAllowed, "this string must be plain text", at: span,
      label: "an expression cannot stand here", help: ["for a brace as text, write `{{`"])
  }

  /// Nesting without end.
  static func nestingTooDeep(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .nestingTooDeep, "this is nested more than \(Parser.maximumDepth) deep", at: span,
      label: "the rest of the file is not read", help: ["give the inner parts names with `let`"])
  }

  /// A chain of operators without end.
  static func chainTooLong(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .nestingTooDeep, "this expression chains too many operators", at: span,
      label: "the rest of the file is not read",
      help: ["give parts of it names with `let`, or put the values into a list"])
  }
}

extension Token {
  /// What it is, in a message.
  var described: String {
    switch kind {
    case .identifier(let text): "`\(text)`"
    case .keyword(let keyword): "`\(keyword.rawValue)`"
    case .elementType(let type): "`\(type.rawValue)`"
    case .integer(let value): "`\(value)`"
    case .float(let value): "`\(value)`"
    case .string: "a string"
    case .symbol(let symbol): "`\(symbol.spelling)`"
    case .newline: "the end of the line"
    case .end: "the end of the file"
    case .invalid: "something else"
    }
  }
}
