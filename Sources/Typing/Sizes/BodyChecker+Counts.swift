import MartletShapes

extension BodyChecker {
  /// How many elements a list has, as a size; nil if only its value tells.
  ///
  /// A list that is written out has a number, a parameter a symbol that each call determines, and a
  /// field one that belongs to the model's type.
  func count(of list: TypedExpression) -> Dim? {
    switch list.kind {
    case .list(let parts): return Dim(parts.count)
    case .local(let id): return counts[id]
    case .field(let base, let field):
      guard case .model(let type) = base.type.seenThrough else { return nil }
      let own = program.models[type.model.index].fieldSizes["\(field.name).count"]
      if let own { return own }
      guard
        let size = program.sizes(of: type.model).first(where: { $0.path == [field.name, "count"] })
      else { return nil }
      return program.substitution(of: type).apply(Dim(size.symbol))
    default: return nil
    }
  }

  /// The symbol for the count of a parameter that is a list; nil for other parameters.
  func countSymbol(of declaration: LocalDeclaration) -> DimSymbol? {
    guard case .list = declaration.type, case .local(let id) = declaration.storage else {
      return nil
    }
    let symbol = freshSymbol(
      "\(declaration.name).count", at: declaration.span,
      "how many elements `\(declaration.name)` has")
    facts.allowZero(symbol)
    counts[id] = Dim(symbol)
    return symbol
  }
}

extension BodyChecker {
  /// Whether a type mentions a binder of a call around whose value is still to be found.
  func isOpen(_ type: Type) -> Bool {
    if openBinders.isEmpty { return false }
    if type.symbols.contains(where: { openBinders.contains(.dim($0)) }) { return true }
    switch type {
    case .tensor(let tensor):
      if case .variable(let variable) = tensor.element, openBinders.contains(.type(variable)) {
        return true
      }
      return tensor.items.contains { item in
        if case .run(let run) = item { openBinders.contains(.run(run)) } else { false }
      }
    case .variable(let variable): return openBinders.contains(.type(variable))
    case .list(let inner), .optional(let inner), .gradient(let inner): return isOpen(inner)
    case .tuple(let parts): return parts.contains(where: isOpen)
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .model,
      .conforming, .structure, .stack, .stream, .host, .range, .error:
      return false
    }
  }
}
