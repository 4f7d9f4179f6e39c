import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// The parts of an equation's right side, each over the indices that it mentions.
extension EquationLowering {
  /// A part of the right side over the indices that it mentions.
  func part(_ expression: TypedExpression) throws -> Named {
    let span = expression.span
    switch expression.kind {
    case .equationIndex(let id):
      let iota = try graph.emit(Iota(dim: extent(of: .index(id), at: span)), at: span)
      // An index is an Int: it adapts to the dtype that it meets, as a number does.
      return Named(value: .node(GraphNode(iota, isNumber: true)), axes: [.index(id)])
    case .access(let base, let items): return try access(base, items, at: span)
    case .reducer(let kind, let indices, let body):
      return try reducer(kind, indices, body, at: span)
    case .normaliser(let kind, let id, let body):
      return try normaliser(kind, id, body, at: span)
    case .binary(let operation, let left, let right):
      return try combined([part(left), part(right)], at: span) {
        try self.evaluator.binary(operation, $0[0], $0[1], at: span)
      }
    case .negate(let operand):
      return try combined([part(operand)], at: span) {
        try self.evaluator.negated($0[0], at: span)
      }
    case .not(let operand):
      return try combined([part(operand)], at: span) {
        try self.evaluator.logicalNot($0[0], at: span)
      }
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise, at: span)
    case .match(let subject, let arms) where mentionsIndex(expression):
      let (_, arm) = try evaluator.chosen(from: arms, for: subject, frame, at: span)
      return try value(of: arm.body, at: span)
    case .call(let call) where mentionsIndex(expression):
      return try self.call(call, expression, at: span)
    case .cast(let operand, let type) where mentionsIndex(expression):
      return try bounded(part(operand), type, at: span)
    case .block(let block) where mentionsIndex(expression):
      return try value(of: block, at: span)
    default:
      guard !mentionsIndex(expression) else {
        throw Diagnostic.notScalarInEquation("this", at: span)
      }
      return Named(value: try evaluator.evaluate(expression, frame), axes: [])
    }
  }

  /// The value of a block without statements.
  func value(of block: TypedBlock, at span: SourceSpan) throws -> Named {
    guard block.statements.isEmpty, let value = block.value else {
      throw Diagnostic.notScalarInEquation("a block with statements", at: span)
    }
    return try part(value)
  }

  /// Whether an expression depends on the equation's indices.
  func mentionsIndex(_ expression: TypedExpression) -> Bool {
    expression.contains { part in
      switch part.kind {
      case .equationIndex, .access, .reducer, .normaliser: true
      default: false
      }
    }
  }

  /// The parts spread over all of their axes and combined.
  func combined(
    _ parts: [Named], at span: SourceSpan, _ combine: ([Value]) throws -> Value
  ) throws -> Named {
    let axes = union(parts.map(\.axes))
    let dims = try axes.map { try extent(of: $0, at: span) }
    let values = try parts.map { part -> Value in
      guard !part.axes.isEmpty, case .node(let node) = part.value else { return part.value }
      let aligned = try align(node.id, part.axes, to: axes, dims, at: span)
      return .node(GraphNode(aligned, isNumber: node.isNumber))
    }
    return Named(value: try combine(values), axes: axes)
  }

  /// All axes of the given lists, in the equation's order.
  func union(_ lists: [[AxisName]]) -> [AxisName] {
    var seen = Set<AxisName>()
    let axes = lists.joined().filter { seen.insert($0).inserted }
    return axes.sorted { place(of: $0) < place(of: $1) }
  }

  /// Where an axis stands in the equation's order.
  func place(of axis: AxisName) -> Int {
    if let place = order[axis] { return place }
    order[axis] = order.count
    return order.count - 1
  }

  /// A node with axes `found` as one with axes `wanted`, which hold them all.
  func align(
    _ value: ValueID, _ found: [AxisName], to wanted: [AxisName], _ dims: [Dim],
    at span: SourceSpan
  ) throws -> ValueID {
    if found == wanted { return value }
    let places = found.map { axis in wanted.firstIndex(of: axis) ?? 0 }
    let permutation = found.indices.sorted { places[$0] < places[$1] }
    var result = value
    if permutation != Array(found.indices) {
      result = try graph.emit(Transpose(permutation: permutation), [result], at: span)
    }
    return try graph.spread(result, to: dims, axes: places.sorted(), at: span)
  }

  /// `if c { a } else { b }`: a known condition chooses, one over indices selects.
  func conditional(
    _ condition: TypedExpression, _ then: TypedBlock, _ otherwise: TypedBlock?,
    at span: SourceSpan
  ) throws -> Named {
    let test = try part(condition)
    guard let otherwise else {
      throw Diagnostic.notScalarInEquation("`if` without `else`", at: span)
    }
    if case .bool(let truth) = test.value {
      return try value(of: truth ? then : otherwise, at: span)
    }
    let branches = [test, try value(of: then, at: span), try value(of: otherwise, at: span)]
    return try combined(branches, at: span) {
      try self.evaluator.select($0[0], $0[1], $0[2], at: span)
    }
  }

  /// A call of a scalar function, applied to all elements at once.
  func call(_ call: TypedCall, _ expression: TypedExpression, at span: SourceSpan) throws
    -> Named
  {
    let parts = try call.arguments.map { try $0.map { try part($0) } }
    let present = parts.compactMap { $0 }
    return try combined(present, at: span) { values in
      var rest = values[...]
      let arguments = parts.map { $0 == nil ? nil : rest.removeFirst() }
      return try self.evaluator.applyScalar(call, arguments, self.frame, expression.type, at: span)
    }
  }

  /// `e as i32<N>` inside an equation.
  func bounded(_ part: Named, _ type: TypeUse, at span: SourceSpan) throws -> Named {
    guard case .tensor(let tensor) = type.type, case .below(let dim) = tensor.bound else {
      return part
    }
    let node = try evaluator.node(part.value, nil, at: span)
    let bound = try evaluator.resolved(dim, frame)
    return Named(
      value: .node(GraphNode(try graph.emit(CheckBound(bound: bound), [node.id], at: span))),
      axes: part.axes)
  }
}
