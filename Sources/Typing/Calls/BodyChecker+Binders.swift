import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// Gives binders the values that are written in brackets; yields which, or nil after an error.
  func solve(
    _ brackets: [BracketItem], _ signature: Signature, _ solver: inout BinderSolver,
    at call: CallSite
  ) -> Set<BinderSymbol>? {
    let written = Array(signature.binders.prefix(signature.writtenBinderCount))
    // Sizes alone may be given where the arguments determine the types.
    let sizes = written.filter { if case .type = $0 { false } else { true } }
    var binders = written
    var shares = shares(of: brackets, among: written)
    if shares == nil, sizes.count < written.count {
      binders = sizes
      shares = self.shares(of: brackets, among: sizes)
    }
    guard let shares else {
      report(
        .wrongSizeCount(
          signature.name, expected: written, found: brackets.count, at: call.calleeSpan))
      return nil
    }
    for (binder, items) in zip(binders, shares) {
      switch binder {
      case .run(let symbol): solver.solve(symbol, as: shapeItems(Array(items)))
      case .dim(let symbol):
        switch shapeItems(Array(items)).first {
        case .dim(let dim):
          solver.source = .brackets(items.first?.span ?? call.calleeSpan)
          solver.solve(symbol, as: dim)
        case .unknown: solver.solveAsUnknown(symbol)
        case .run, nil: report(.notASize(at: items.first?.span ?? call.calleeSpan))
        }
      case .type(let variable):
        if let type = items.first.flatMap(typeArgument) { solver.solve(variable, as: type) }
      }
    }
    return Set(binders)
  }

  /// The items of square brackets that each binder takes: a run takes what the others leave. Nil if
  /// there are too many or too few.
  func shares(of items: [BracketItem], among binders: [BinderSymbol])
    -> [ArraySlice<BracketItem>]?
  {
    let left = items.count - binders.count
    guard let run = binders.firstIndex(where: \.isRun) else {
      return left == 0 ? items.indices.map { items[$0...$0] } : nil
    }
    guard left >= -1 else { return nil }
    return binders.indices.map { index in
      if index < run { return items[index...index] }
      if index == run { return items[run..<run + left + 1] }
      return items[index + left...index + left]
    }
  }

  /// Reports binders that nothing determines; whether there are none.
  func settle(_ solver: inout BinderSolver, _ signature: Signature, at call: CallSite) -> Bool {
    var isFine = true
    for binder in signature.binders where solver.open.contains(binder) {
      switch binder {
      case .dim(let symbol):
        if solver.solution.unknown.contains(symbol) || symbol.name.contains(".") {
          solver.solution.unknown.insert(symbol)
          continue
        }
        report(
          .undeterminedBinder(
            symbol.name, of: signature.name, hasBrackets: call.brackets != nil,
            at: call.calleeSpan))
        isFine = false
      case .run(let run):
        if run.name.contains(".") {
          solver.solveAsUnknown(run)
          continue
        }
        report(
          .undeterminedBinder(
            "..." + run.name, of: signature.name,
            hasBrackets: call.brackets != nil, at: call.calleeSpan))
        isFine = false
      case .type(let variable):
        switch variable.constraint {
        case .element, .floating, .numeric: solver.solve(variable, as: .scalar(.f32))
        case .integer: solver.solve(variable, as: .scalar(.i32))
        case .type, .tree, .model, .value:
          report(
            .undeterminedBinder(
              variable.name, of: signature.name,
              hasBrackets: call.brackets != nil, at: call.calleeSpan))
          isFine = false
        }
      }
    }
    return isFine && checkConstraints(solver, signature, at: call)
  }

  /// Reports type binders whose value their constraint does not allow.
  private func checkConstraints(_ solver: BinderSolver, _ signature: Signature, at call: CallSite)
    -> Bool
  {
    for (variable, type) in solver.solution.types where !type.isError {
      if allows(variable, type, solver.solution) { continue }
      report(
        .constraintNotMet(
          variable.name, constraint(variable), name(type), of: signature.name,
          text: call.arguments.first.map { quoted($0.valueSpan) },
          couldConform: couldConform(variable, type),
          at: call.arguments.first?.valueSpan ?? call.span))
      return false
    }
    return true
  }

  /// Whether a type binder asks for a protocol and is given a model that could say that it conforms.
  private func couldConform(_ variable: TypeVariable, _ type: Type) -> Bool {
    guard case .value(.conforming) = variable.constraint else { return false }
    return isModel(type)
  }

  /// Whether a type binder may stand for a type.
  func allows(_ variable: TypeVariable, _ type: Type, _ solution: Substitution) -> Bool {
    switch variable.constraint {
    case .type: true
    case .tree: type.isTree
    case .model:
      switch type.seenThrough {
      case .model, .conforming: true
      case .variable(let other): other.constraint == .model
      default: false
      }
    case .value(let wanted): conformance(type, to: solution.apply(wanted)) == nil
    case .element: type.tensor != nil
    case .numeric: type.tensor?.element.isNumeric ?? false
    case .floating: type.tensor?.element.isFloating ?? false
    case .integer: type.tensor?.element.isInteger ?? false
    }
  }

  /// A fact as its declaration writes it.
  private func written(_ fact: TypedFunction.Fact) -> String { program.map.text(of: fact.span) }

  /// A fact as its declaration writes it, with the caller's sizes in the place of its names; nil if
  /// one has no size.
  private func written(_ fact: TypedFunction.Fact, with solution: Substitution) -> String? {
    var sizes: [String: String] = [:]
    for symbol in fact.claim.sides.left.symbols.union(fact.claim.sides.right.symbols) {
      guard let dim = solution.dims[symbol] else { return nil }
      let text = "\(dim)"
      sizes[symbol.name] = text.contains(" ") || text.contains("*") ? "(\(text))" : text
    }
    var result = ""
    var word = ""
    for sign in written(fact) + " " {
      if sign.isLetter || sign.isNumber || sign == "_" || sign == "." {
        word.append(sign)
      } else {
        result += (sizes[word] ?? word) + String(sign)
        word = ""
      }
    }
    return String(result.dropLast())
  }

  /// Proves the facts of a signature at a call; whether all hold.
  func prove(_ signature: Signature, _ solver: BinderSolver, at call: CallSite) -> Bool {
    for fact in signature.facts {
      guard let claim = solver.solution.apply(fact.claim) else { continue }
      switch self.verdict(claim) {
      case .proved: break
      case .refuted(let counterexample):
        report(
          .refutedFact(
            written(fact), written(fact, with: solver.solution) ?? text(claim),
            of: signature.name, counterexample, where: fact.span, at: call.span))
        return false
      case .unknown:
        if !isBuilding, kind != .constructor { break }
        report(
          .unprovedFact(
            written(fact), written(fact, with: solver.solution) ?? text(claim),
            of: signature.name, where: fact.span, at: call.span))
        return false
      }
    }
    for case .dim(let symbol) in signature.binders where !signature.zeros.contains(symbol) {
      if let value = solver.solution.dims[symbol]?.constant, value < 1 {
        report(
          .sizeBelowOne(
            symbol.name, value, of: signature.name,
            at: solver.births[symbol]?.span ?? call.span))
        return false
      }
    }
    return true
  }
}

extension ProgramChecker {
  /// What a declaration's own symbols are for a value of the given type.
  func substitution(of type: ModelType) -> Substitution {
    var result = Substitution()
    for size in sizes(of: type.model) {
      if let dim = type.sizes[size.symbol] {
        result.dims[size.symbol] = dim
      } else {
        result.unknown.insert(size.symbol)
      }
    }
    for run in runs(of: type.model) {
      if let items = type.runs[run.run] {
        result.runs[run.run] = items
      } else {
        result.unknownRuns.insert(run.run)
      }
    }
    result.types = type.types
    return result
  }

  /// What a declaration's own symbols are for a value of the given type.
  func substitution(of type: StructureType) -> Substitution {
    var result = Substitution()
    for symbol in structures[type.structure.index].dims {
      if let dim = type.sizes[symbol] {
        result.dims[symbol] = dim
      } else {
        result.unknown.insert(symbol)
      }
    }
    if let run = structures[type.structure.index].run {
      if let items = type.runs[run] {
        result.runs[run] = items
      } else {
        result.unknownRuns.insert(run)
      }
    }
    result.types = type.types
    return result
  }
}
