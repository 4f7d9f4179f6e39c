import MartletSource

extension Parser {
  /// `function = [ "export" ] method | "proc" name [ binders ] parameters [ "->" type ] [ facts ]
  /// [ block ]`.
  mutating func function(_ documentation: String?) throws(Abandon) -> FunctionDeclaration {
    let start = current.span
    let isExported = at(word: "export")
    if isExported { take() }
    var declaration = try method(documentation)
    declaration.isExported = isExported
    declaration.span = span(from: start)
    return declaration
  }

  /// `method = "fn" name [ binders ] parameters "->" type [ facts ] [ block ]`; a `proc` likewise,
  /// with `->` optional.
  mutating func method(_ documentation: String?) throws(Abandon) -> FunctionDeclaration {
    let start = current.span
    let kind: FunctionDeclaration.Kind = take().kind == .keyword(.proc) ? .procedure : .function
    let name = try name("the function")
    let binders = at(.openBracket) ? try binders() : []
    let parameters = try parameters()
    let result = try result(of: kind)
    let facts = try facts()
    var body: Block?
    if at(.openBrace) || current.kind == .newline && peek().kind == .symbol(.openBrace) {
      body = try block("for the function's body")
    }
    return FunctionDeclaration(
      documentation: documentation, isExported: false, kind: kind, name: name,
      binders: binders, parameters: parameters, result: result, facts: facts, body: body,
      span: span(from: start))
  }

  /// `[ "->" type ]`, which a `fn` must have.
  private mutating func result(of kind: FunctionDeclaration.Kind) throws(Abandon) -> TypeSyntax? {
    if discard(.arrow) { return try type() }
    guard kind == .function else { return nil }
    guard current.kind != .invalid, at(.openBrace) || at(.where) || atStatementEnd else {
      throw fail(.expectedSymbol("->", "before the type of the result", found: current))
    }
    let end = tokens[position - 1].span
    report(.missingResultType(at: end))
    return TypeSyntax(kind: .invalid, span: end)
  }

  /// `binders = "[" binder , … "]"`.
  mutating func binders() throws(Abandon) -> [Binder] {
    try expect(.openBracket, "before the binders")
    return try elements(until: .closeBracket, "the binders") {
      (parser) throws(Abandon) in try parser.binder()
    }
  }

  /// `binder = "..." name | name [ ":" type ]`.
  private mutating func binder() throws(Abandon) -> Binder {
    let start = current.span
    let isRun = discard(.rest)
    let name = try name(isRun ? "the run of sizes" : "a size or a type")
    let constraint = !isRun && discard(.colon) ? try type() : nil
    return Binder(isRun: isRun, name: name, constraint: constraint, span: span(from: start))
  }

  /// `parameters = "(" parameter , … ")"`.
  mutating func parameters() throws(Abandon) -> [Parameter] {
    try expect(.openParenthesis, "before the parameters")
    return try elements(until: .closeParenthesis, "the parameters") {
      (parser) throws(Abandon) in try parser.parameter()
    }
  }

  /// `parameter = name ":" type [ "=" expression ]`.
  private mutating func parameter() throws(Abandon) -> Parameter {
    let start = current.span
    let name = try name("a parameter")
    guard at(.colon) else { throw fail(.missingParameterType(name, found: current)) }
    take()
    let type = try type()
    let value = discard(.assign) ? try expression() : nil
    return Parameter(name: name, type: type, defaultValue: value, span: span(from: start))
  }

  /// `facts = "where" comparison , …`; none without `where`.
  mutating func facts() throws(Abandon) -> [Expression] {
    guard discard(.where) else { return [] }
    var facts: [Expression] = []
    repeat {
      let outer = try enter()
      defer { leave(outer) }
      facts.append(try comparison())
    } while discard(.comma)
    return facts
  }

  /// A name, where the grammar allows nothing else; in front of `:` any word will do.
  mutating func name(_ role: String) throws(Abandon) -> Name {
    switch current.kind {
    case .identifier(let text):
      return Name(text: text, span: take().span)
    case .keyword, .elementType:
      let text = file.text(in: current.span)
      guard peek().kind == .symbol(.colon) else {
        throw fail(.reservedWord(text, role, at: current.span))
      }
      return Name(text: text, span: take().span)
    case .integer, .float, .string, .symbol, .newline, .end, .invalid:
      throw fail(.expectedName(role, found: current))
    }
  }
}
