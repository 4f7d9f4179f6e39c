import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTensors
import MartletTyping

extension Evaluator {
  /// The value of a binary operator; `and` and `or` look at the right side only where they must.
  func binary(
    _ operation: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression,
    _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let first = try evaluate(left, frame)
    if case .bool(let truth) = first {
      if operation == .and && !truth { return .bool(false) }
      if operation == .or && truth { return .bool(true) }
      if operation == .and || operation == .or {
        return try evaluate(right, frame)
      }
    }
    return try binary(operation, first, evaluate(right, frame), at: span)
  }

  /// The value of a binary operator on evaluated operands.
  func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value, at span: SourceSpan)
    throws -> Value
  {
    switch (left, right) {
    // Whether a tensor or tree is there is known, whatever it holds.
    case (.none, _), (_, .none):
      let isSame = equal(left, right) ?? false
      return .bool(isSame == (operation == .equal))
    case (.tensor, _), (_, .tensor), (.node, _), (_, .node):
      if isTree(left) || isTree(right) { return try treeBinary(operation, left, right, at: span) }
      return try tensorBinary(operation, left, right, at: span)
    case (.int(let a), .int(let b)): return try intBinary(operation, a, b, at: span)
    case (.size, .int), (.int, .size), (.size, .size):
      return try sizeBinary(operation, size(left, at: span), size(right, at: span), at: span)
    case (.float(let a), .float(let b)): return try floatBinary(operation, a, b, at: span)
    case (.float(let a), .int(let b)): return try floatBinary(operation, a, Double(b), at: span)
    case (.int(let a), .float(let b)): return try floatBinary(operation, Double(a), b, at: span)
    case (.float(let a), .size(let b)):
      return try tensorBinary(operation, .float(a), numberNode(b, at: span), at: span)
    case (.size(let a), .float(let b)):
      return try tensorBinary(operation, numberNode(a, at: span), .float(b), at: span)
    case (.bool(let a), .bool(let b)): return try boolBinary(operation, a, b, at: span)
    case (.string(let a), .string(let b)): return try stringBinary(operation, a, b, at: span)
    case (.list(let a), .list(let b)) where operation == .add && !a.contains(where: \.isGradient):
      return .list(a + b)
    default:
      if isTree(left) || isTree(right) { return try treeBinary(operation, left, right, at: span) }
      if operation == .equal || operation == .notEqual {
        if let same = equal(left, right) { return .bool(same == (operation == .equal)) }
      }
      throw Diagnostic.unexpectedValue(
        "\(left.kindName) and \(right.kindName)", "operands of `\(operation.rawValue)`", at: span)
    }
  }

  /// A size as a number of data.
  func numberNode(_ dim: Dim, at span: SourceSpan) throws -> Value {
    .node(GraphNode(try sizeNode(dim, .f64, at: span), isNumber: true))
  }

  /// Whether two static values are equal; nil if they cannot be compared.
  func equal(_ left: Value, _ right: Value) -> Bool? {
    switch (left, right) {
    case (.none, .none): return true
    case (.none, _), (_, .none): return false
    case (.int(let a), .int(let b)): return a == b
    case (.float(let a), .float(let b)): return a == b
    case (.int(let a), .float(let b)): return Double(a) == b
    case (.float(let a), .int(let b)): return a == Double(b)
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a), .string(let b)): return a == b
    case (.enumeration(let a), .enumeration(let b)): return a == b
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      guard a.count == b.count else { return false }
      for (x, y) in zip(a, b) {
        guard let same = equal(x, y) else { return nil }
        if !same { return false }
      }
      return true
    default: return nil
    }
  }

  /// An operator on tensors, one of which may be a static number.
  func tensorBinary(_ operation: BinaryOperator, _ left: Value, _ right: Value, at span: SourceSpan)
    throws -> Value
  {
    if operation == .matrixProduct { return try matrixProduct(left, right, at: span) }
    let (a, b) = try operands(left, right, isQuotient: operation == .divide, at: span)
    return try elementwise(ScalarFunction(operation), [a, b], at: span)
  }

  /// An element-wise function on tensors of the graph, after one-sided broadcasting.
  func elementwise(_ function: ScalarFunction, _ inputs: [GraphNode], at span: SourceSpan) throws
    -> Value
  {
    let graph = try currentGraph(at: span)
    let shapes = inputs.map { graph.type(of: $0).dims }
    let dims = try shapes.dropFirst().reduce(shapes[0]) {
      try graph.commonDims($0, $1, at: span)
    }
    let spread = try inputs.map { try graph.broadcast($0.id, to: dims, at: span) }
    let isNumber = inputs.allSatisfy(\.isNumber)
    let result = try graph.elementwise(function, spread, at: span)
    let element = graph.builder.type(of: result).element
    return .node(GraphNode(result, isNumber: isNumber && (element == .f64 || element.isInteger)))
  }

  /// The two operands as nodes of one dtype: static numbers and numbers of data adapt.
  ///
  /// Two numbers are one as they would be outside of a graph: whole ones stay whole but in a quotient.
  func operands(
    _ left: Value, _ right: Value, isQuotient: Bool = false, at span: SourceSpan
  ) throws -> (GraphNode, GraphNode) {
    let graph = try currentGraph(at: span)
    func element(_ value: Value) -> ElementType? {
      switch value {
      case .node(let node): node.isNumber ? nil : graph.type(of: node).element
      case .tensor(let tensor): tensor.elementType
      default: nil
      }
    }
    let target = element(left) ?? element(right)
    if target == nil && (isWholeNode(left, graph) || isWholeNode(right, graph)) {
      let isWhole = !isQuotient && isWhole(left, graph) && isWhole(right, graph)
      let (a, b) = (
        try node(left, isWhole ? .i32 : .f64, at: span),
        try node(right, isWhole ? .i32 : .f64, at: span)
      )
      return (GraphNode(a.id, isNumber: true), GraphNode(b.id, isNumber: true))
    }
    return (try node(left, target, at: span), try node(right, target, at: span))
  }

  /// Whether a value is a whole number of data: an index of an equation, or made from some.
  private func isWholeNode(_ value: Value, _ graph: GraphContext) -> Bool {
    guard case .node(let node) = value, node.isNumber else { return false }
    return graph.type(of: node).element.isInteger
  }

  /// Whether a value is a whole number, known or not.
  private func isWhole(_ value: Value, _ graph: GraphContext) -> Bool {
    switch value {
    case .int, .size: true
    default: isWholeNode(value, graph)
    }
  }

  /// The value as a node of the graph; what adapts takes the given dtype, or stays a number.
  func node(_ value: Value, _ element: ElementType?, at span: SourceSpan) throws -> GraphNode {
    let graph = try currentGraph(at: span)
    if let element {
      guard case .node(let node) = try scalar(value, element, at: span) else {
        throw Diagnostic.unexpectedValue(value.kindName, "a tensor", at: span)
      }
      return node
    }
    switch value {
    case .node(let node): return node
    case .int(let number):
      return GraphNode(try graph.constant(Double(number), .f64, at: span), isNumber: true)
    case .float(let number):
      return GraphNode(try graph.constant(number, .f64, at: span), isNumber: true)
    case .bool(let truth): return GraphNode(try graph.constant(truth ? 1 : 0, .bool, at: span))
    case .size(let dim): return GraphNode(try sizeNode(dim, .f64, at: span), isNumber: true)
    case .tensor(let tensor):
      // A tensor that host code has made while the graph is built is a constant of it.
      return GraphNode(try graph.emit(Constant(tensor), at: span))
    case .unit, .string, .enumeration, .none, .list, .tuple, .range, .model, .structure, .gradient,
      .stack,
      .absent,
      .cell, .function, .host:
      throw Diagnostic.unexpectedValue(value.kindName, "a tensor", at: span)
    }
  }

  /// `a @ b`: the last axis of `a` with the last but one of `b`; leading axes of both agree.
  private func matrixProduct(_ left: Value, _ right: Value, at span: SourceSpan) throws -> Value {
    let graph = try currentGraph(at: span)
    let (a, b) = try operands(left, right, at: span)
    let (m, n) = (graph.type(of: a).dims, graph.type(of: b).dims)
    guard let inner = m.last, !n.isEmpty else {
      throw Diagnostic.operationRefused("@", ["\(m)", "\(n)"], "a scalar has no axis", at: span)
    }
    let contracted = max(n.count - 2, 0)
    try graph.unify(inner, n[contracted]) {
      .sizeMismatch(
        "the left side", axis: m.count - 1, found: inner, expected: n[contracted],
        promise: "the size of axis \(contracted) of the right side", at: span)
    }
    let batch = n.count > 2 ? n.count - 2 : 0
    guard batch <= max(m.count - 1, 0) else {
      throw Diagnostic.operationRefused("@", ["\(m)", "\(n)"], "too few leading axes", at: span)
    }
    for axis in 0..<batch {
      try graph.unify(m[axis], n[axis]) {
        .sizeMismatch(
          "the left side", axis: axis, found: m[axis], expected: n[axis],
          promise: "the size of axis \(axis) of the right side", at: span)
      }
    }
    let axes = Array(0..<batch)
    let product = Contract(
      lhsBatch: axes, rhsBatch: axes, lhsContracted: [m.count - 1], rhsContracted: [contracted])
    return .node(GraphNode(try graph.emit(product, [a.id, b.id], at: span)))
  }

  /// `-x` on numbers, tensors and trees.
  func negated(_ value: Value, at span: SourceSpan) throws -> Value {
    switch value {
    case .int(let number):
      guard number != .min else { throw Diagnostic.integerOverflow("-\(number)", at: span) }
      return .int(-number)
    case .float(let number): return .float(-number)
    case .size(let dim): return Value(size: -dim)
    case .tensor, .node:
      return try elementwise(.negate, [node(value, nil, at: span)], at: span)
    default:
      guard isTree(value) else {
        throw Diagnostic.unexpectedValue(value.kindName, "a number", at: span)
      }
      return try mapTree(value) { try self.negated($0, at: span) }
    }
  }

  /// `not x` on a Bool or a `bool` tensor.
  func logicalNot(_ value: Value, at span: SourceSpan) throws -> Value {
    switch value {
    case .bool(let truth): return .bool(!truth)
    case .tensor where graph == nil: return .bool(try !truth(value, at: span))
    case .tensor, .node:
      return try elementwise(.logicalNot, [node(value, nil, at: span)], at: span)
    default: throw Diagnostic.unexpectedValue(value.kindName, "a Bool", at: span)
    }
  }

  /// The Bool that a condition is; host code reads a `bool[]` tensor.
  func truth(_ value: Value, at span: SourceSpan) throws -> Bool {
    switch value {
    case .bool(let truth): return truth
    case .tensor(let tensor) where tensor.count == 1: return tensor.scalarDouble != 0
    case .node(let node):
      if let tensor = try currentGraph(at: span).knownValue(of: node), tensor.count == 1 {
        return tensor.scalarDouble != 0
      }
      throw Diagnostic.conditionNotKnown(at: span)
    default: throw Diagnostic.unexpectedValue(value.kindName, "a Bool", at: span)
    }
  }
}

extension ScalarFunction {
  /// The function that an operator applies element by element.
  init(_ operation: BinaryOperator) {
    switch operation {
    case .or: self = .logicalOr
    case .and: self = .logicalAnd
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterEqual
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .floorDivide: self = .floorDivide
    case .remainder: self = .remainder
    case .power: self = .power
    case .matrixProduct: self = .multiply
    }
  }
}

extension GraphContext {
  /// The value of a node that is a constant.
  func knownValue(of node: GraphNode) -> Tensor? {
    (builder.node(producing: node.id)?.operation as? Constant)?.tensor
  }
}
