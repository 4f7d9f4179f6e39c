import MartletSource

extension Parser {
  /// `conditional = "if" ( expression | "let" name "=" expression ) block [ "else"
  /// ( conditional | block ) ]`.
  mutating func conditional() throws(Abandon) -> Conditional {
    let outer = try enter()
    defer { leave(outer) }
    take()
    let condition: Conditional.Condition
    if discard(.let) {
      let name = try name("the value, if it is there")
      try expect(.assign, "before the optional value")
      condition = .binding(name, try expression())
    } else {
      condition = .test(try expression())
    }
    let thenBlock = try block("for the case that it holds")
    return Conditional(
      condition: condition, thenBlock: thenBlock, elseBranch: try elseBranch())
  }

  /// `[ "else" ( if | block ) ]`.
  private mutating func elseBranch() throws(Abandon) -> Expression? {
    if current.kind == .newline, peek().kind == .keyword(.else) {
      report(.elseOnNewLine(at: peek().span))
      take()
    }
    guard discard(.else) else { return nil }
    let start = current.span
    if at(.if) {
      let conditional = try conditional()
      return Expression(kind: .conditional(conditional), span: span(from: start))
    }
    let block = try block("for the other case")
    return Expression(kind: .block(block), span: block.span)
  }

  /// `match = "match" expression "{" { arm } "}"`.
  mutating func match() throws(Abandon) -> Match {
    take()
    let subject = try expression()
    let arms = try lines("for the cases", commas: true) {
      (parser) throws(Abandon) in try parser.arm()
    }
    return Match(subject: subject, arms: arms)
  }

  /// `arm = pattern "=>" expression`.
  private mutating func arm() throws(Abandon) -> Match.Arm {
    let pattern = try pattern()
    try expect(.doubleArrow, "between the case and its value")
    return Match.Arm(pattern: pattern, value: try expression())
  }

  /// `loop = ( "for" | "map" ) clause , … block`.
  mutating func loop(_ kind: Loop.Kind) throws(Abandon) -> Loop {
    take()
    var clauses: [Loop.Clause] = []
    repeat { clauses.append(try clause()) } while discard(.comma)
    return Loop(kind: kind, clauses: clauses, body: try block("for what is done each time"))
  }

  /// `clause = pattern "in" expression`.
  private mutating func clause() throws(Abandon) -> Loop.Clause {
    let pattern = try pattern()
    try expect(.in, "between the name and what is walked")
    return Loop.Clause(pattern: pattern, source: try expression())
  }

  /// `gradient = ( "grad" | "value_and_grad" ) target , … block`.
  mutating func gradient(_ kind: GradientExpression.Kind) throws(Abandon) -> GradientExpression {
    take()
    let targets = try targets()
    let body = try block("for what is differentiated")
    return GradientExpression(kind: kind, targets: targets, body: body)
  }

  /// `jvp = "jvp" target , … "along" expression block`.
  mutating func jvp() throws(Abandon) -> Expression.Kind {
    take()
    let targets = try targets()
    guard at(word: "along") else {
      throw fail(.expectedSymbol("along", "before the direction", found: current))
    }
    take()
    let direction = try expression()
    return .jvp(targets, along: direction, try block("for what is differentiated"))
  }

  /// `vjp = "vjp" target , … "with" expression block`.
  mutating func vjp() throws(Abandon) -> Expression.Kind {
    take()
    let targets = try targets()
    try expect(.with, "before the gradient of the value")
    let cotangent = try expression()
    return .vjp(targets, with: cotangent, try block("for what is differentiated"))
  }

  /// `recompute = "recompute" block`.
  mutating func recompute() throws(Abandon) -> Expression.Kind {
    take()
    return .recompute(try block("for what is computed again"))
  }

  /// `with = "with" ( name "=" expression ) , … block`.
  mutating func with() throws(Abandon) -> Expression.Kind {
    take()
    var bindings: [SettingBinding] = []
    repeat {
      let name = try name("a setting")
      try expect(.assign, "before the setting's value")
      bindings.append(SettingBinding(name: name, value: try expression()))
    } while discard(.comma)
    return .with(bindings, try block("for where the settings hold"))
  }
}
