import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `for` or `map`.
  func check(_ loop: Loop, expecting expected: Type?, isUsed: Bool, at span: SourceSpan)
    -> Operand
  {
    if equation != nil { return fail(.blockInEquation(loop.kind.rawValue, at: span)) }
    let isMap = loop.kind == .parallel
    let sources = loop.clauses.map { check($0.source, expecting: nil) }
    var wanted: Type?
    if case .list(let element)? = expected { wanted = element }
    var isFine = !sources.contains(where: \.isError)
    guard var mode = mode(of: loop.kind, over: sources, at: span) else { return .error(at: span) }
    var clauses: [(pattern: TypedPattern, source: TypedExpression)] = []
    var counts: [TensorType.Item] = []
    if isHost { loopDepth += 1 }
    defer { if isHost { loopDepth -= 1 } }
    let body = blockInScope(
      barrier: isMap ? .map : nil, repetition: mode == .rolled ? .loop : nil
    ) {
      for (clause, source) in zip(loop.clauses, sources) {
        let walked = source.isError ? nil : walked(source, mode)
        if walked == nil { isFine = false }
        let pattern = bind(clause.pattern, to: walked?.element ?? .error)
        assumeRange(of: pattern, source)
        clauses.append((pattern, source.expression))
        counts.append(walked?.count ?? .unknown)
      }
      return check(loop.body, expecting: wanted, isUsed: isMap || isUsed)
    }
    guard isFine, !body.type.isError, inStep(counts, loop.clauses) else { return .error(at: span) }
    if body.type == .unit {
      if isMap { return fail(.emptyMap(at: span)) }
      return Operand(
        .loop(
          TypedLoop(kind: loop.kind, mode: mode, clauses: clauses, body: body, collection: .none)),
        .unit, at: span)
    }
    if isMap, !isBuilding, takesNumbersAsData(body, clauses) { mode = .numbered }
    if mode == .batched, !isBuilding, actsOnHost(body) { mode = .host }
    let isList = isMap && sources.allSatisfy { if case .list = $0.type { true } else { false } }
    guard let type = isList ? .list(body.type) : body.type.stacked(counts[0]) else {
      return fail(.notStackable(name(body.type), at: body.value?.span ?? span))
    }
    return Operand(
      .loop(
        TypedLoop(
          kind: loop.kind, mode: mode, clauses: clauses, body: body,
          collection: isList ? .list : .stack)), type, at: span)
  }

  /// How the iterations of a loop over the given values run; nil after an error.
  private func mode(of kind: Loop.Kind, over sources: [Operand], at span: SourceSpan)
    -> TypedLoop.Mode?
  {
    let fine = sources.filter { !$0.isError }
    let lists = fine.count { if case .list = $0.type { true } else { false } }
    if isBuilding {
      if lists == fine.count { return .unrolled }
      if lists > 0 {
        report(.listInStep(at: span))
        return nil
      }
      return kind == .parallel ? .batched : .rolled
    }
    let axes = fine.count { $0.type.leading != nil }
    return kind == .parallel && axes > 0 && axes == fine.count && kindRunsGraphs ? .batched : .host
  }

  /// Whether the body of a script's `map` can be carried out on all elements at once.
  private func takesNumbersAsData(
    _ body: TypedBlock, _ clauses: [(pattern: TypedPattern, source: TypedExpression)]
  ) -> Bool {
    let ranges = clauses.filter { $0.source.type == .range }
    let others = clauses.filter { $0.source.type.leading != nil }
    guard kindRunsGraphs, !ranges.isEmpty, ranges.count + others.count == clauses.count else {
      return false
    }
    return NumbersAsData(ranges.flatMap(\.pattern.declarations), needsHost: needsHost)
      .suffice(for: body)
  }

  /// Whether a body prints, or runs anything else on the host: then it runs as written.
  private func actsOnHost(_ body: TypedBlock) -> Bool {
    var acts = false
    body.walk { part in
      guard case .call(let call) = part.kind, !acts else { return !acts }
      switch call.target {
      case .function(let id), .method(let id, base: _):
        acts = program.functions.first { $0.id == id }?.declaration.kind == .procedure
      case .builtin(let name): acts = SpecialRule.named(name)?.isHost ?? false
      case .element, .model, .structure, .requirement, .value: break
      }
      return !acts
    }
    return acts
  }

  /// Whether a call runs something on the host, or makes what is known there.
  private func needsHost(_ target: TypedCall.Target) -> Bool {
    switch target {
    case .function(let id), .method(let id, base: _):
      guard let entry = program.functions.first(where: { $0.id == id }) else { return true }
      return entry.declaration.kind != .function
    case .builtin(let name): return SpecialRule.named(name)?.isHost ?? false
    case .element: return false
    case .model, .structure, .requirement, .value: return true
    }
  }

  /// Whether tensors of the host can be gone through by a graph here.
  private var kindRunsGraphs: Bool { kind != .constructor }

  /// What a loop over a value binds, and how many there are; nil after an error.
  private func walked(_ source: Operand, _ mode: TypedLoop.Mode)
    -> (element: Type, count: TensorType.Item)?
  {
    if let leading = source.type.leading { return leading }
    switch source.type {
    case .list(let element): return (element, .unknown)
    case .stream(let element) where mode == .host: return (element, .unknown)
    case .range:
      let ends = rangeEnds[source.span]
      let count = ends.flatMap { ends in ends.lower.map { ends.upper - $0 } }
      let item: TensorType.Item = count.map { .dim(facts.normalised($0)) } ?? .unknown
      if mode == .host { return (.int, item) }
      let bound: TensorType.Bound = ends.map { .below($0.upper) } ?? .unknown
      return (.tensor(TensorType(element: .known(.i32), items: [], bound: bound)), item)
    default:
      report(.notIterable(name(source.type), at: source.span))
      return nil
    }
  }

  /// Whether loops over several values have as many steps each; reports where not.
  private func inStep(_ counts: [TensorType.Item], _ clauses: [Loop.Clause]) -> Bool {
    guard isBuilding, case .dim(let first)? = counts.first else { return true }
    for (count, clause) in zip(counts, clauses).dropFirst() {
      guard case .dim(let size) = count else { continue }
      let verdict = equality(first, size)
      if verdict == .proved { continue }
      report(
        .notInStep(
          first, size, verdict, first: clauses[0].source.span, at: clause.source.span))
      return false
    }
    return true
  }

  /// Takes the ends of a range that a loop walks into what is known of its variable.
  private func assumeRange(of pattern: TypedPattern, _ source: Operand) {
    if case .tuple(let parts) = pattern, case .binding(let declaration)? = parts.first,
      let symbol = declaration.size, case .call(let call) = source.expression.kind,
      case .builtin("enumerate") = call.target, let list = call.arguments.first ?? nil,
      let count = count(of: list)
    {
      return facts.assume(.atLeast(count, Dim(symbol) + 1))
    }
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
    var captures: [TypedLambda.Capture] = []
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
      defer { captures = takeCaptures() }
      return check(lambda.body, expecting: wanted.flatMap { $0.result.isError ? nil : $0.result })
    }
    if body.isError || !isFine { return .error(at: span) }
    var result = body
    if let wanted, !isOwn(wanted.result) {
      result = coerce(body, to: wanted.result, as: .element(span))
      if result.isError { return .error(at: span) }
    }
    let signature = FunctionType(
      binders: wanted?.binders ?? [], parameters: types, result: result.type)
    return Operand(
      .lambda(
        TypedLambda(
          parameters: patterns, signature: signature, body: result.expression,
          captures: captures)),
      .function(signature), at: span, isKnown: body.isKnown)
  }

  /// Whether a lambda's own value determines the type: it still is a type binder, or is not known.
  private func isOwn(_ type: Type) -> Bool {
    if case .variable(let variable) = type { return !isInScope(variable) }
    return type == .unit || type.isError
  }

  /// Whether a type binder is one of the enclosing declaration's.
  private func isInScope(_ variable: TypeVariable) -> Bool {
    if case .type(let bound)? = binding(variable.name) { return bound == variable }
    return false
  }
}
