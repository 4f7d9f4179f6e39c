import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// A place that is assigned or differentiated by; nil after an error.
  func place(_ syntax: Place, isTarget: Bool) -> TypedPlace? {
    switch syntax.kind {
    case .invalid: return nil
    case .tuple:
      report(.notAPlace(at: syntax.span))
      return nil
    case .selfValue:
      guard model != nil, kind == .function else {
        report(.selfOutsideMethod(at: syntax.span))
        return nil
      }
      return TypedPlace(root: .selfValue, steps: [], type: selfType, span: syntax.span)
    case .name(let name): return place(named: name, isTarget: isTarget, at: syntax.span)
    case .member(let base, let name):
      guard let outer = place(base, isTarget: isTarget) else { return nil }
      let field = field(
        name, of: TypedExpression(.tuple([]), type: outer.type, span: base.span),
        at: syntax.span)
      if field.isError { return nil }
      guard case .field(_, let reference) = field.expression.kind else {
        report(.notAPlace(at: syntax.span))
        return nil
      }
      return TypedPlace(
        root: outer.root, steps: outer.steps + [.field(reference)], type: field.type,
        span: syntax.span)
    case .subscript(let base, let items):
      if case .name(let name) = base.kind, isEquationWithoutLet(syntax) {
        report(
          .undeclaredPlace(name.text, isElement: true, near: visibleNames, at: syntax.span))
        return nil
      }
      guard let outer = place(base, isTarget: isTarget) else { return nil }
      guard case .list(let element) = outer.type, items.count == 1,
        case .expression(let position) = items[0].kind
      else {
        report(.elementStore(name(outer.type), at: syntax.span))
        return nil
      }
      let index = check(integer: position)
      if index.isError { return nil }
      return TypedPlace(
        root: outer.root, steps: outer.steps + [.element(index.expression)], type: element,
        span: syntax.span)
    }
  }

  /// Whether nothing has the name.
  private func isUndeclared(_ name: String) -> Bool {
    binding(name) == nil && !visibleNames.contains(name)
  }

  /// Whether a place is an element of what nothing declares, so that `let` was left out.
  func isEquationWithoutLet(_ place: Place) -> Bool {
    guard case .subscript(let base, _) = place.kind, case .name(let name) = base.kind else {
      return false
    }
    return isUndeclared(name.text)
  }

  /// A place that is a name: a binding of the frame, or a field of `self`.
  private func place(named name: Name, isTarget: Bool, at span: SourceSpan) -> TypedPlace? {
    if let binding = binding(name.text) {
      switch isTarget ? captured(binding) : binding {
      case .value(let declaration, _, _):
        switch declaration.storage {
        case .local(let id):
          return TypedPlace(root: .local(id), steps: [], type: declaration.type, span: span)
        case .global(let id):
          return TypedPlace(root: .global(id), steps: [], type: declaration.type, span: span)
        }
      case .failed: return nil
      case .size, .run, .type, .index:
        report(.notAPlace(at: span))
        return nil
      }
    }
    guard let operand = fieldOrEntity(name.text, at: span) else {
      report(
        isTarget
          ? .unknownName(name.text, near: visibleNames, at: span)
          : .undeclaredPlace(name.text, isElement: false, near: visibleNames, at: span))
      return nil
    }
    switch operand.expression.kind {
    case .field(_, let reference):
      return TypedPlace(
        root: .selfValue, steps: [.field(reference)], type: operand.type, span: span)
    case .global(let id):
      return TypedPlace(root: .global(id), steps: [], type: operand.type, span: span)
    case .setting:
      report(.assignedSetting(name.text, at: span))
      return nil
    default:
      if !operand.isError { report(.notAPlace(at: span)) }
      return nil
    }
  }
}
