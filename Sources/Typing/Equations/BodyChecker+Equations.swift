import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `let y[..., i, j < T] = e`.
  func checkEquation(
    _ name: Name, _ items: [EquationIndex], _ constant: LetStatement, at span: SourceSpan
  ) -> TypedStatement? {
    guard equation == nil else {
      report(.nestedEquation(name.text, at: span))
      bind(name.text, .failed)
      return nil
    }
    var outer: Set<Root> = []
    swap(&outer, &mentioned)
    let outerDefinitions = definitions
    definitions = []
    let checked = equation(items, constant, at: span)
    let own = definitions
    sourcesOfEquation = mentioned
    swap(&outer, &mentioned)
    mentioned.formUnion(outer)
    definitions = outerDefinitions
    guard var checked else {
      bind(name.text, .failed)
      return nil
    }
    checked.body.definitions.insert(contentsOf: own, at: 0)
    if let syntax = constant.type {
      let written = resolve(syntax)
      if let fault = conformance(checked.type, to: written) {
        let operand = Operand(.tuple([]), checked.type, at: span)
        report(
          diagnostic(
            for: fault, operand, expected: written, as: .annotation(name.text, syntax.span)))
      }
    }
    let pattern = bind(Pattern(kind: .name(name), span: name.span), to: checked.type)
    guard case .binding(let declaration) = pattern else { return nil }
    if case .local(let id) = declaration.storage { sources[id] = (sourcesOfEquation, span) }
    return TypedStatement(.equation(declaration, checked), span: span)
  }

  /// An equation as a value: a block that defines a tensor and yields it.
  func checkEquationAsValue(_ constant: LetStatement, at span: SourceSpan) -> Operand {
    guard case .equation(let name, let items) = constant.target,
      let statement = checkEquation(name, items, constant, at: span)
    else { return .error(at: span) }
    let value = check(name: name.text, at: name.span)
    let block = TypedBlock(
      statements: [statement], value: value.expression, type: value.type, span: span)
    return Operand(.block(block), value.type, at: span)
  }

  /// The equation itself; nil after an error.
  private func equation(_ items: [EquationIndex], _ constant: LetStatement, at span: SourceSpan)
    -> TypedEquation?
  {
    let state = EquationState()
    scopes.append(Scope())
    defer {
      scopes.removeLast()
      equation = nil
    }
    var left: [(item: TypedEquation.Item, index: EquationIndexState?)] = []
    for item in items {
      switch item.kind {
      case .rest:
        if state.hasRest {
          report(.restTwice(at: item.span))
          return nil
        }
        state.hasRest = true
        left.append((.rest, nil))
      case .name(let name, let bound):
        guard let index = declareIndex(name, bound: bound, in: state, isLeft: true) else {
          return nil
        }
        left.append((.index(index.typed), index))
      }
    }
    equation = state
    let body = check(constant.value, expecting: nil)
    equation = nil
    guard !body.isError, let scalar = scalar(body) else { return nil }
    var axes: [TensorType.Item] = []
    for entry in left {
      guard let index = entry.index else {
        guard let rest = state.rest else {
          report(.restWithoutRange(at: span))
          return nil
        }
        axes += rest.items
        continue
      }
      guard let range = index.range else {
        report(.indexWithoutRange(index.name, at: index.span))
        return nil
      }
      axes.append(range.size)
    }
    guard provePositions(of: state) else { return nil }
    return TypedEquation(
      items: left.map(\.item), body: body.expression,
      type: .tensor(TensorType(element: scalar.element, items: axes, bound: scalar.bound)))
  }

  /// Declares an index; nil after an error.
  func declareIndex(_ name: Name, bound: Expression?, in state: EquationState, isLeft: Bool)
    -> EquationIndexState?
  {
    if scopes[scopes.count - 1].names[name.text] != nil {
      report(.duplicateName(name.text, first: nil, at: name.span))
      return nil
    }
    if isLeft, let hidden = hiddenValue(name.text) {
      report(.indexHidesVariable(name.text, declared: hidden, at: name.span))
      return nil
    }
    var range: (size: TensorType.Item, span: SourceSpan)?
    var value: TypedExpression?
    if let bound {
      let operand = check(integer: bound)
      if operand.isError { return nil }
      guard let size = size(of: operand) else { return nil }
      range = (.dim(size), bound.span)
      value = operand.expression
    }
    let index = EquationIndexState(
      id: IndexID(index: state.indices.count), name: name.text,
      symbol: program.freshSymbol(name.text, at: name.span, "the index `\(name.text)`"),
      span: name.span, bound: value, range: range)
    state.indices.append(index)
    bind(name.text, .index(index))
    return index
  }

  /// Where a variable that an index would hide is declared; nil if there is none.
  private func hiddenValue(_ name: String) -> SourceSpan? {
    if case .value(let declaration, _, _)? = binding(name) { return declaration.span }
    if kind == .function, let model, model.fieldNames.contains(name) {
      return model.declaration.members.first { $0.declares(name) }?.span
    }
    return nil
  }

  /// The scalar type of an equation's right side; reports what else it is.
  func scalar(_ operand: Operand) -> TensorType? {
    switch operand.type {
    case .tensor(let tensor) where tensor.isScalar: return tensor
    case .int: return TensorType(.i32, [])
    case .float: return TensorType(.f32, [])
    case .bool: return TensorType(.bool, [])
    default:
      report(.equationNotScalar(name(operand.type), at: operand.span))
      return nil
    }
  }

  /// Proves that all computed positions lie in their axes; whether they do.
  private func provePositions(of state: EquationState) -> Bool {
    var known = facts
    for index in state.indices {
      known.allowZero(index.symbol)
      if case .dim(let size)? = index.range?.size {
        known.assume(.atLeast(size, Dim(index.symbol) + 1))
      }
    }
    for (position, size, span) in state.positions {
      for claim in [DimClaim.atLeast(position, 0), .atLeast(size, position + 1)] {
        let verdict = self.verdict(claim, under: known)
        if verdict == .proved || (verdict == .unknown && !isBuilding) { continue }
        report(.positionOutside(position, size, verdict, at: span))
        return false
      }
    }
    return true
  }
}

extension Member {
  /// Whether it declares a field of the name.
  func declares(_ name: String) -> Bool {
    switch self {
    case .tensor(let field): field.name.text == name
    case .constant(let constant, isFrozen: _, span: _):
      switch constant.target {
      case .pattern(let pattern): pattern.names.contains { $0.text == name }
      case .equation(let defined, _): defined.text == name
      }
    case .function: false
    }
  }
}
