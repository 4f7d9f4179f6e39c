import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `x[b, t + 1, ...]` inside an equation: one element of a tensor.
  func access(
    _ operand: Operand, _ tensor: TensorType, _ items: [BracketItem], at span: SourceSpan
  ) -> Operand {
    guard let state = equation else { return .error(at: span) }
    let positions = items.filter { !$0.isRest }.count
    let hasRest = positions < items.count
    guard hasRest ? tensor.items.count >= positions : tensor.items.count == positions else {
      return fail(.accessNotFull(name(operand.type), found: positions, at: span))
    }
    var reader = ShapeReader(items: tensor.items)
    var typed: [TypedAccessItem] = []
    for (index, item) in items.enumerated() {
      switch item.kind {
      case .rest:
        let following = items[(index + 1)...].filter { !$0.isRest }.count
        guard let rest = reader.takeRest(leaving: following) else {
          return fail(.accessNotFull(name(operand.type), found: positions, at: span))
        }
        guard note(rest: rest, in: state, at: item.span) else { return .error(at: span) }
        typed.append(.rest)
      case .expression(let expression):
        guard let axis = reader.take() else {
          return fail(.accessNotFull(name(operand.type), found: positions, at: span))
        }
        guard let position = position(expression, of: axis, in: state) else {
          return .error(at: span)
        }
        typed.append(.position(position))
      case .newAxis, .slice, .type: return fail(.sliceInEquation(at: item.span))
      }
    }
    let type = TensorType(element: tensor.element, items: [], bound: tensor.bound)
    return Operand(.access(operand.expression, typed), .tensor(type), at: span)
  }

  /// Compares the axes that `...` stands for with what it stands for elsewhere.
  private func note(rest: [TensorType.Item], in state: EquationState, at span: SourceSpan) -> Bool {
    guard state.hasRest else {
      report(.restNotOnLeft(at: span))
      return false
    }
    guard let first = state.rest else {
      state.rest = (rest, span)
      return true
    }
    if shapeFault(rest, first.items) == nil { return true }
    report(.restMismatch(shape(first.items), shape(rest), first: first.span, at: span))
    return false
  }

  /// A position in an access; nil after an error.
  private func position(
    _ expression: Expression, of axis: TensorType.Item, in state: EquationState
  ) -> TypedExpression? {
    if case .name(let name) = expression.kind, case .index(let index)? = binding(name) {
      guard note(range: axis, of: index, at: expression.span) else { return nil }
      return check(name: name, at: expression.span).expression
    }
    if case .name(let name) = expression.kind, binding(name) == nil,
      fieldOrEntity(name, at: expression.span) == nil
    {
      report(
        .unboundIndex(name, near: state.indices.map(\.name), at: expression.span))
      bind(name, .failed)
      return nil
    }
    let operand = check(expression, expecting: .int)
    if operand.isError { return nil }
    if case .tensor(let tensor) = operand.type, !tensor.isScalar {
      report(.equationNotScalar(name(operand.type), at: operand.span))
      return nil
    }
    if operand.type == .int {
      if let at = operand.size, case .dim(let size) = axis {
        state.positions.append((at, size, operand.span))
      }
      return operand.expression
    }
    return positions(operand, of: axis) == nil ? nil : operand.expression
  }

  /// Takes an axis as the range of an index, or compares it with the range that it has.
  private func note(range axis: TensorType.Item, of index: EquationIndexState, at span: SourceSpan)
    -> Bool
  {
    guard let known = index.range, known.size != .unknown else {
      index.range = (axis, span)
      return true
    }
    guard case .dim(let size) = axis, case .dim(let first) = known.size else { return true }
    let verdict = equality(first, size)
    if verdict == .proved { return true }
    if index.bound != nil, self.verdict(.atLeast(size, first)) == .proved { return true }
    report(
      .indexRangeMismatch(index.name, first, size, verdict, first: known.span, at: span))
    return false
  }

  /// `sum[i, j < n](e)` or `softmax[j](e)`; nil if the call is none of these.
  func equationCall(_ callee: Expression, _ arguments: [CallArgument], at span: SourceSpan)
    -> Operand?
  {
    guard let state = equation, case .subscript(let head, let items) = callee.kind,
      case .name(let name) = head.kind
    else { return nil }
    let reducer = ReducerKind(rawValue: name)
    let normaliser = NormaliserKind(rawValue: name)
    guard reducer != nil || normaliser != nil else { return nil }
    guard arguments.count == 1, case .written(let argument) = arguments[0] else {
      return fail(.wrongArgumentCount(name, expected: 1, found: arguments.count, at: span))
    }
    if let normaliser {
      return normalise(normaliser, items, argument.value, at: span)
    }
    guard let reducer else { return nil }
    return reduce(reducer, items, argument.value, in: state, at: span)
  }

  /// A reducer with its indices.
  private func reduce(
    _ kind: ReducerKind, _ items: [BracketItem], _ value: Expression, in state: EquationState,
    at span: SourceSpan
  ) -> Operand {
    scopes.append(Scope())
    defer { scopes.removeLast() }
    var indices: [EquationIndexState] = []
    for item in items {
      guard let (name, bound) = item.indexName else { return fail(.notAnIndex(at: item.span)) }
      guard let index = declareIndex(name, bound: bound, in: state, isLeft: false) else {
        return .error(at: span)
      }
      indices.append(index)
    }
    let body = check(value, expecting: nil)
    guard !body.isError, let scalar = scalar(body) else { return .error(at: span) }
    for index in indices where index.range == nil {
      return fail(.indexWithoutRange(index.name, at: index.span))
    }
    var type = TensorType(element: scalar.element, items: [])
    switch kind {
    case .sum, .prod:
      guard scalar.element.isNumeric else {
        return fail(
          .wrongReduction(kind.rawValue, name(body.type), quoted(body.span), at: body.span))
      }
    case .max, .min:
      guard scalar.element.isNumeric else {
        return fail(
          .wrongReduction(kind.rawValue, name(body.type), quoted(body.span), at: body.span))
      }
      type.bound = scalar.bound
    case .mean, .logsumexp:
      guard scalar.element.isFloating else {
        return fail(
          .wrongReduction(kind.rawValue, name(body.type), quoted(body.span), at: body.span))
      }
    case .any, .all:
      guard scalar.element.isBool else {
        return fail(
          .wrongReduction(kind.rawValue, name(body.type), quoted(body.span), at: body.span))
      }
    case .argmax, .argmin:
      guard scalar.element.isNumeric, indices.count == 1 else {
        return fail(
          .wrongReduction(kind.rawValue, name(body.type), quoted(body.span), at: body.span))
      }
      type.element = .known(.i32)
      type.bound = indices[0].range?.size.size.map { .below($0) } ?? .unknown
    }
    return Operand(
      .reducer(kind, indices.map(\.typed), body.expression), .tensor(type), at: span)
  }

  /// A normaliser, which keeps its index.
  private func normalise(
    _ kind: NormaliserKind, _ items: [BracketItem], _ value: Expression, at span: SourceSpan
  ) -> Operand {
    guard items.count == 1, let (name, bound) = items[0].indexName, bound == nil else {
      return fail(.notAnIndex(at: items.first?.span ?? span))
    }
    guard case .index(let index)? = binding(name.text) else {
      return fail(
        .unboundIndex(name.text, near: equation?.indices.map(\.name) ?? [], at: name.span))
    }
    let body = check(value, expecting: nil)
    guard !body.isError, let scalar = scalar(body) else { return .error(at: span) }
    guard scalar.element.isFloating || (kind == .cumulativeSum && scalar.element.isNumeric) else {
      return fail(
        .wrongReduction(kind.rawValue, self.name(body.type), quoted(body.span), at: body.span))
    }
    warnIfOne(index.range?.size, kind.rawValue, at: span)
    return Operand(
      .normaliser(kind, index.id, body.expression),
      .tensor(TensorType(element: scalar.element, items: [])), at: span)
  }
}

extension BracketItem {
  /// Whether it is `...`.
  var isRest: Bool { if case .rest = kind { true } else { false } }

  /// The index that it declares: `i` or `i < n`.
  var indexName: (Name, bound: Expression?)? {
    guard case .expression(let expression) = kind else { return nil }
    switch expression.kind {
    case .name(let text): return (Name(text: text, span: expression.span), nil)
    case .binary(.less, let left, let right):
      guard case .name(let text) = left.kind else { return nil }
      return (Name(text: text, span: left.span), right)
    default: return nil
    }
  }
}
