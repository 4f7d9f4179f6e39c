import MartletShapes
import MartletSource
import MartletSyntax

extension ProgramChecker {
  /// The checked signature of a function; nil if it has no meaning.
  func signature(of entry: FunctionEntry) -> Signature? {
    if let signature = entry.signature { return signature }
    guard !entry.isResolving else {
      report(.recursiveDefinition(entry.name, at: entry.declaration.name.span))
      return nil
    }
    entry.isResolving = true
    defer { entry.isResolving = false }
    let declaration = entry.declaration
    let isHost = declaration.kind == .procedure
    let checker = BodyChecker(
      program: self, module: entry.module, kind: isHost ? .procedure : .function,
      model: entry.model)
    entry.checker = checker
    if let model = entry.model {
      completeFields(of: model)
      checker.noteFacts(of: .model(model.selfType))
    }
    checker.allowsOpaqueSizes = isHost || entry.builtin != nil
    let header = checker.header(
      binders: declaration.binders, parameters: declaration.parameters, facts: declaration.facts)
    let result = declaration.result.map(checker.resolve) ?? .unit
    checker.allowsOpaqueSizes = true
    entry.parameters = header.parameters
    var signature = Signature(
      name: entry.name, isHost: isHost, binders: header.binders,
      writtenBinderCount: declaration.binders.count, parameters: header.labels, result: result,
      facts: header.facts, zeros: header.zeros, span: declaration.name.span)
    if let rule = entry.rule { signature = self.signature(of: rule, signature, entry, checker) }
    entry.signature = signature
    for parameter in signature.parameters {
      // An Int is at least 1 only where it serves as a size.
      if let size = parameter.size, !signature.mentions(size) { checker.facts.allowZero(size) }
    }
    if entry.builtin == nil {
      checkBinders(of: signature)
      if !isHost { checkGradient(in: result, of: signature, at: declaration.result?.span) }
    }
    return signature
  }

  /// Whether values of a model type can differ in something static: a size of the declaration's
  /// head that is not written, or a parameter of the constructor that no type shows.
  private func leavesOut(_ type: ModelType) -> Bool {
    let entry = models[type.model.index]
    completeFields(of: entry)
    if entry.headerSizes.contains(where: { type.sizes[$0] == nil }) { return true }
    if entry.headerRuns.contains(where: { type.runs[$0] == nil }) { return true }
    return entry.fields.contains { field in
      field.role == .argument && field.type != .int && field.type != .float
    }
  }

  /// Reports a result that is the gradient of no model in particular: what the type leaves out has a
  /// value of its own wherever it is written.
  private func checkGradient(in result: Type, of signature: Signature, at span: SourceSpan?) {
    switch result {
    case .gradient(.model(let type)):
      guard let span, leavesOut(type) else { return }
      let parameter = signature.parameters.first {
        if case .model(let other) = $0.type.seenThrough { other.model == type.model } else { false }
      }
      report(
        .gradientOfOtherModel(
          name(.model(type)), function: signature.name, parameter: parameter?.name ?? "net",
          declared: parameter?.span, at: span))
    case .tuple(let parts):
      for part in parts { checkGradient(in: part, of: signature, at: span) }
    case .list(let element), .optional(let element):
      checkGradient(in: element, of: signature, at: span)
    default: break
    }
  }

  /// Reports binders that the parameters mention but cannot determine.
  private func checkBinders(of signature: Signature) {
    var bare: Set<DimSymbol> = []
    var mentioned: Set<DimSymbol> = []
    for parameter in signature.parameters {
      if let size = parameter.size { bare.insert(size) }
      parameter.type.forEachDim { dim in
        mentioned.formUnion(dim.symbols)
        if let symbol = dim.symbol { bare.insert(symbol) }
      }
    }
    for case .dim(let symbol) in signature.binders.prefix(signature.writtenBinderCount)
    where mentioned.contains(symbol) && !bare.contains(symbol) {
      report(.binderNeverBare(symbol.name, at: births[symbol]?.span ?? signature.span))
    }
  }

  /// Checks the bodies of all functions that were reached, and those that they reach.
  func checkPending() {
    while let entry = pending.popLast() { checkBody(of: entry) }
  }

  /// Checks the body of a function.
  private func checkBody(of entry: FunctionEntry) {
    guard entry.typed == nil, let signature = signature(of: entry), let checker = entry.checker
    else { return }
    let declaration = entry.declaration
    guard let body = entry.rule?.body ?? declaration.body else {
      report(.missingBody(entry.name, at: declaration.name.span))
      return
    }
    let block = checker.checkBody(
      body, result: signature.result,
      span: declaration.result?.span ?? declaration.name.span,
      as: entry.rule.map { _ in .derivative("the gradient of `\(entry.name)`", signature.span) })
    entry.typed = TypedFunction(
      name: entry.name, kind: declaration.kind == .procedure ? .proc : .fn,
      model: entry.model?.id, binders: signature.binders,
      writtenBinderCount: signature.writtenBinderCount, parameters: entry.parameters,
      result: signature.result, facts: signature.facts, body: block,
      frameSize: checker.frameSize, span: declaration.name.span,
      documentation: declaration.documentation, rule: makeRule(of: entry, signature))
  }

  /// A method of a model; nil if there is none of that name.
  func method(_ name: String, of model: ModelEntry) -> FunctionEntry? {
    if let method = model.methods[name] { return method }
    guard let declaration = model.methodDeclarations[name] else { return nil }
    let entry = makeFunction(declaration, in: model.module, model: model)
    model.methods[name] = entry
    return entry
  }
}

extension BodyChecker {
  /// The checked head of a function or a model.
  struct Header {
    /// The binders, written and implicit.
    var binders: [BinderSymbol] = []
    /// The parameters for the typed program.
    var parameters: [TypedFunction.Parameter] = []
    /// The parameters for callers.
    var labels: [Signature.Parameter] = []
    /// The facts.
    var facts: [TypedFunction.Fact] = []
    /// The binders that may be 0.
    var zeros: Set<DimSymbol> = []

    /// Whether a parameter's type or a fact speaks of a symbol.
    func mentions(_ symbol: DimSymbol) -> Bool {
      labels.contains { $0.type.symbols.contains(symbol) }
        || facts.contains { $0.claim.symbols.contains(symbol) }
    }
  }

  /// Declares the binders and parameters of a function or a model, and assumes its facts.
  func header(binders: [Binder], parameters: [Parameter], facts clause: [Expression]) -> Header {
    var header = Header()
    header.binders = bind(binders)
    for case .dim(let symbol) in header.binders { shapeSymbols.insert(symbol) }
    var seen: [String: SourceSpan] = [:]
    for parameter in parameters {
      if let first = seen.updateValue(parameter.name.span, forKey: parameter.name.text) {
        report(.duplicateName(parameter.name.text, first: first, at: parameter.name.span))
      }
      let type = resolve(parameter.type)
      let value = parameter.defaultValue.map { expression in
        coerce(
          check(expression, expecting: type), to: type,
          as: .annotation(parameter.name.text, parameter.type.span))
      }
      var declaration = declare(parameter.name, type, mayBeZero: false)
      declaration.count = countSymbol(of: declaration)
      if type.isError { bind(parameter.name.text, .failed) }
      header.binders += declaration.introduces
      if kind == .function { shapeSymbols.formUnion(declaration.introduces.compactMap(\.dim)) }
      header.parameters.append(
        TypedFunction.Parameter(declaration: declaration, defaultValue: value?.expression))
      header.labels.append(
        Signature.Parameter(
          name: parameter.name.text, type: declaration.type, span: parameter.type.span,
          size: declaration.size, count: declaration.count,
          hasDefault: parameter.defaultValue != nil,
          defaultSize: value?.size))
    }
    header.facts = assume(clause, zeros: &header.zeros)
    // A size of a parameter's model may be 0 if the model says so.
    for case .dim(let symbol) in header.binders where facts.zeros.contains(symbol) {
      header.zeros.insert(symbol)
    }
    return header
  }
}
