import MartletSource

extension Parser {
  /// `expression = or { "|>" or }`.
  mutating func expression() throws(Abandon) -> Expression {
    let outer = try enter()
    defer { leave(outer) }
    var left = try or()
    while discard(.pipe) {
      left = try joined(left, try or()) { .pipe($0, $1) }
    }
    return left
  }

  /// `or = and { "or" and }`.
  private mutating func or() throws(Abandon) -> Expression {
    var left = try and()
    while discard(.or) { left = try joined(left, try and()) { .binary(.or, $0, $1) } }
    return left
  }

  /// `and = not { "and" not }`.
  private mutating func and() throws(Abandon) -> Expression {
    var left = try not()
    while discard(.and) { left = try joined(left, try not()) { .binary(.and, $0, $1) } }
    return left
  }

  /// `not = "not" not | comparison`.
  private mutating func not() throws(Abandon) -> Expression {
    guard at(.not) else { return try comparison() }
    let outer = try enter()
    defer { leave(outer) }
    let start = take().span
    let operand = try not()
    return Expression(kind: .unary(.not, operand), span: span(from: start))
  }

  /// `comparison = coalesce [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) coalesce ]`.
  mutating func comparison() throws(Abandon) -> Expression {
    var left = try coalesce()
    guard let comparison = comparisonOperator else { return left }
    let first = take()
    let middle = try coalesce()
    left = try joined(left, middle) { .binary(comparison, $0, $1) }
    guard comparisonOperator != nil else { return left }
    let second = take()
    let last = try coalesce()
    let written =
      "\(file.text(in: left.span)) and "
      + file.text(in: middle.span.joined(with: last.span))
    report(.chainedComparison(first.span, and: second.span, written: written))
    while comparisonOperator != nil {
      take()
      _ = try coalesce()
    }
    return Expression(kind: .invalid, span: span(from: left.span))
  }

  /// `coalesce = cast { "??" cast }`.
  private mutating func coalesce() throws(Abandon) -> Expression {
    var left = try cast()
    while discard(.coalesce) { left = try joined(left, try cast()) { .coalesce($0, $1) } }
    return left
  }

  /// `cast = range { "as" type }`.
  private mutating func cast() throws(Abandon) -> Expression {
    var value = try range()
    while discard(.as) {
      let type = try type()
      try link()
      value = Expression(kind: .cast(value, type), span: span(from: value.span))
    }
    return value
  }

  /// `range = additive [ "..<" additive ]`.
  private mutating func range() throws(Abandon) -> Expression {
    let lower = try additive()
    guard discard(.range) else { return lower }
    return try joined(lower, try additive()) { .range($0, $1) }
  }

  /// `additive = product { ( "+" | "-" ) product }`.
  private mutating func additive() throws(Abandon) -> Expression {
    var left = try product()
    while let operation = additiveOperator {
      take()
      left = try joined(left, try product()) { .binary(operation, $0, $1) }
    }
    return left
  }

  /// `additive`, as a production of its own depth.
  mutating func additiveInList() throws(Abandon) -> Expression {
    let outer = try enter()
    defer { leave(outer) }
    return try additive()
  }

  /// `product = unary { ( "*" | "/" | "//" | "%" | "@" ) unary }`.
  private mutating func product() throws(Abandon) -> Expression {
    var left = try unary()
    while let operation = productOperator {
      take()
      left = try joined(left, try unary()) { .binary(operation, $0, $1) }
    }
    return left
  }

  /// `unary = "-" unary | power`.
  mutating func unary() throws(Abandon) -> Expression {
    guard at(.minus) else { return try power() }
    let outer = try enter()
    defer { leave(outer) }
    let start = take().span
    let operand = try unary()
    return Expression(kind: .unary(.negate, operand), span: span(from: start))
  }

  /// `power = postfix [ "**" unary ]`.
  private mutating func power() throws(Abandon) -> Expression {
    let base = try postfix()
    guard at(.power) else { return base }
    let outer = try enter()
    defer { leave(outer) }
    take()
    return try joined(base, try unary()) { .binary(.power, $0, $1) }
  }

  /// Two operands made one expression.
  private mutating func joined(
    _ left: Expression, _ right: Expression,
    _ kind: (Expression, Expression) -> Expression.Kind
  ) throws(Abandon) -> Expression {
    try link()
    return Expression(kind: kind(left, right), span: left.span.joined(with: right.span))
  }

  /// The comparison that the current token is, if any.
  private var comparisonOperator: BinaryOperator? {
    switch current.kind {
    case .symbol(.equal): .equal
    case .symbol(.notEqual): .notEqual
    case .symbol(.less): .less
    case .symbol(.lessOrEqual): .lessOrEqual
    case .symbol(.greater): .greater
    case .symbol(.greaterOrEqual): .greaterOrEqual
    default: nil
    }
  }

  /// The sum or difference that the current token is, if any.
  private var additiveOperator: BinaryOperator? {
    switch current.kind {
    case .symbol(.plus): .add
    case .symbol(.minus): .subtract
    default: nil
    }
  }

  /// The product or quotient that the current token is, if any.
  private var productOperator: BinaryOperator? {
    switch current.kind {
    case .symbol(.star): .multiply
    case .symbol(.slash): .divide
    case .symbol(.floorDivide): .floorDivide
    case .symbol(.percent): .remainder
    case .symbol(.at): .matrixProduct
    default: nil
    }
  }
}
