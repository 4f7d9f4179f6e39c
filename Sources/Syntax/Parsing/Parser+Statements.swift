import MartletSource

extension Parser {
  /// `block = "{" { statement end } "}"`.
  mutating func block(_ role: String) throws(Abandon) -> Block {
    let start = current.kind == .newline ? peek().span : current.span
    var indentation: Int?
    let statements = try lines(role, commas: false) { (parser) throws(Abandon) in
      let first = parser.current
      defer { indentation = indentation ?? parser.indentation(of: first) }
      return try parser.statementInBlock(after: indentation)
    }
    return Block(statements: statements, span: span(from: start))
  }

  /// A statement; declarations, which a block cannot hold, are reported and dropped.
  private mutating func statementInBlock(after indentation: Int?) throws(Abandon) -> Statement? {
    if startsDeclaration {
      let start = current
      if start.kind == .keyword(.fn) || start.kind == .keyword(.proc) {
        report(.nestedFunction(at: start.span))
        _ = try function(nil)
        return nil
      }
      throw fail(.misplacedDeclaration(file.text(in: start.span), at: start.span))
    }
    return try statement(after: indentation)
  }

  /// `statement = let | var | assignment | while | "break" | "continue" | "return" [ expression ]
  /// | expression`; `indentation` is that of the block's first, nil for that one itself.
  mutating func statement(after indentation: Int?) throws(Abandon) -> Statement {
    let start = current.span
    checkLineStart(after: indentation)
    let kind = try statementKind()
    return Statement(kind: kind, span: span(from: start))
  }

  /// What the statement at the current token does.
  private mutating func statementKind() throws(Abandon) -> Statement.Kind {
    switch current.kind {
    case .keyword(.let): return .constant(try letStatement(current.documentation))
    case .keyword(.var): return .variable(try varStatement(current.documentation))
    case .keyword(.while): return .whileLoop(try whileStatement())
    case .keyword(.break):
      take()
      return .breakLoop
    case .keyword(.continue):
      take()
      return .continueLoop
    case .keyword(.return):
      take()
      return .returnValue(atStatementEnd ? nil : try expression())
    case .keyword(.else): throw fail(.elseOnNewLine(at: current.span))
    case .identifier, .keyword, .elementType, .integer, .float, .string, .symbol, .newline, .end,
      .invalid:
      return try assignment()
    }
  }

  /// `let = "let" ( pattern | name "[" index , … "]" ) [ ":" type ] "=" expression`.
  mutating func letStatement(_ documentation: String?, inModel: Bool = false) throws(Abandon)
    -> LetStatement
  {
    take()
    let target: LetStatement.Target
    if case .identifier = current.kind, peek().kind == .symbol(.openBracket) {
      let name = try name("the tensor")
      take()
      let indices = try elements(until: .closeBracket, "the indices") {
        (parser) throws(Abandon) in try parser.equationIndex()
      }
      target = .equation(name, indices)
    } else {
      target = .pattern(try pattern())
    }
    let type = discard(.colon) ? try type() : nil
    if inModel, let type, !at(.assign), case .pattern(let pattern) = target,
      case .name(let name) = pattern.kind
    {
      let text = file.text(in: type.span)
      report(.fieldWithoutValue(.expectedToken, name.text, text, at: current.span))
      let nothing = Expression(kind: .invalid, span: type.span)
      return LetStatement(documentation: documentation, target: target, type: nil, value: nothing)
    }
    try expect(.assign, "before the value")
    let value = try boundValue()
    let statement = LetStatement(
      documentation: documentation, target: target, type: type, value: value)
    guard case .invalid = value.kind, case .equation(let name, _) = target else { return statement }
    var plain = statement
    plain.target = .pattern(Pattern(kind: .name(name), span: name.span))
    return plain
  }

  /// What a name is bound to; after an error a value that means nothing, so that the name stays.
  private mutating func boundValue() throws(Abandon) -> Expression {
    let start = current.span
    do throws(Abandon) {
      return try expression()
    } catch {
      recover()
      if at(.closeBrace) { throw error }
      return Expression(kind: .invalid, span: start)
    }
  }

  /// `index = "..." | name [ "<" additive ]`.
  private mutating func equationIndex() throws(Abandon) -> EquationIndex {
    let start = current.span
    if discard(.rest) { return EquationIndex(kind: .rest, span: start) }
    guard case .identifier = current.kind else {
      throw fail(.invalidEquationIndex(at: current.span))
    }
    let name = try name("an index")
    let bound = discard(.less) ? try additiveInList() : nil
    guard at(.comma) || at(.closeBracket) else {
      throw fail(.invalidEquationIndex(at: current.span))
    }
    return EquationIndex(kind: .name(name, bound: bound), span: span(from: start))
  }

  /// `var = "var" pattern [ ":" type ] "=" expression`.
  private mutating func varStatement(_ documentation: String?) throws(Abandon) -> VarStatement {
    take()
    let pattern = try pattern()
    let type = discard(.colon) ? try type() : nil
    try expect(.assign, "before the value")
    return VarStatement(
      documentation: documentation, pattern: pattern, type: type, value: try boundValue())
  }

  /// `while = "while" expression [ "limit" expression ] block`.
  private mutating func whileStatement() throws(Abandon) -> WhileStatement {
    take()
    let condition = try expression()
    var limit: Expression?
    if at(word: "limit") {
      take()
      limit = try expression()
    }
    let body = try block("for what is repeated")
    return WhileStatement(condition: condition, limit: limit, body: body)
  }

  /// `assignment = place ( "=" | "+=" | "-=" | "*=" | "/=" ) expression`, or an expression.
  private mutating func assignment() throws(Abandon) -> Statement.Kind {
    let left = try expression()
    guard let operation = assignmentOperator else {
      if at(.colon), case .name(let name) = left.kind {
        throw fail(.missingLet(name, at: left.span))
      }
      return .expression(left)
    }
    let sign = take()
    let place = place(left, before: sign)
    let value = try expression()
    return .assignment(Assignment(place: place, operation: operation, value: value))
  }

  /// What the current token does to a place: `.some(nil)` for `=`, nil if it is no assignment.
  private var assignmentOperator: BinaryOperator?? {
    guard case .symbol(let symbol) = current.kind else { return nil }
    switch symbol {
    case .assign: return .some(nil)
    case .addAssign: return .add
    case .subtractAssign: return .subtract
    case .multiplyAssign: return .multiply
    case .divideAssign: return .divide
    default: return nil
    }
  }
}
