import MartletShapes
import MartletSource
import MartletSyntax

extension ProgramChecker {
  /// What a type is as a value of a protocol; nil if it does not say that it conforms.
  func conformance(of type: Type, to id: ProtocolID) -> ProtocolType? {
    switch type.seenThrough {
    case .conforming(let own): return own.declaration == id ? own : nil
    case .model(let model):
      let entry = models[model.model.index]
      completeHeader(of: entry)
      guard
        let own = entry.conformances.first(where: { $0.type.declaration == id })?.type,
        case .conforming(let result) = substitution(of: model).apply(.conforming(own))
      else { return nil }
      return result
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .tensor, .anyTensor, .list,
      .tuple,
      .optional, .function, .structure, .gradient, .stack, .variable, .stream, .host, .range,
      .error:
      return nil
    }
  }

  /// Finds the protocols behind the colon of a model's head.
  func resolveConformances(of entry: ModelEntry) {
    for syntax in entry.declaration.conformances {
      let type = entry.checker.resolve(syntax)
      if type.isError { continue }
      guard case .conforming(let found) = type else {
        report(.notAProtocol(name(type), at: syntax.span))
        continue
      }
      let declared = protocols[found.declaration.index].typed
      if found.sizes.isEmpty, found.types.isEmpty, !declared.binders.isEmpty {
        report(
          .wrongSizeCount(
            declared.name, expected: declared.binders, found: 0, at: syntax.span))
        continue
      }
      if let first = entry.conformances.first(where: {
        $0.type.declaration == found.declaration
      }) {
        report(.duplicateName(declared.name, first: first.span, at: syntax.span))
        continue
      }
      entry.conformances.append((found, syntax.span))
    }
  }

  /// Checks that a model keeps what the protocols behind its colon promise.
  func checkConformances(of entry: ModelEntry) {
    for (type, span) in entry.conformances where entry.witnesses[type.declaration] == nil {
      let requirements = protocols[type.declaration.index]
      var witnesses: [String: TypedConformance.Witness] = [:]
      for name in requirements.typed.methods {
        guard let promised = signature(of: name, in: requirements) else { continue }
        guard let method = method(name, of: entry) else {
          report(
            .missingMethod(
              name, promised: text(promised, name), of: entry.name, requirements.typed.name,
              declared: promised.span, at: span))
          continue
        }
        guard let found = signature(of: method), let id = method.id else { continue }
        let check = ConformanceCheck(
          self, entry, promised: promised, substitution: substitution(of: type), found: found)
        if let binders = check.binders() {
          witnesses[name] = TypedConformance.Witness(function: id, binders: binders)
        }
      }
      entry.witnesses[type.declaration] = witnesses
    }
  }

  /// A method as a protocol would promise it.
  private func text(_ signature: Signature, _ method: String) -> String {
    let parameters = signature.parameters.map { "\($0.name): \(name($0.type))" }
    let binders = signature.binders.prefix(signature.writtenBinderCount).map { binder in
      switch binder {
      case .dim(let symbol): symbol.name
      case .run(let run): "...\(run.name)"
      case .type(let variable): "\(variable.name): …"
      }
    }
    let brackets = binders.isEmpty ? "" : "[\(binders.joined(separator: ", "))]"
    return
      "fn \(method)\(brackets)(\(parameters.joined(separator: ", "))) -> \(name(signature.result))"
  }
}

/// The comparison of a model's method with what a protocol promises of it.
///
/// Whoever calls the method knows the promise alone. So its parameters must take every promised
/// value, its result must be the promised one, and it may ask for no more facts. The binders of the
/// promise are rigid; those of the method are solved from them, as at a call.
struct ConformanceCheck {
  /// What reports and proves, with the model's and the promise's facts.
  private let checker: BodyChecker
  /// The model.
  private let model: ModelEntry
  /// What is promised, in the model's symbols.
  private let promised: Signature
  /// What the model has.
  private let found: Signature

  /// A comparison of `found` with what is promised, for the given values of the protocol's binders.
  init(
    _ program: ProgramChecker, _ model: ModelEntry, promised: Signature,
    substitution: Substitution, found: Signature
  ) {
    checker = BodyChecker(program: program, module: model.module, kind: .function, model: model)
    self.model = model
    self.promised = checker.specialise(promised, by: substitution)
    self.found = found
    checker.noteFacts(of: .model(model.selfType))
    for symbol in model.zeros.union(promised.zeros) { checker.facts.allowZero(symbol) }
    for fact in self.promised.facts { checker.facts.assume(fact.claim) }
  }

  /// The values of the method's binders; nil after an error.
  func binders() -> [BinderArgument]? {
    guard parametersAgree() else { return nil }
    var solver = BinderSolver(
      binders: found.binders + found.parameters.compactMap { $0.size.map { .dim($0) } },
      conformance: checker.program.conformance)
    for (own, wanted) in zip(found.parameters, promised.parameters) {
      solver.match(own.type, wanted.type)
      if let size = own.size, let other = wanted.size { solver.solve(size, as: Dim(other)) }
    }
    solver.match(found.result, promised.result)
    guard typesAgree(solver), factsHold(solver) else { return nil }
    return found.binders.compactMap { binder in
      switch binder {
      case .dim(let symbol): solver.solution.dims[symbol].map { .dim(symbol, $0) }
      case .run(let run): solver.solution.runs[run].map { .run(run, $0) }
      case .type(let variable): solver.solution.types[variable].map { .type(variable, $0) }
      }
    }
  }

  /// Whether the method takes what is promised to be given, and no more.
  private func parametersAgree() -> Bool {
    let names = promised.parameters.map(\.name)
    let own = found.parameters.map(\.name)
    let surplus = found.parameters.dropFirst(names.count).filter { !$0.hasDefault }
    if own.starts(with: names), surplus.isEmpty { return true }
    checker.report(
      .methodParameters(
        found.name, names, own, promised.name, surplus: surplus.map(\.name),
        declared: promised.span, at: found.span))
    return false
  }

  /// Whether the parameters and the result have the promised types.
  private func typesAgree(_ solver: BinderSolver) -> Bool {
    for (own, wanted) in zip(found.parameters, promised.parameters) {
      let type = solver.solution.apply(own.type)
      guard checker.conformance(wanted.type, to: type) != nil else { continue }
      checker.report(
        .methodParameter(
          own.name, checker.name(own.type), checker.name(wanted.type), of: found.name,
          promised.name, declared: wanted.span, at: own.span))
      return false
    }
    for (variable, type) in solver.solution.types
    where !checker.allows(variable, type, solver.solution) {
      checker.report(
        .constraintNotMet(
          variable.name, checker.constraint(variable), checker.name(type), of: found.name,
          at: found.span))
      return false
    }
    let result = solver.solution.apply(found.result)
    guard checker.conformance(result, to: promised.result) != nil else { return true }
    checker.report(
      .methodResult(
        checker.name(result), checker.name(promised.result), of: found.name, promised.name,
        declared: promised.span, at: found.span))
    return false
  }

  /// Whether the method asks for nothing that the protocol does not promise.
  private func factsHold(_ solver: BinderSolver) -> Bool {
    for fact in found.facts {
      guard let claim = solver.solution.apply(fact.claim) else { continue }
      if case .proved = checker.verdict(claim) { continue }
      checker.report(
        .methodFact(
          checker.program.map.text(of: fact.span), of: found.name, promised.name,
          declared: promised.span, at: fact.span))
      return false
    }
    return true
  }
}
