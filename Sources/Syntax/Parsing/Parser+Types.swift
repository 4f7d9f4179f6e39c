import MartletSource

extension Parser {
  /// `type = ( "(" type , … ")" [ "->" type ] | "fn" [ binders ] "(" type , … ")" "->" type
  /// | "[" type "]" | tensor | path { "[" bracketItem , … "]" } ) [ "?" ]`.
  mutating func type() throws(Abandon) -> TypeSyntax {
    let outer = try enter()
    defer { leave(outer) }
    let start = current.span
    let kind: TypeSyntax.Kind
    switch current.kind {
    case .symbol(.openParenthesis): kind = try parenthesizedType()
    case .keyword(.fn): kind = try functionType()
    case .symbol(.openBracket):
      take()
      kind = .list(try type())
      try expect(.closeBracket, "after the type of the elements")
    case .elementType: kind = .tensor(try tensorType())
    case .identifier: kind = try namedType()
    case .keyword, .integer, .float, .string, .symbol, .newline, .end, .invalid:
      throw fail(.expectedType(found: current))
    }
    return optional(TypeSyntax(kind: kind, span: span(from: start)))
  }

  /// The type, made optional by a `?`.
  mutating func optional(_ type: TypeSyntax) -> TypeSyntax {
    discard(.question) ? TypeSyntax(kind: .optional(type), span: span(from: type.span)) : type
  }

  /// `"(" type , … ")" [ "->" type ]`; a lone type in parentheses is itself.
  private mutating func parenthesizedType() throws(Abandon) -> TypeSyntax.Kind {
    take()
    let parts = try types()
    if discard(.arrow) { return .function([], parts, try type()) }
    return parts.count == 1 ? parts[0].kind : .tuple(parts)
  }

  /// `"fn" [ binders ] "(" type , … ")" "->" type`.
  private mutating func functionType() throws(Abandon) -> TypeSyntax.Kind {
    take()
    let binders = at(.openBracket) ? try binders() : []
    try expect(.openParenthesis, "before the types of the parameters")
    let parameters = try types()
    try expect(.arrow, "before the type of the result")
    return .function(binders, parameters, try type())
  }

  /// `type , … ")"`.
  private mutating func types() throws(Abandon) -> [TypeSyntax] {
    try elements(until: .closeParenthesis, "the types") {
      (parser) throws(Abandon) in try parser.type()
    }
  }

  /// `path { "[" bracketItem , … "]" }`.
  private mutating func namedType() throws(Abandon) -> TypeSyntax.Kind {
    var path = [try name("a type")]
    while discard(.dot) { path.append(try name("a type")) }
    var brackets: [[BracketItem]] = []
    while at(.openBracket), !current.startsLine {
      brackets.append(try items())
      try link()
    }
    return .named(path, brackets)
  }

  /// `tensor = dtype [ "<" additive ">" ] [ "[" bracketItem , … "]" ]`.
  mutating func tensorType() throws(Abandon) -> TensorTypeSyntax {
    guard case .elementType(let element) = current.kind else {
      throw fail(.expectedType(found: current))
    }
    take()
    var bound: Expression?
    if discard(.openBound) {
      bound = try additiveInList()
      try expect(.closeBound, "after the bound of the integers")
    }
    let dimensions = at(.openBracket) && !current.startsLine ? try items() : nil
    return TensorTypeSyntax(element: element, bound: bound, dimensions: dimensions)
  }

  /// `"[" bracketItem , … "]"`.
  mutating func items() throws(Abandon) -> [BracketItem] {
    try expect(.openBracket, "before the sizes")
    return try elements(until: .closeBracket, "what is in the brackets") {
      (parser) throws(Abandon) in try parser.bracketItem()
    }
  }

  /// `bracketItem = "..." [ name ] | "None" | slice | expression | type`.
  private mutating func bracketItem() throws(Abandon) -> BracketItem {
    let start = current.span
    let kind = try bracketItemKind()
    return BracketItem(kind: kind, span: span(from: start))
  }

  /// What the item at the current token is.
  private mutating func bracketItemKind() throws(Abandon) -> BracketItem.Kind {
    if discard(.rest) {
      guard case .identifier = current.kind else { return .rest(nil) }
      return .rest(try name("the run of sizes"))
    }
    if at(.none), peek().kind == .symbol(.comma) || peek().kind == .symbol(.closeBracket) {
      take()
      return .newAxis
    }
    if at(.colon) { return try slice(from: nil) }
    if at(.fn) || holdsOnlyTypes { return .type(try type()) }
    let expression = try expression()
    if at(.colon) { return try slice(from: expression) }
    guard at(.question), let type = expression.asType else { return .expression(expression) }
    return .type(optional(type))
  }

  /// `[ expression ] ":" [ expression ] [ ":" [ expression ] ]`, behind the first expression.
  private mutating func slice(from lower: Expression?) throws(Abandon) -> BracketItem.Kind {
    take()
    let upper = atSliceEnd ? nil : try expression()
    let step = discard(.colon) && !atSliceEnd ? try expression() : nil
    return .slice(lower: lower, upper: upper, step: step)
  }

  /// Whether a part of a slice is left out here.
  private var atSliceEnd: Bool { at(.colon) || at(.comma) || at(.closeBracket) }

  /// Whether the bracket at the current token holds, or begins, what can only be a type: `?`, `fn`
  /// or `->` where no expression can have brought it.
  private var holdsOnlyTypes: Bool {
    let end = partners[position]
    guard end > position, at(.openParenthesis) || at(.openBracket) else { return false }
    if tokens[end + 1].kind == .symbol(.arrow) { return true }
    var index = position + 1
    while index < end {
      switch tokens[index].kind {
      case .symbol(.question), .symbol(.arrow), .keyword(.fn): return true
      case .keyword(.as), .symbol(.doubleArrow), .symbol(.openBrace): return false
      case .symbol(.openBound): index = max(index, partners[index])
      case .symbol(.openBracket), .symbol(.openParenthesis):
        // Sizes, an index or a call: what they hold says nothing about what they follow.
        if tokens[index - 1].kind.canEndExpression { index = max(index, partners[index]) }
      case .identifier, .keyword, .elementType, .integer, .float, .string, .symbol, .newline, .end,
        .invalid:
        break
      }
      index += 1
    }
    return false
  }
}
