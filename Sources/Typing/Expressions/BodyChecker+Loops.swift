import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `for` or `map`.
  func check(_ loop: Loop, expecting expected: Type?, isUsed: Bool, at span: SourceSpan)
    -> Operand
  {
    if equation != nil { return fail(.notBuilt("a loop inside an equation", at: span)) }
    let isMap = loop.kind == .parallel
    if !isMap, isUsed {
      return fail(.notBuilt("the value of a `for`", at: span))
    }
    let sources = loop.clauses.map { check($0.source, expecting: nil) }
    var wanted: Type?
    if case .list(let element)? = expected { wanted = element }
    var clauses: [(pattern: TypedPattern, source: TypedExpression)] = []
    var isFine = !sources.contains(where: \.isError)
    if isHost { loopDepth += 1 }
    defer { if isHost { loopDepth -= 1 } }
    let body = blockInScope(barrier: isMap ? .map : nil) {
      for (clause, source) in zip(loop.clauses, sources) {
        let element = source.isError ? nil : element(of: source, isMap: isMap)
        if element == nil { isFine = false }
        let pattern = bind(clause.pattern, to: element ?? .error)
        assumeRange(of: pattern, source)
        clauses.append((pattern, source.expression))
      }
      return check(loop.body, expecting: wanted, isUsed: isMap)
    }
    guard isFine, !body.type.isError else { return .error(at: span) }
    if isMap, body.type == .unit { return fail(.emptyMap(at: span)) }
    return Operand(
      .loop(
        TypedLoop(
          kind: loop.kind, mode: isBuilding ? .unrolled : .host, clauses: clauses, body: body)),
      isMap ? .list(body.type) : .unit, at: span)
  }

  /// What a loop over a value binds; nil after an error.
  private func element(of source: Operand, isMap: Bool) -> Type? {
    switch source.type {
    case .list(let element): return element
    case .stream(let element) where isHost && !isMap: return element
    case .range where isHost && !isMap: return .int
    case .range:
      report(.loopOverRange(isMap: isMap, at: source.span))
    case .tensor(let tensor) where isHost && !isMap:
      guard !tensor.items.isEmpty else {
        report(.notIterable(name(source.type), at: source.span))
        return nil
      }
      var element = tensor
      element.items.removeFirst()
      return .tensor(element)
    case .tensor:
      report(
        .notBuilt(
          isMap ? "`map` over a tensor" : "`for` over a tensor in a `fn`", at: source.span))
    default: report(.notIterable(name(source.type), at: source.span))
    }
    return nil
  }

  /// Takes the ends of a range that a loop walks into what is known of its variable.
  private func assumeRange(of pattern: TypedPattern, _ source: Operand) {
    guard case .binding(let declaration) = pattern, let symbol = declaration.size else { return }
    var span = source.span
    if case .call(let call) = source.expression.kind, case .builtin("list") = call.target,
      let range = call.arguments.first ?? nil
    {
      span = range.span
    }
    guard let ends = rangeEnds[span] else { return }
    facts.assume(.atLeast(ends.upper, Dim(symbol) + 1))
    if let lower = ends.lower { facts.assume(.atLeast(Dim(symbol), lower)) }
  }

  /// `(x) => e`.
  func check(_ lambda: Lambda, expecting expected: Type?, at span: SourceSpan) -> Operand {
    var wanted: FunctionType?
    if case .function(let function)? = expected { wanted = function }
    if let wanted, wanted.parameters.count != lambda.parameters.count {
      return fail(
        .lambdaArity(
          expected: wanted.parameters.count, found: lambda.parameters.count, at: span))
    }
    var patterns: [TypedPattern] = []
    var types: [Type] = []
    var isFine = true
    let outerLoops = loopDepth
    loopDepth = 0
    defer { loopDepth = outerLoops }
    let body = inScope(barrier: .lambda) {
      for (index, parameter) in lambda.parameters.enumerated() {
        var type = wanted?.parameters[index]
        if let syntax = parameter.type {
          let written = resolve(syntax)
          if let given = type, !given.isError, let fault = conformance(given, to: written) {
            _ = fault
            report(.lambdaParameter(name(given), name(written), at: syntax.span))
            isFine = false
          }
          type = written
        }
        guard let type else {
          report(.lambdaNeedsTypes(at: parameter.pattern.span))
          isFine = false
          patterns.append(bind(parameter.pattern, to: .error))
          continue
        }
        types.append(type)
        patterns.append(bind(parameter.pattern, to: type))
      }
      return check(lambda.body, expecting: wanted?.result)
    }
    if body.isError || !isFine { return .error(at: span) }
    var result = body
    if let wanted, !isOpen(wanted.result) {
      result = coerce(body, to: wanted.result, as: .element(span))
      if result.isError { return .error(at: span) }
    }
    let signature = FunctionType(
      binders: wanted?.binders ?? [], parameters: types, result: result.type)
    return Operand(
      .lambda(TypedLambda(parameters: patterns, signature: signature, body: result.expression)),
      .function(signature), at: span)
  }

  /// Whether a type still holds a type binder that the lambda's own value determines.
  private func isOpen(_ type: Type) -> Bool {
    if case .variable(let variable) = type { return !isInScope(variable) }
    return type == .unit
  }

  /// Whether a type binder is one of the enclosing declaration's.
  private func isInScope(_ variable: TypeVariable) -> Bool {
    if case .type(let bound)? = binding(variable.name) { return bound == variable }
    return false
  }
}
