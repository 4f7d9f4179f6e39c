import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// Sorts the arguments of a call by the parameters that they are for; nil after an error.
  func distribute(_ call: CallSite, over parameters: [Signature.Parameter], of name: String)
    -> [CallArgument?]?
  {
    var slots: [CallArgument?] = Array(repeating: nil, count: parameters.count)
    var isFine = true
    var sawLabel = false
    for (position, argument) in call.arguments.enumerated() {
      guard let label = argument.label else {
        if sawLabel {
          report(.positionAfterLabel(at: argument.span))
          isFine = false
        } else if position >= parameters.count {
          report(
            .tooManyArguments(
              name, expected: parameters.map(\.name), found: call.arguments.count,
              at: argument.span))
          return nil
        } else {
          slots[position] = argument
        }
        continue
      }
      sawLabel = true
      guard let index = parameters.firstIndex(where: { $0.name == label.text }) else {
        report(.unknownLabel(label.text, of: name, near: parameters.map(\.name), at: label.span))
        isFine = false
        continue
      }
      if let first = slots[index] {
        report(.argumentTwice(label.text, first: first.span, at: argument.span))
        isFine = false
        continue
      }
      slots[index] = argument
    }
    guard isFine else { return nil }
    let missing = zip(parameters, slots).filter { !$0.hasDefault && $1 == nil }.map(\.0)
    if !missing.isEmpty {
      report(.missingArguments(missing.map(\.name), of: name, at: call.span))
      return nil
    }
    return slots
  }

  /// The checked value of an argument.
  func check(_ argument: CallArgument, expecting expected: Type?) -> Operand {
    let operand =
      switch argument {
      case .written(let written): check(written.value, expecting: expected)
      case .checked(let operand): operand
      }
    if equation != nil, case .tensor(let tensor) = operand.type, !tensor.isScalar {
      return fail(.equationNotScalar(name(operand.type), at: operand.span))
    }
    return operand
  }

  /// A call whose signature is known.
  func check(_ call: CallSite, of signature: Signature, target: TypedCall.Target) -> Operand {
    guard let slots = distribute(call, over: signature.parameters, of: signature.name) else {
      return .error(at: call.span)
    }
    var solver = BinderSolver(
      binders: signature.binders
        + signature.parameters.flatMap { [$0.size, $0.count] }.compactMap { $0.map { .dim($0) } },
      conformance: program.conformance)
    var written: Set<BinderSymbol> = []
    if let brackets = call.brackets {
      guard let names = solve(brackets, signature, &solver, at: call) else {
        return .error(at: call.span)
      }
      written = names
    }
    var values: [Operand?] = Array(repeating: nil, count: slots.count)
    var isFine = true
    for isSecondRound in [false, true] {
      for (index, argument) in slots.enumerated() {
        guard let argument, argument.isLambda == isSecondRound else { continue }
        let parameter = signature.parameters[index]
        let outer = openBinders
        openBinders.formUnion(solver.open)
        let operand = check(argument, expecting: solver.solution.apply(parameter.type))
        openBinders = outer
        values[index] = operand
        if operand.isError { isFine = false }
        solve(parameter, from: operand, &solver)
      }
    }
    for (index, parameter) in signature.parameters.enumerated() where slots[index] == nil {
      if let count = parameter.count { solver.solveAsUnknown(count) }
      guard let size = parameter.size else { continue }
      if let value = parameter.defaultSize.flatMap(solver.solution.apply) {
        solver.solve(size, as: value)
      } else {
        solver.solveAsUnknown(size)
      }
    }
    let byArguments = solver.open
    solver.source = nil
    if let expected = call.expected { solver.match(signature.result, expected) }
    solver.settleEmptied()
    guard isFine, checkForms(values, signature, solver), settle(&solver, signature, at: call)
    else { return .error(at: call.span) }
    var arguments: [TypedExpression?] = Array(repeating: nil, count: slots.count)
    for (index, operand) in values.enumerated() {
      guard let operand else { continue }
      let parameter = signature.parameters[index]
      let coerced = coerceArgument(
        operand, parameter, signature, solver, base: call.baseOrigin)
      if coerced.isError { isFine = false }
      arguments[index] = coerced.expression
    }
    guard isFine, prove(signature, solver, at: call) else { return .error(at: call.span) }
    let binders = signature.binders.filter {
      written.contains($0) || byArguments.contains($0) || isElement($0, target)
    }
    let type = solver.solution.apply(signature.result)
    var operand = Operand(
      .call(
        TypedCall(
          target: target, arguments: arguments,
          binders: binders.compactMap { argument(for: $0, solver) })),
      type, at: call.span)
    operand.isKnown = values.allSatisfy { $0?.isKnown ?? true }
    return operand
  }

  /// Whether a binder is an element type that numbers among the arguments adapt to.
  private func isElement(_ binder: BinderSymbol, _ target: TypedCall.Target) -> Bool {
    if case .builtin = target { return false }
    guard case .type(let variable) = binder else { return false }
    switch variable.constraint {
    case .element, .numeric, .floating, .integer: return true
    case .type, .tree, .model, .value: return false
    }
  }

  /// Lays a parameter's type over an argument's.
  private func solve(
    _ parameter: Signature.Parameter, from operand: Operand, _ solver: inout BinderSolver
  ) {
    solver.source = .argument(operand)
    solver.match(parameter.type, operand.type)
    if let symbol = parameter.count {
      if let value = count(of: operand.expression) {
        solver.solve(symbol, as: value)
      } else {
        solver.solveAsUnknown(symbol)
      }
    }
    guard let size = parameter.size else { return }
    if let value = operand.size {
      solver.solve(size, as: value)
    } else {
      solver.solveAsUnknown(size)
    }
  }

  /// Compares arguments with parameters whose binders they leave open: they have another rank, or are
  /// something else; whether all have the right form.
  private func checkForms(
    _ values: [Operand?], _ signature: Signature, _ solver: BinderSolver
  ) -> Bool {
    var isFine = true
    for case (let operand?, let parameter) in zip(values, signature.parameters) {
      guard solver.leavesOpen(parameter.type),
        let fault = conformance(of: operand, to: solver.solution.apply(parameter.type))
      else { continue }
      switch fault.innermost {
      case .different, .rank:
        report(
          diagnostic(
            for: fault, operand, expected: parameter.type,
            as: .argument(parameter.name, of: signature.name, parameter.span)))
        isFine = false
      case .element, .axes, .bound, .size, .run, .conformance, .part: break
      }
    }
    return isFine
  }

  /// Compares an argument with its parameter; the message tells what fixed the binders.
  private func coerceArgument(
    _ operand: Operand, _ parameter: Signature.Parameter, _ signature: Signature,
    _ solver: BinderSolver, base: Diagnostic.Label?
  ) -> Operand {
    let expected = solver.solution.apply(parameter.type)
    if let fault = conformance(of: operand, to: expected) {
      var diagnostic = diagnostic(
        for: fault, operand, expected: expected,
        as: .argument(parameter.name, of: signature.name, parameter.span))
      let wanted = Set(fault.expectedSizes)
      let wantedSymbols = wanted.reduce(into: Set<DimSymbol>()) { $0.formUnion($1.symbols) }
      parameter.type.forEachDim { dim in
        for symbol in dim.symbols.sorted() {
          guard let birth = solver.births[symbol], birth.span != operand.span,
            let value = solver.solution.dims[symbol],
            wanted.contains(value) || !wantedSymbols.isDisjoint(with: value.symbols)
          else { continue }
          diagnostic.labels.append(
            Diagnostic.Label(
              birth.span, "`\(symbol.name)` is \(value) because \(reason(birth))"))
        }
      }
      if let base, !fault.expectedSizes.isEmpty { diagnostic.labels.append(base) }
      return fail(diagnostic)
    }
    return coerce(
      operand, to: expected, as: .argument(parameter.name, of: signature.name, parameter.span))
  }

  /// Why a binder has its value, in words.
  private func reason(_ source: BinderSolver.Source) -> String {
    switch source {
    case .argument(let operand):
      "`\(program.map.text(of: operand.span))` is \(name(operand.type))"
    case .brackets: "it is written here"
    }
  }

  /// The binder's value for the typed program.
  private func argument(for binder: BinderSymbol, _ solver: BinderSolver) -> BinderArgument? {
    switch binder {
    case .dim(let symbol): solver.solution.dims[symbol].map { .dim(symbol, $0) }
    case .run(let run): solver.solution.runs[run].map { .run(run, $0) }
    case .type(let variable): solver.solution.types[variable].map { .type(variable, $0) }
    }
  }
}

extension CallArgument {
  /// Whether it is a lambda, whose type needs the other arguments first.
  var isLambda: Bool {
    if case .written(let argument) = self { argument.value.isLambda } else { false }
  }
}
