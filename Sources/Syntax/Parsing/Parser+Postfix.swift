import MartletSource

extension Parser {
  /// `postfix = primary { arguments | "[" item , … "]" | "." name }`, with `(` and `[` on the
  /// line of what is before them.
  mutating func postfix() throws(Abandon) -> Expression {
    var base = try primary()
    while let next = try suffix(of: base) {
      try link()
      base = next
    }
    return base
  }

  /// The expression with one more suffix, or nil if none follows.
  private mutating func suffix(of base: Expression) throws(Abandon) -> Expression? {
    if discard(.dot) {
      if case .integer = current.kind { throw fail(.tupleField(at: current.span)) }
      if case .integer(let value) = base.kind, atLineEnd {
        throw fail(.malformedNumber("\(value)", ".", at: span(from: base.span)))
      }
      let name = try name("a field or a method")
      return Expression(kind: .member(base, name), span: span(from: base.span))
    }
    guard !current.startsLine else { return nil }
    if at(.openParenthesis) {
      let arguments = try arguments()
      return Expression(kind: .call(base, arguments), span: span(from: base.span))
    }
    if at(.openBracket) {
      let items = try items()
      return Expression(kind: .subscript(base, items), span: span(from: base.span))
    }
    return nil
  }

  /// `arguments = "(" argument , … ")"`.
  private mutating func arguments() throws(Abandon) -> [Argument] {
    take()
    return try elements(until: .closeParenthesis, "the arguments") {
      (parser) throws(Abandon) in try parser.argument()
    }
  }

  /// `argument = [ name ":" ] expression`.
  private mutating func argument() throws(Abandon) -> Argument {
    let start = current.span
    var label: Name?
    if isWord(current), peek().kind == .symbol(.colon) {
      label = try name("a parameter")
      take()
    }
    return Argument(label: label, value: try expression(), span: span(from: start))
  }

  /// Whether a token is a word, reserved or not.
  private func isWord(_ token: Token) -> Bool {
    switch token.kind {
    case .identifier, .keyword, .elementType: true
    case .integer, .float, .string, .symbol, .newline, .end, .invalid: false
    }
  }
}
