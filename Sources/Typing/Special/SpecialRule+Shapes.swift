import MartletShapes
import MartletSource
import MartletSyntax

extension SpecialRule {
  /// What rearranges, joins or selects.
  static let shapes: [String: SpecialRule] = [
    "transpose": SpecialRule("x axes?") { $0.transpose($1) },
    "reshape": SpecialRule("x") { $0.reshape($1) },
    "broadcast": SpecialRule("x") { $0.enlarge($1) },
    "tile": SpecialRule("x") { $0.tile($1) },
    "pad": SpecialRule("x axis before? after? between? value?") { $0.pad($1) },
    "pad_edge": SpecialRule("x axis before? after?") { $0.pad($1) },
    "pad_wrap": SpecialRule("x axis before? after?") { $0.pad($1) },
    "pad_reflect": SpecialRule("x axis before? after?") { $0.pad($1) },
    "roll": SpecialRule("x by axis?") { $0.roll($1) },
    "repeat": SpecialRule("x count axis?") { $0.repeatElements($1) },
    "bit_and": SpecialRule("x y") { $0.combineBits($1) },
    "bit_or": SpecialRule("x y") { $0.combineBits($1) },
    "bit_xor": SpecialRule("x y") { $0.combineBits($1) },
    "shift_left": SpecialRule("x y") { $0.combineBits($1) },
    "shift_right": SpecialRule("x y") { $0.combineBits($1) },
    "concat": SpecialRule("parts axis?") { $0.concatenate($1) },
    "stack": SpecialRule("parts") { $0.stack($1) },
    "select": SpecialRule("condition a b") { $0.select($1) },
    "clamp": SpecialRule("x low high") { $0.clamp($1) },
    "zeros_like": SpecialRule("x") { $0.alike($1) },
    "ones_like": SpecialRule("x") { $0.alike($1) },
    "normal_like": SpecialRule("x") { $0.alike($1) },
    "close": SpecialRule("a b within?") { $0.compareClosely($1) },
  ]
}

extension BodyChecker {
  /// `transpose(x)`: the last two axes swapped; `transpose(x, axes: [1, 0, 2])`.
  func transpose(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    var result = tensor
    if has(call, 1) {
      guard let given = operand(call, 1), let order = axes(given, of: tensor.items, x.type) else {
        return nil
      }
      guard order.sorted() == Array(tensor.items.indices) else {
        report(.notAPermutation(name(x.type), at: given.span))
        return nil
      }
      result.items = order.map { tensor.items[$0] }
      return make(call, [x, given], .tensor(result))
    }
    let count = tensor.items.count
    guard count >= 2, tensor.items.suffix(2).allSatisfy({ !$0.isRun }) else {
      report(.transposeOfVector(name(x.type), at: x.span))
      return nil
    }
    result.items.swapAt(count - 1, count - 2)
    return make(call, [x, nil], .tensor(result))
  }

  /// The shape in the brackets of a call, or that the context wants; nil after an error.
  func targetShape(_ call: SpecialCall) -> [TensorType.Item]? {
    if let brackets = call.site.brackets { return shapeItems(brackets) }
    if let expected = call.site.expected?.tensor { return expected.items }
    report(.missingSizes(call.name, at: call.site.calleeSpan))
    return nil
  }

  /// The run argument that carries a shape.
  func shapeArgument(_ items: [TensorType.Item]) -> [BinderArgument] {
    [.run(DimRun(id: -1, name: "S"), items)]
  }

  /// `reshape[A, B](x)`: as many elements in another shape.
  func reshape(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call),
      let items = targetShape(call)
    else { return nil }
    let type = Type.tensor(tensor.with(items: items))
    let (found, foundRuns) = volume(tensor.items)
    let (wanted, wantedRuns) = volume(items)
    if let found, let wanted {
      let verdict = foundRuns == wantedRuns ? equality(found, wanted) : .unknown
      if verdict != .proved, !isDeferred(verdict) {
        report(
          .reshapeMismatch(
            (x, name(x.type)), name(type), found, wanted, verdict,
            repair: openSize(items, of: found, quoted(x.span))
              ?? missingDivisibility(found, wanted).map {
                "if it always divides, add the fact: `where \($0)`"
              }, at: call.span))
        return nil
      }
    }
    return make(call, [x], type, binders: shapeArgument(items))
  }

  /// Whether an open question is left to the time of running.
  func isDeferred(_ verdict: DimVerdict) -> Bool { verdict == .unknown && !isBuilding }

  /// The product of the sizes, nil if one is only known when built, and the runs.
  private func volume(_ items: [TensorType.Item]) -> (Dim?, [DimRun]) {
    var product: Dim? = 1
    var runs: [DimRun] = []
    for item in items {
      switch item {
      case .dim(let dim): product = product.map { $0 * dim }
      case .run(let run): runs.append(run)
      case .unknown: product = nil
      }
    }
    return (product, runs.sorted { $0.id < $1.id })
  }

  /// `broadcast[K, B, D](x)`.
  func enlarge(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let items = targetShape(call) else { return nil }
    let found: TensorType
    switch x.type {
    case .tensor(let tensor): found = tensor
    case .int, .float: found = TensorType(.f32, [])
    case .bool: found = TensorType(.bool, [])
    default:
      report(.tensorExpected(call.name, name(x.type), at: x.span))
      return nil
    }
    let type = Type.tensor(found.with(items: items))
    guard case .shape(let shape) = broadcast(items, found.items), shape.count == items.count else {
      report(
        .broadcastMismatch(
          (x, name(x.type)), name(type), note: alignment(type, x.type, faults: [], trailing: true),
          at: call.span))
      return nil
    }
    return make(call, [x], type, binders: shapeArgument(items))
  }

  /// The tensors in a tuple or list; the length is only known of a tuple.
  private func parts(_ operand: Operand, _ call: SpecialCall) -> (
    types: [TensorType], isList: Bool
  )? {
    switch operand.type {
    case .tuple(let types):
      let tensors = types.compactMap(\.tensor)
      if tensors.count == types.count, !tensors.isEmpty { return (tensors, false) }
    case .list(.tensor(let element)):
      if case .list(let written) = operand.expression.kind, !written.isEmpty {
        return (written.map { $0.type.tensor ?? element }, false)
      }
      return ([element], true)
    default: break
    }
    report(.tensorsExpected(call.name, name(operand.type), at: operand.span))
    return nil
  }

  /// `concat((a, b), axis: 1)`.
  func concatenate(_ call: SpecialCall) -> Operand? {
    guard let given = operand(call, 0), let (types, isList) = parts(given, call) else { return nil }
    var axisOperand: Operand?
    var number = 0
    if has(call, 1) {
      guard let value = operand(call, 1), let constant = constant(value) else { return nil }
      axisOperand = value
      number = constant
    }
    guard let first = types.first,
      let axis = axis(number, of: first.items, .tensor(first), at: axisOperand?.span ?? call.span)
    else { return nil }
    var result = first
    var total: Dim? = isList ? nil : 0
    for type in types {
      guard type.element == first.element, type.items.count == first.items.count else {
        report(.concatMismatch(name(.tensor(first)), name(.tensor(type)), at: given.span))
        return nil
      }
      total = total.flatMap { sum in type.items[axis].size.map { sum + $0 } }
      for index in type.items.indices where index != axis {
        if shapeFault([type.items[index]], [first.items[index]]) != nil {
          report(.concatMismatch(name(.tensor(first)), name(.tensor(type)), at: given.span))
          return nil
        }
        if result.items[index] == .unknown { result.items[index] = type.items[index] }
      }
      if type.bound != first.bound { result.bound = .none }
    }
    result.items[axis] = total.map { .dim($0) } ?? .unknown
    return make(call, [given, axisOperand], .tensor(result))
  }

  /// `stack((a, b))`: a new leading axis.
  func stack(_ call: SpecialCall) -> Operand? {
    guard let given = operand(call, 0) else { return nil }
    if case .list(let element) = given.type, element.isNumber || element == .bool {
      let type: ElementType = element == .int ? .i32 : element == .bool ? .bool : .f32
      return make(call, [given], .tensor(TensorType(element: .known(type), items: [.unknown])))
    }
    guard let (types, isList) = parts(given, call) else { return nil }
    var result = types[0]
    for type in types.dropFirst() {
      guard type.element == result.element, shapeFault(type.items, result.items) == nil else {
        report(.concatMismatch(name(.tensor(result)), name(.tensor(type)), at: given.span))
        return nil
      }
      if type.bound != result.bound { result.bound = .none }
    }
    result.items.insert(isList ? .unknown : .dim(Dim(types.count)), at: 0)
    return make(call, [given], .tensor(result))
  }

  /// `select(condition, a, b)`.
  func select(_ call: SpecialCall) -> Operand? {
    guard let condition = operand(call, 0), let a = operand(call, 1), let b = operand(call, 2)
    else { return nil }
    let isBool = condition.type == .bool || condition.type.tensor?.element.isBool == true
    guard isBool else {
      report(.notACondition(name(condition.type), at: condition.span))
      return nil
    }
    var type: TensorType
    if a.type.tensor == nil, b.type.tensor == nil {
      guard a.type.isNumber, b.type.isNumber else {
        report(.tensorExpected(call.name, name(a.type), at: a.span))
        return nil
      }
      let wantsFloat = call.site.expected?.tensor?.element.isFloating ?? false
      let isInt = a.type == .int && b.type == .int && !wantsFloat
      type = TensorType(isInt ? .i32 : .f32, [])
    } else {
      guard let element = commonElement(a, b, .add, at: call.span),
        let items = commonShape(a, b, call.name, at: call.span)
      else { return nil }
      type = TensorType(element: element, items: items)
      if let bound = a.type.tensor?.bound, bound == b.type.tensor?.bound { type.bound = bound }
    }
    let whole = Operand(.tuple([]), .tensor(type), at: call.span)
    guard let items = commonShape(condition, whole, call.name, at: call.span) else { return nil }
    type.items = items
    return make(call, [condition, a, b], .tensor(type))
  }

  /// `clamp(x, low, high)`.
  func clamp(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let low = operand(call, 1), let high = operand(call, 2) else {
      return nil
    }
    for bound in [low, high] where !bound.type.isNumber && bound.type.tensor == nil {
      report(.noOperator(call.name, name(x.type), name(bound.type), at: bound.span))
      return nil
    }
    if x.type.isNumber {
      let isInt = [x, low, high].allSatisfy { $0.type == .int }
      return make(call, [x, low, high], isInt ? .int : .float)
    }
    if x.type.isGradientTree { return make(call, [x, low, high], x.type) }
    guard let tensor = tensor(x, call),
      commonElement(x, low, .add, at: call.span) != nil,
      commonElement(x, high, .add, at: call.span) != nil,
      commonShape(x, low, call.name, at: call.span) != nil,
      commonShape(x, high, call.name, at: call.span) != nil
    else { return nil }
    return make(call, [x, low, high], .tensor(tensor.with(element: tensor.element)))
  }

  /// `zeros_like(x)` and its kin.
  func alike(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    return make(call, [x], .tensor(tensor.with(element: tensor.element)))
  }

  /// `close(a, b, within: 1e-6)`: whether all elements are.
  func compareClosely(_ call: SpecialCall) -> Operand? {
    guard let a = operand(call, 0), let b = operand(call, 1) else { return nil }
    var within: Operand?
    if has(call, 2) {
      guard let given = operand(call, 2, as: .float, "within") else { return nil }
      within = given
    }
    if a.type.tensor != nil || b.type.tensor != nil {
      guard commonElement(a, b, .subtract, at: call.span) != nil,
        commonShape(a, b, call.name, at: call.span) != nil
      else { return nil }
    } else if !(a.type.isNumber && b.type.isNumber) && !(a.type.isTree && b.type.isTree) {
      report(.noOperator(call.name, name(a.type), name(b.type), at: call.span))
      return nil
    }
    return make(call, [a, b, within], .scalar(.bool))
  }
}

extension TensorType {
  /// The same elements in another shape.
  func with(items: [Item]) -> TensorType {
    TensorType(element: element, items: items, bound: bound)
  }
}

extension TensorType.Item {
  /// Whether it is a run.
  var isRun: Bool { if case .run = self { true } else { false } }
}
