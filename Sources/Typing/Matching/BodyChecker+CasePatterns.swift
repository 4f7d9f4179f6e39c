import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// The pattern of an arm for a value of the given type; nil after an error.
  ///
  /// A name takes the whole value, but of an optional the value that is there: what is absent is
  /// told apart by `None` alone.
  func check(_ pattern: Pattern, for type: Type, size: Dim? = nil, _ parts: [Dim?] = [])
    -> TypedCasePattern?
  {
    let type = type.seenThrough
    switch pattern.kind {
    case .invalid: return nil
    case .wildcard: return .wildcard
    case .name(let name):
      if name.isWildcard { return .wildcard }
      return check(name, for: type, size: size)
    case .tuple(let patterns):
      if case .optional(let wrapped) = type {
        return check(pattern, for: wrapped).map { .present($0) }
      }
      return check(patterns, for: type, sizes: parts, at: pattern.span)
    case .literal(let literal): return check(literal, for: type, at: pattern.span)
    case .path(let path, let arguments):
      if arguments != nil {
        report(.caseWithParts(program.map.text(of: pattern.span), at: pattern.span))
        return nil
      }
      return check(path, for: type, at: pattern.span)
    }
  }

  /// A name, which takes the value.
  private func check(_ name: Name, for type: Type, size: Dim?) -> TypedCasePattern? {
    if case .optional(let wrapped) = type {
      return check(name, for: wrapped.seenThrough, size: nil).map { .present($0) }
    }
    if case .enumeration(let enumeration) = type {
      let typed = program.enumerations[enumeration.enumeration.index].typed
      if typed.cases.contains(name.text) {
        report(.bareCase(name.text, of: typed.name, at: name.span))
        return nil
      }
    }
    guard
      case .binding(let declaration) = bind(
        Pattern(kind: .name(name), span: name.span), to: type, size: size)
    else { return nil }
    return .binding(declaration)
  }

  /// A tuple of patterns.
  private func check(
    _ patterns: [Pattern], for type: Type, sizes: [Dim?], at span: SourceSpan
  ) -> TypedCasePattern? {
    guard case .tuple(let types) = type, types.count == patterns.count else {
      report(.patternMismatch(patterns.count, name(type), at: span))
      return nil
    }
    let checked = patterns.indices.map { index in
      check(
        patterns[index], for: types[index],
        size: sizes.indices.contains(index) ? sizes[index] : nil)
    }
    let found = checked.compactMap { $0 }
    return found.count == patterns.count ? .tuple(found) : nil
  }

  /// A number, a string, a truth value or `None`.
  private func check(_ literal: Expression, for type: Type, at span: SourceSpan)
    -> TypedCasePattern?
  {
    if case .optional(let wrapped) = type {
      if case .none = literal.kind { return TypedCasePattern.none }
      return check(literal, for: wrapped.seenThrough, at: span).map { .present($0) }
    }
    let value = check(literal, expecting: type)
    if value.isError { return nil }
    switch (value.expression.kind, type) {
    case (.integer(let number), .int): return .integer(number)
    case (.boolean(let truth), .bool): return .boolean(truth)
    case (.none, .none): return TypedCasePattern.none
    case (.string(let parts), .string):
      if let text = parts.plainText { return .string(text) }
      report(.patternNotConstant(at: span))
      return nil
    default:
      report(.caseMismatch(name(value.type), name(type), at: span))
      return nil
    }
  }

  /// `Join.stack`, perhaps with a module in front.
  private func check(_ path: [Name], for type: Type, at span: SourceSpan) -> TypedCasePattern? {
    if case .optional(let wrapped) = type {
      return check(path, for: wrapped.seenThrough, at: span).map { .present($0) }
    }
    guard let last = path.last, let entry = enumerationNamed(path.dropLast()) else {
      report(.notACase(program.map.text(of: span), at: span))
      return nil
    }
    let value = check(case: last, of: entry, at: span)
    guard case .enumerationCase(let id, let index) = value.expression.kind else { return nil }
    guard type == .enumeration(entry.type) else {
      report(.caseMismatch(entry.typed.name, name(type), at: span))
      return nil
    }
    return .enumerationCase(id, index)
  }
}

extension [TypedStringPart] {
  /// The text, if nothing is put into it.
  fileprivate var plainText: String? {
    var result = ""
    for part in self {
      guard case .text(let text) = part else { return nil }
      result += text
    }
    return result
  }
}
