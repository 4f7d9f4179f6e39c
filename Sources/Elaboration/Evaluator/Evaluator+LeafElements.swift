import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// A factor of a whole tree with the elements of one of its leaves, which may be of many kinds.
  func factor(_ factor: Value, for leaf: Value, at span: SourceSpan) throws -> Value {
    guard isFloating(factor), isFloating(leaf) else { return factor }
    let graph = try currentGraph(at: span)
    let element = graph.type(of: try node(leaf, nil, at: span)).element
    let value = try node(factor, nil, at: span)
    if value.isNumber { return factor }
    return .node(GraphNode(try graph.cast(value.id, to: element, at: span)))
  }

  /// Binds the element type of a tensor that is handed to a function passed as a value, whose caller
  /// names no binders.
  func bindElement(of type: Type, _ value: Value, _ frame: Frame) {
    guard case .tensor(let tensor) = type, case .variable(let variable) = tensor.element,
      frame.elements[variable] == nil
    else { return }
    switch value {
    case .tensor(let tensor): frame.elements[variable] = tensor.elementType
    case .node(let node) where !node.isNumber:
      frame.elements[variable] = graph?.type(of: node).element
    default: break
    }
  }

  /// The sum of products of corresponding elements of two tensors or trees.
  ///
  /// The leaves of a tree are summed in `f32`, or in `f64` where one has that: squares of narrower
  /// ones would overflow, and the leaves may be of many kinds.
  func innerProduct(_ a: Value, _ b: Value, _ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    guard isTree(a) || isTree(b) else { return .node(try product(a, b, nil, call)) }
    var left: [Value] = []
    var right: [Value] = []
    a.forEachLeaf { if isFloating($0) { left.append($0) } }
    b.forEachLeaf { if isFloating($0) { right.append($0) } }
    let leaves = try (left + right).map { try node($0, nil, at: call.span) }
    let isWide = leaves.contains { graph.type(of: $0).element == .f64 }
    let terms = try zip(left, right).map { try product($0, $1, isWide ? .f64 : .f32, call) }
    guard let first = terms.first else { return try constant(0, .f32, at: call.span) }
    let total = try terms.dropFirst().reduce(first.id) {
      try graph.elementwise(.add, [$0, $1.id], at: call.span)
    }
    let element = element(of: call.type, call.frame) ?? .f32
    return .node(GraphNode(try graph.cast(total, to: element, at: call.span)))
  }

  /// The sum of products of two tensors, computed in the given elements or in their own.
  private func product(_ a: Value, _ b: Value, _ element: ElementType?, _ call: Invocation) throws
    -> GraphNode
  {
    let graph = try currentGraph(at: call.span)
    let (x, y) = try operands(a, b, at: call.span)
    let inputs = try [x, y].map {
      try graph.cast($0.id, to: element ?? graph.type(of: $0).element, at: call.span)
    }
    let axes = Array(0..<graph.type(of: x).dims.count)
    return GraphNode(
      try graph.emit(
        Contract(lhsContracted: axes, rhsContracted: axes), inputs, at: call.span))
  }
}
