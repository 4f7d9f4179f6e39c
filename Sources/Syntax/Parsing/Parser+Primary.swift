import MartletSource

extension Parser {
  /// `primary`: what an expression is made of.
  mutating func primary() throws(Abandon) -> Expression {
    let start = current.span
    let kind = try primaryKind()
    return Expression(kind: kind, span: span(from: start))
  }

  /// What the expression at the current token is.
  private mutating func primaryKind() throws(Abandon) -> Expression.Kind {
    switch current.kind {
    case .identifier(let text):
      take()
      return .name(text)
    case .integer(let value):
      take()
      return .integer(value)
    case .float(let value):
      take()
      return .float(value)
    case .string(let segments):
      take()
      return .string(string(segments))
    case .elementType: return .tensorType(try tensorType())
    case .symbol(.openParenthesis):
      return isLambda ? .lambda(try lambda()) : try parenthesized()
    case .symbol(.openBracket):
      take()
      return .list(try expressions(until: .closeBracket, "the elements"))
    case .symbol(.openBrace): return .block(try block("for the block"))
    case .symbol(.floorDivide): throw foreignComment()
    case .keyword(let keyword): return try keywordExpression(keyword)
    case .symbol, .newline, .end, .invalid: throw fail(.expectedExpression(found: current))
    }
  }

  /// An expression that begins with a reserved word.
  private mutating func keywordExpression(_ keyword: Keyword) throws(Abandon) -> Expression.Kind {
    switch keyword {
    case .true, .false:
      take()
      return .boolean(keyword == .true)
    case .none:
      take()
      return .none
    case .self:
      take()
      return .selfValue
    case .if: return .conditional(try conditional())
    case .match: return .match(try match())
    case .for: return .loop(try loop(.sequential))
    case .map: return .loop(try loop(.parallel))
    case .grad: return .gradient(try gradient(.gradient))
    case .valueAndGrad: return .gradient(try gradient(.valueAndGradient))
    case .jvp: return try jvp()
    case .vjp: return try vjp()
    case .recompute: return try recompute()
    case .with: return try with()
    case .fn:
      throw fail(.nestedFunction(at: current.span))
    case .import, .let, .var, .proc, .struct, .enum, .protocol, .else, .while, .in, .return,
      .break, .continue, .where, .as, .and, .or, .not:
      throw fail(.expectedExpression(found: current))
    }
  }

  /// `"(" expression , … ")"`: a group if it holds one, else a tuple.
  private mutating func parenthesized() throws(Abandon) -> Expression.Kind {
    take()
    let parts = try expressions(until: .closeParenthesis, "what is in the parentheses")
    return parts.count == 1 ? .group(parts[0]) : .tuple(parts)
  }

  /// `expression , …` up to and with a closing sign.
  private mutating func expressions(until close: Symbol, _ role: String) throws(Abandon)
    -> [Expression]
  {
    try elements(until: close, role) { (parser) throws(Abandon) in try parser.expression() }
  }

  /// Whether the parenthesis at the current token holds the parameters of a lambda.
  private var isLambda: Bool {
    let end = partners[position]
    return end > position && tokens[end + 1].kind == .symbol(.doubleArrow)
  }

  /// `lambda = "(" ( name [ ":" type ] | pattern ) , … ")" "=>" expression`.
  private mutating func lambda() throws(Abandon) -> Lambda {
    take()
    let parameters = try elements(until: .closeParenthesis, "the parameters") {
      (parser) throws(Abandon) in
      let pattern = try parser.pattern()
      let type = parser.discard(.colon) ? try parser.type() : nil
      return Lambda.Parameter(pattern: pattern, type: type)
    }
    try expect(.doubleArrow, "before the value of the lambda")
    return Lambda(parameters: parameters, body: try expression())
  }
}
