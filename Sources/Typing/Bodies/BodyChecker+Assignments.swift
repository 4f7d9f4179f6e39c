import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `place = e`, `place += e`, `(a, b) = e`.
  func check(_ assignment: Assignment, at span: SourceSpan) -> TypedStatement? {
    var syntax = [assignment.place]
    if case .tuple(let parts) = assignment.place.kind { syntax = parts }
    let places = syntax.map { assignable($0) }
    // The index names on its right side mean nothing yet either.
    if isEquationWithoutLet(assignment.place) { return nil }
    let types = places.map { $0?.type ?? .error }
    let expected = places.count == 1 ? types[0] : .tuple(types)
    let value = check(assignment.value, expecting: expected)
    guard !value.isError, places.allSatisfy({ $0 != nil }) else { return nil }
    let found = places.compactMap { $0 }
    if let operation = assignment.operation {
      guard let place = found.first, found.count == 1 else {
        report(.notAPlace(at: assignment.place.span))
        return nil
      }
      let current = Operand(.tuple([]), place.type, at: place.span)
      let combined = combine(operation, current, value, at: span)
      if combined.isError || !fits(combined, place, at: span) { return nil }
      return TypedStatement(.assign(found, operation, value.expression), span: span)
    }
    if found.count == 1 {
      let coerced = coerce(value, to: found[0].type, as: role(of: found[0]))
      if coerced.isError { return nil }
      return TypedStatement(.assign(found, nil, coerced.expression), span: span)
    }
    guard case .tuple(let parts) = value.type, parts.count == found.count else {
      report(.patternMismatch(found.count, name(value.type), at: value.span))
      return nil
    }
    for (place, type) in zip(found, parts) {
      let part = Operand(.tuple([]), type, at: value.span)
      if coerce(part, to: place.type, as: role(of: place)).isError { return nil }
    }
    return TypedStatement(.assign(found, nil, value.expression), span: span)
  }

  /// Whether the result of `+=` fits its place; reports why not.
  private func fits(_ value: Operand, _ place: TypedPlace, at span: SourceSpan) -> Bool {
    !coerce(value, to: place.type, as: role(of: place)).isError
  }

  /// What an assigned value is compared with, for messages.
  private func role(of place: TypedPlace) -> Expectation {
    .assignment(program.map.text(of: place.span), declaration(of: place) ?? place.span)
  }

  /// Where the root of a place was declared.
  private func declaration(of place: TypedPlace) -> SourceSpan? {
    for scope in scopes.reversed() {
      for binding in scope.names.values {
        guard case .value(let declaration, _, _) = binding else { continue }
        switch (declaration.storage, place.root) {
        case (.local(let a), .local(let b)) where a == b: return declaration.span
        case (.global(let a), .global(let b)) where a == b: return declaration.span
        default: break
        }
      }
    }
    if case .selfValue = place.root, case .field(let field)? = place.steps.first, let model {
      return model.fields[field.index].span
    }
    return nil
  }

  /// A place that may be assigned; nil after an error.
  private func assignable(_ syntax: Place) -> TypedPlace? {
    guard let place = place(syntax, isTarget: false) else { return nil }
    switch place.root {
    case .selfValue: return assignableField(place, at: syntax.span)
    case .global(let id) where !isOwnGlobal(id):
      report(
        .assignmentFromOutside(
          program.globals[id.index].typed.name, program.globals[id.index].typed.span,
          inside: "a `fn`, `proc` or `test`", at: syntax.span))
      return nil
    case .local, .global: break
    }
    var barrier: Scope.Barrier?
    var repetition: Scope.Repetition?
    for scope in scopes.reversed() {
      for binding in scope.names.values {
        guard case .value(let declaration, _, _) = binding, stores(declaration, place) else {
          continue
        }
        if let barrier {
          report(
            .assignmentFromOutside(
              declaration.name, declaration.span, inside: barrier.rawValue, at: syntax.span))
          return nil
        }
        if !declaration.isVariable {
          report(
            .assignmentToLet(
              declaration.name, isLet: program.isWrittenAsLet(declaration.span),
              declared: declaration.span, at: syntax.span))
          return nil
        }
        if let repetition, isKnownOnly(place.type) {
          report(
            .knownFromData(
              declaration.name, name(place.type), declared: declaration.span,
              inside: repetition.rawValue, at: syntax.span))
          return nil
        }
        return place
      }
      if let own = scope.barrier { barrier = own }
      if let own = scope.repetition { repetition = own }
    }
    return place
  }

  /// Whether values of the type exist only while a graph is built.
  func isKnownOnly(_ type: Type) -> Bool {
    switch type {
    case .int, .bool, .string, .enumeration, .function, .range: true
    case .list(let element), .optional(let element): isKnownOnly(element)
    case .tuple(let parts): parts.contains(where: isKnownOnly)
    case .float, .unit, .none, .tensor, .anyTensor, .model, .structure, .conforming, .gradient,
      .stack,
      .variable, .stream, .host, .error:
      false
    }
  }

  /// Whether a global belongs to the script that is being checked.
  private func isOwnGlobal(_ id: GlobalID) -> Bool { kind == .script }

  /// Whether a place starts at a binding.
  private func stores(_ declaration: LocalDeclaration, _ place: TypedPlace) -> Bool {
    switch (declaration.storage, place.root) {
    case (.local(let a), .local(let b)): a == b
    case (.global(let a), .global(let b)): a == b
    default: false
    }
  }

  /// A `state` field of `self`; nil after an error.
  private func assignableField(_ place: TypedPlace, at span: SourceSpan) -> TypedPlace? {
    guard let model, case .field(let first)? = place.steps.first else {
      report(.assignmentToSelf(at: span))
      return nil
    }
    let field = model.fields[first.index]
    if field.role == .state { return place }
    report(.assignmentToField(field.name, declared: field.span, at: span))
    return nil
  }
}
