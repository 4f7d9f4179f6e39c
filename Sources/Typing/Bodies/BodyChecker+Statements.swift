import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// The body of a function, whose value must have the given type.
  func checkBody(
    _ body: Block, result: Type, span: SourceSpan, as role: Expectation? = nil
  ) -> TypedBlock {
    resultType = result
    resultSpan = span
    scopes.append(Scope())
    defer { scopes.removeLast() }
    var block = check(body, expecting: result, isUsed: result != .unit)
    if result == .unit { return block }
    if let value = block.value {
      let operand = Operand(value.kind, value.type, at: value.span)
      var wrapped = coerce(operand, to: result, as: role ?? .result(span)).expression
      wrapped.definitions = value.definitions
      block.value = wrapped
      block.type = result
    } else if !endsInReturn(block), !result.isError {
      report(.missingValue(name(result), result: span, at: body.span))
    }
    return block
  }

  /// Whether control cannot reach the end of a block.
  private func endsInReturn(_ block: TypedBlock) -> Bool {
    switch block.statements.last?.kind {
    case .returnValue: true
    case .expression(let expression):
      switch expression.kind {
      case .conditional(_, then: let first, else: let second?):
        endsInReturn(first) && endsInReturn(second)
      case .match(_, let arms): arms.allSatisfy { endsInReturn($0.body) }
      case .block(let inner): endsInReturn(inner)
      default: expression.type.isError
      }
    default: false
    }
  }

  /// A block in the innermost scope; its last expression is its value where that is used.
  func check(_ block: Block, expecting expected: Type? = nil, isUsed: Bool) -> TypedBlock {
    var statements: [TypedStatement] = []
    for (position, statement) in block.statements.enumerated() {
      if isUsed, position == block.statements.count - 1,
        case .expression(let expression) = statement.kind
      {
        let value = check(expression, expecting: expected)
        if value.type == .unit {
          statements.append(TypedStatement(.expression(value.expression), span: statement.span))
          break
        }
        var result = TypedBlock(
          statements: statements, value: value.expression, type: value.type, span: block.span)
        result.isKnown = value.isKnown
        return result
      }
      if let typed = check(statement, isUsed: false) { statements.append(typed) }
    }
    return TypedBlock(statements: statements, value: nil, type: .unit, span: block.span)
  }

  /// A statement; nil if it has an error.
  func check(_ statement: Statement, isUsed: Bool) -> TypedStatement? {
    switch statement.kind {
    case .constant(let constant):
      if case .equation(let name, let items) = constant.target {
        return checkEquation(name, items, constant, at: statement.span)
      }
      guard case .pattern(let pattern) = constant.target else { return nil }
      return checkBinding(
        pattern, constant.type, constant.value, isVariable: false, at: statement.span)
    case .variable(let variable):
      return checkBinding(
        variable.pattern, variable.type, variable.value, isVariable: true, at: statement.span)
    case .assignment(let assignment): return check(assignment, at: statement.span)
    case .whileLoop(let loop): return check(loop, at: statement.span)
    case .breakLoop, .continueLoop:
      if !isHost || loopDepth == 0 {
        report(.misplacedJump(isHost: isHost, at: statement.span))
        return nil
      }
      if case .breakLoop = statement.kind {
        return TypedStatement(.breakLoop, span: statement.span)
      }
      return TypedStatement(.continueLoop, span: statement.span)
    case .returnValue(let value): return checkReturn(value, at: statement.span)
    case .expression(let expression):
      let value = check(expression, expecting: nil, isUsed: false)
      if value.isError { return nil }
      warnIfUnused(value)
      return TypedStatement(.expression(value.expression), span: statement.span)
    }
  }

  /// The value of a `let` or a field, as its written type wants it.
  func checkInitialiser(_ value: Expression, type: TypeSyntax?, of name: Name) -> Operand {
    guard let syntax = type else {
      let operand = check(value, expecting: nil)
      return settle(operand, name.text)
    }
    let expected = resolve(syntax)
    let waiting = definitions
    definitions = []
    var result = coerce(
      check(value, expecting: expected), to: expected, as: .annotation(name.text, syntax.span))
    result.expression.definitions.insert(contentsOf: waiting, at: 0)
    if !result.isError { result = result.with(type: refined(expected, by: result.type)) }
    return result
  }

  /// The written type, with what it leaves open taken from the value.
  private func refined(_ expected: Type, by actual: Type) -> Type {
    switch (expected, actual) {
    case (.model(var type), .model(let found)):
      type.sizes.merge(found.sizes) { own, _ in own }
      type.runs.merge(found.runs) { own, _ in own }
      for (variable, value) in found.types where type.types[variable] == nil {
        type.types[variable] = value
      }
      return .model(type)
    case (.structure(var type), .structure(let found)):
      type.sizes.merge(found.sizes) { own, _ in own }
      type.runs.merge(found.runs) { own, _ in own }
      return .structure(type)
    default: return expected
    }
  }

  /// A value whose type must be settled without the help of an annotation.
  private func settle(_ operand: Operand, _ name: String) -> Operand {
    switch operand.type {
    case .none:
      fail(
        .needsAnnotation(
          name, "`None` alone does not say which type is missing",
          example: "f32[N]? = None", at: operand.span))
    case .list(.none):
      fail(
        .needsAnnotation(
          name, "an empty list does not say what it holds",
          example: "[Int] = []", at: operand.span))
    default: operand
    }
  }

  /// A `let` or `var`.
  private func checkBinding(
    _ pattern: Pattern, _ type: TypeSyntax?, _ value: Expression, isVariable: Bool,
    at span: SourceSpan
  ) -> TypedStatement? {
    var outer: Set<Root> = []
    swap(&outer, &mentioned)
    // The few new names join the many old ones: a script may have thousands of statements.
    defer {
      swap(&outer, &mentioned)
      mentioned.formUnion(outer)
    }
    let name = pattern.names.first ?? Name(text: "_", span: pattern.span)
    let operand = checkInitialiser(value, type: type, of: name)
    let bound = bind(
      pattern, to: operand.type, isVariable: isVariable, size: operand.size,
      isKnown: operand.isKnown)
    noteSources(of: bound, at: span)
    if operand.isError { return nil }
    return TypedStatement(.bind(bound, operand.expression), span: span)
  }

  /// Remembers what the value of a `let` mentioned.
  private func noteSources(of pattern: TypedPattern, at span: SourceSpan) {
    switch pattern {
    case .wildcard: break
    case .binding(let declaration):
      if case .local(let id) = declaration.storage { sources[id] = (mentioned, span) }
    case .tuple(let parts): for part in parts { noteSources(of: part, at: span) }
    }
  }

  /// `while`: run as written in procs, one operation of the graph in a `fn`.
  private func check(_ loop: WhileStatement, at span: SourceSpan) -> TypedStatement? {
    let condition = checkCondition(loop.condition)
    let limit = loop.limit.map(check(integer:))
    if isHost { loopDepth += 1 }
    defer { if isHost { loopDepth -= 1 } }
    let body = blockInScope(repetition: isData(condition) ? .loop : nil) {
      check(loop.body, isUsed: false)
    }
    if condition.isError || limit?.isError == true { return nil }
    return TypedStatement(
      .whileLoop(condition.expression, limit: limit?.expression, body), span: span)
  }

  /// `return`, in procs.
  private func checkReturn(_ value: Expression?, at span: SourceSpan) -> TypedStatement? {
    guard kind == .procedure, let result = resultType,
      !scopes.contains(where: { $0.barrier != nil })
    else {
      report(.misplacedReturn(at: span))
      // Whoever writes `return` has not forgotten the value, so nothing is said of it.
      return TypedStatement(.returnValue(nil), span: span)
    }
    guard let value else {
      if result != .unit { report(.missingValue(name(result), result: resultSpan, at: span)) }
      return TypedStatement(.returnValue(nil), span: span)
    }
    let operand = coerce(
      check(value, expecting: result), to: result, as: .result(resultSpan ?? span))
    if operand.isError { return nil }
    return TypedStatement(.returnValue(operand.expression), span: span)
  }
}
