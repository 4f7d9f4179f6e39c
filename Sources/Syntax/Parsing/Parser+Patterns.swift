import MartletSource

extension Parser {
  /// `pattern = name | "(" pattern , … ")" | literal | path [ "(" pattern , … ")" ]`.
  mutating func pattern() throws(Abandon) -> Pattern {
    let outer = try enter()
    defer { leave(outer) }
    let start = current.span
    switch current.kind {
    case .identifier: return try namedPattern()
    case .symbol(.openParenthesis):
      take()
      let parts = try patterns()
      return Pattern(
        kind: parts.count == 1 ? parts[0].kind : .tuple(parts), span: span(from: start))
    case .integer, .float, .string, .keyword(.true), .keyword(.false), .keyword(.none):
      let literal = try primary()
      return Pattern(kind: .literal(literal), span: literal.span)
    case .symbol(.minus):
      let literal = try unary()
      return Pattern(kind: .literal(literal), span: literal.span)
    case .keyword, .elementType, .symbol, .newline, .end, .invalid:
      throw fail(.expectedPattern(found: current))
    }
  }

  /// A name, a dotted name, or either with parts in parentheses.
  private mutating func namedPattern() throws(Abandon) -> Pattern {
    let start = current.span
    var path = [try name("a value")]
    while discard(.dot) { path.append(try name("a value")) }
    if at(.openParenthesis), !current.startsLine {
      take()
      let parts = try patterns()
      return Pattern(kind: .path(path, parts: parts), span: span(from: start))
    }
    guard path.count == 1 else {
      return Pattern(kind: .path(path, parts: nil), span: span(from: start))
    }
    return Pattern(kind: path[0].isWildcard ? .wildcard : .name(path[0]), span: start)
  }

  /// `pattern , … ")"`.
  private mutating func patterns() throws(Abandon) -> [Pattern] {
    try elements(until: .closeParenthesis, "the parts") {
      (parser) throws(Abandon) in try parser.pattern()
    }
  }

  /// The place that an expression spells; reports one that cannot be assigned.
  ///
  /// `place = ( name | "self" ) { "." name | "[" item , … "]" } | "(" place , … ")"`.
  mutating func place(_ expression: Expression, before sign: Token) -> Place {
    switch expression.kind {
    case .name(let text):
      return Place(kind: .name(Name(text: text, span: expression.span)), span: expression.span)
    case .selfValue: return Place(kind: .selfValue, span: expression.span)
    case .member(let base, let name):
      return Place(kind: .member(place(base, before: sign), name), span: expression.span)
    case .subscript(let base, let items):
      return Place(kind: .subscript(place(base, before: sign), items), span: expression.span)
    case .group(let inner): return place(inner, before: sign)
    case .tuple(let parts):
      let places = parts.map { place($0, before: sign) }
      return Place(kind: .tuple(places), span: expression.span)
    case .invalid: return Place(kind: .invalid, span: expression.span)
    case .integer, .float, .string, .boolean, .none, .list, .block, .lambda, .conditional, .match,
      .loop, .gradient, .jvp, .vjp, .recompute, .with, .call, .unary, .binary, .pipe, .coalesce,
      .range, .cast, .tensorType:
      report(.invalidPlace(sign: file.text(in: sign.span), at: expression.span))
      return Place(kind: .invalid, span: expression.span)
    }
  }

  /// `target = ( name | "self" ) { "." name }`, one or more with commas.
  mutating func targets() throws(Abandon) -> [Place] {
    var targets: [Place] = []
    repeat { targets.append(try target()) } while discard(.comma)
    return targets
  }

  /// One target.
  private mutating func target() throws(Abandon) -> Place {
    let start = current.span
    var place: Place
    if discard(.self) {
      place = Place(kind: .selfValue, span: start)
    } else {
      let name = try name("what to differentiate by")
      place = Place(kind: .name(name), span: start)
    }
    while discard(.dot) {
      let name = try name("a field")
      try link()
      place = Place(kind: .member(place, name), span: span(from: start))
    }
    return place
  }
}
