import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `grad targets { … }` or `value_and_grad targets { … }`.
  func check(_ gradient: GradientExpression, at span: SourceSpan) -> Operand {
    if equation != nil { return fail(.notBuilt("a gradient inside an equation", at: span)) }
    let targets = gradient.targets.map { place($0, isTarget: true) }
    let outer = mentioned
    mentioned = []
    let body = blockInScope(barrier: .gradient) { check(gradient.body, isUsed: true) }
    let inside = mentioned
    mentioned = outer.union(inside)
    var isFine = !body.type.isError
    var types: [Type] = []
    for (target, syntax) in zip(targets, gradient.targets) {
      guard let target else {
        isFine = false
        continue
      }
      types.append(target.type.gradient)
      if !isDifferentiable(target, at: syntax.span) { isFine = false }
      if isFine, !inside.contains(root(of: target)) {
        report(
          .targetNotReached(
            program.map.text(of: syntax.span), through: source(of: target, in: inside),
            at: syntax.span))
        isFine = false
      }
    }
    guard isFine else { return .error(at: span) }
    guard isLoss(body.type) else {
      return fail(.lossNotScalar(name(body.type), at: body.value?.span ?? body.span))
    }
    let derivative = types.count == 1 ? types[0] : .tuple(types)
    return Operand(
      .gradient(
        TypedGradient(kind: gradient.kind, targets: targets.compactMap { $0 }, body: body)),
      gradient.kind == .gradient ? derivative : .tuple([body.type, derivative]), at: span)
  }

  /// Whether a block's value can be differentiated: a scalar, or a tuple that starts with one.
  private func isLoss(_ type: Type) -> Bool {
    switch type {
    case .tensor(let tensor): tensor.isScalar && tensor.element.isFloating
    case .tuple(let parts):
      parts.first?.tensor.map { $0.isScalar && $0.element.isFloating } ?? false
    default: false
    }
  }

  /// Whether a derivative by the place makes sense; reports why not.
  private func isDifferentiable(_ target: TypedPlace, at span: SourceSpan) -> Bool {
    switch target.type {
    case .tensor(let tensor):
      if tensor.element.isFloating { return true }
      report(.targetNotFloating(name(target.type), at: span))
      return false
    case .float, .int:
      report(.targetIsNumber(name(target.type), at: span))
      return false
    default:
      if target.type.isTree { return true }
      report(.targetNotFloating(name(target.type), at: span))
      return false
    }
  }

  /// Where a place starts.
  private func root(of place: TypedPlace) -> Root {
    switch place.root {
    case .local(let id): .local(id)
    case .global(let id): .global(id)
    case .selfValue: .selfValue
    }
  }

  /// The `let` outside that the block mentions and whose value was made from the target.
  private func source(of target: TypedPlace, in inside: Set<Root>) -> SourceSpan? {
    for case .local(let id) in inside {
      if let source = sources[id], source.roots.contains(root(of: target)) { return source.span }
    }
    return nil
  }

  /// A place that is assigned or differentiated by; nil after an error.
  func place(_ syntax: Place, isTarget: Bool) -> TypedPlace? {
    switch syntax.kind {
    case .invalid: return nil
    case .tuple:
      report(.notBuilt("a tuple of places here", at: syntax.span))
      return nil
    case .selfValue:
      guard model != nil, kind == .function else {
        report(.selfOutsideMethod(at: syntax.span))
        return nil
      }
      return TypedPlace(root: .selfValue, steps: [], type: selfType, span: syntax.span)
    case .name(let name): return place(named: name, at: syntax.span)
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

  /// A place that is a name: a binding of the frame, or a field of `self`.
  private func place(named name: Name, at span: SourceSpan) -> TypedPlace? {
    if let binding = binding(name.text) {
      switch binding {
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
      report(.unknownName(name.text, near: visibleNames, at: span))
      return nil
    }
    switch operand.expression.kind {
    case .field(_, let reference):
      return TypedPlace(
        root: .selfValue, steps: [.field(reference)], type: operand.type, span: span)
    case .global(let id):
      return TypedPlace(root: .global(id), steps: [], type: operand.type, span: span)
    default:
      if !operand.isError { report(.notAPlace(at: span)) }
      return nil
    }
  }
}
