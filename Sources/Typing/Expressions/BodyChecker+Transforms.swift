import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `grad targets { … }` or `value_and_grad targets { … }`.
  func check(_ gradient: GradientExpression, at span: SourceSpan) -> Operand {
    guard let block = check(gradient.targets, .gradient, gradient.body, at: span) else {
      return .error(at: span)
    }
    guard isLoss(block.body.type) else {
      return fail(.lossNotScalar(name(block.body.type), at: block.valueSpan))
    }
    switch gradient.kind {
    case .gradient: return operand(.gradient, block, block.gradient, at: span)
    case .valueAndGradient:
      return operand(
        .valueAndGradient, block, .tuple([block.body.type, block.gradient]), at: span)
    }
  }

  /// `jvp targets along direction { … }`.
  func check(
    jvp targets: [Place], along direction: Expression, _ body: Block, at span: SourceSpan
  ) -> Operand {
    guard let block = check(targets, .jvp, body, at: span), isDifferentiable(block) else {
      return .error(at: span)
    }
    let direction = coerce(
      check(direction, expecting: block.gradient), to: block.gradient,
      as: .derivative("the direction", block.targetSpan))
    if direction.isError { return .error(at: span) }
    return operand(
      .forward(along: direction.expression), block,
      .tuple([block.body.type, block.body.type.gradient]), at: span)
  }

  /// `vjp targets with cotangent { … }`.
  func check(
    vjp targets: [Place], with cotangent: Expression, _ body: Block, at span: SourceSpan
  ) -> Operand {
    guard let block = check(targets, .vjp, body, at: span), isDifferentiable(block) else {
      return .error(at: span)
    }
    let wanted = block.body.type.gradient
    let cotangent = coerce(
      check(cotangent, expecting: wanted), to: wanted,
      as: .derivative("the gradient of the block's value", block.valueSpan))
    if cotangent.isError { return .error(at: span) }
    return operand(
      .reverse(with: cotangent.expression), block, .tuple([block.body.type, block.gradient]),
      at: span)
  }

  /// `recompute { … }`.
  func check(
    recompute body: Block, expecting expected: Type?, isUsed: Bool, at span: SourceSpan
  ) -> Operand {
    if equation != nil { return fail(.blockInEquation("recompute", at: span)) }
    let block = blockInScope(barrier: .recompute) {
      check(body, expecting: expected, isUsed: isUsed)
    }
    if block.type.isError { return .error(at: span) }
    return Operand(.recompute(block), block.type, at: span)
  }

  /// The operand that a checked block becomes.
  private func operand(
    _ kind: TypedGradient.Kind, _ block: DerivedBlock, _ type: Type, at span: SourceSpan
  ) -> Operand {
    Operand(
      .gradient(TypedGradient(kind: kind, targets: block.targets, body: block.body)), type,
      at: span)
  }

  /// The targets and the block of a derivative; nil after an error.
  private func check(
    _ syntax: [Place], _ barrier: Scope.Barrier, _ block: Block, at span: SourceSpan
  ) -> DerivedBlock? {
    if equation != nil {
      report(.blockInEquation("grad", at: span))
      return nil
    }
    let targets = syntax.map { place($0, isTarget: true) }
    var outer: Set<Root> = []
    swap(&outer, &mentioned)
    let body = blockInScope(barrier: barrier) { check(block, isUsed: true) }
    let inside = mentioned
    swap(&outer, &mentioned)
    mentioned.formUnion(inside)
    var isFine = !body.type.isError && !targets.contains { $0 == nil }
    for (target, syntax) in zip(targets, syntax) {
      guard let target else { continue }
      if !isDifferentiable(target, at: syntax.span) { isFine = false }
      if isFine, !inside.contains(root(of: target)) {
        report(
          .targetNotReached(
            program.map.text(of: syntax.span), through: source(of: target, in: inside),
            at: syntax.span))
        isFine = false
      }
    }
    guard isFine else { return nil }
    return DerivedBlock(targets: targets.compactMap { $0 }, body: body)
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

  /// Whether the value of a block holds floating tensors and no Float; reports why not.
  private func isDifferentiable(_ block: DerivedBlock) -> Bool {
    if block.body.type.isDifferentiable { return true }
    report(.valueNotDifferentiable(name(block.body.type), at: block.valueSpan))
    return false
  }

  /// Whether a derivative by the place makes sense; reports why not.
  private func isDifferentiable(_ target: TypedPlace, at span: SourceSpan) -> Bool {
    switch target.type {
    case .tensor(let tensor):
      if tensor.element.isFloating { return true }
      report(.targetNotFloating(name(target.type), at: span))
      return false
    case .float, .int:
      report(.targetIsNumber(quoted(span), name(target.type), at: span))
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
}

/// The block of a derivative, with what it is derived by.
private struct DerivedBlock {
  /// What it is derived by, never empty.
  let targets: [TypedPlace]
  /// The block.
  let body: TypedBlock

  /// The type of the gradient by the targets: a tuple for several.
  var gradient: Type {
    targets.count == 1 ? targets[0].type.gradient : .tuple(targets.map(\.type.gradient))
  }

  /// The place of the block's value.
  var valueSpan: SourceSpan { body.value?.span ?? body.span }

  /// The place of the first target.
  var targetSpan: SourceSpan { targets[0].span }
}
