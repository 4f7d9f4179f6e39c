import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTransforms
import MartletTyping

extension Evaluator {
  /// `map` over ranges, tensors and stacks: its body for all elements at once.
  func batchedMap(
    _ loop: TypedLoop, over sources: [Value], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let graph = try currentGraph(at: span)
    let count = try steps(of: zip(sources, loop.clauses).map { ($0, $1.source.span) })
    let walked = try zip(sources, loop.clauses).map {
      try allElements(of: $0, graph, at: $1.source.span)
    }
    let numbers = try graph.emit(Iota(dim: count), at: span)
    let lanes = MapLanes(count: count, in: frame, graph)
    let firstNode = graph.builder.nodeCount
    let turn = lanes.standIn(for: numbers, NodeType(.i32, [], bound: count), graph.builder)
    maps.append(lanes)
    turns.append(turn)
    let value = try descending {
      defer {
        maps.removeLast()
        turns.removeLast()
      }
      for (clause, all) in zip(loop.clauses, walked) {
        let element = try lanes.element(of: all, graph, at: clause.source.span)
        if !bindNumber(clause, to: element, frame) { try bindElement(clause, to: element, frame) }
      }
      return try blockValue(loop.body, frame).bound()
    }
    let end = loop.body.value?.span ?? span
    return try collected(value, lanes, from: firstNode, graph, at: end)
  }

  /// Binds the variable of a script's range, an Int, to the number of data that stands for it; false
  /// if the loop walks something else.
  private func bindNumber(
    _ clause: (pattern: TypedPattern, source: TypedExpression), to value: Value, _ frame: Frame
  ) -> Bool {
    guard case .binding(let declaration) = clause.pattern, declaration.type == .int,
      case .local(let id) = declaration.storage, case .node(let node) = value
    else { return false }
    frame.slots[id.index] = .node(GraphNode(node.id, isNumber: true))
    frame.immutableNames[id.index] = declaration.name
    return true
  }

  /// The values of all lanes in one: the body's, and what it has stored in mapped models.
  private func collected(
    _ value: Value, _ lanes: MapLanes, from firstNode: Int, _ graph: GraphContext,
    at span: SourceSpan
  ) throws -> Value {
    let result = try laneResult(value, at: span)
    let written = lanes.state.filter { !$0.lane.value.hasSameNodes(as: $0.found) }
    var outputs: [ValueID] = []
    for value in [result] + written.map(\.lane.value) { value.forEachNode { outputs.append($0) } }
    var results: [ValueID: ValueID] = [:]
    do {
      let batched = try batch(
        graph.builder, outputs: outputs, lanes: lanes.values, from: firstNode,
        count: lanes.count)
      for (output, value) in zip(outputs, batched) {
        results[output] = value.spread(over: lanes.count, graph.builder)
      }
    } catch {
      throw Diagnostic.unexpectedValue(
        "\(error.operation), which cannot be: \(error.reason)",
        "an operation that is carried out on all elements at once", at: error.span ?? span)
    }
    for cell in written {
      try expectOwnState(cell.all, at: span)
      graph.noteWrite(to: cell.all)
      cell.all.value = cell.lane.value.replacingNodes(results)
    }
    return result.replacingNodes(results).inStacks(of: lanes.count)
  }

  /// Binds a loop's variables to an element, or a name to what is there, whose state it lends.
  func bindElement(
    _ clause: (pattern: TypedPattern, source: TypedExpression), to value: Value, _ frame: Frame
  ) throws {
    try bindLent(clause.pattern, to: value, frame, at: clause.source.span)
    guard isVariable(clause.source, frame) else { return }
    for case .local(let id) in clause.pattern.declarations.map(\.storage) {
      frame.immutableNames[id.index] = nil
    }
  }

  /// A body's value as nodes; a number becomes a tensor.
  private func laneResult(_ value: Value, at span: SourceSpan) throws -> Value {
    switch value {
    case .float, .size, .int: return try scalar(value, .f32, at: span)
    case .node(let node): return node.isNumber ? try scalar(value, .f32, at: span) : value
    case .tensor: return .node(try node(value, nil, at: span))
    case .list(let parts): return .list(try parts.map { try laneResult($0, at: span) })
    case .tuple(let parts): return .tuple(try parts.map { try laneResult($0, at: span) })
    default: return try mapLent(value) { .node(try self.node($0, nil, at: span)) }
    }
  }

  /// A source as a value with an axis of elements: a range becomes the numbers in it.
  private func allElements(of source: Value, _ graph: GraphContext, at span: SourceSpan) throws
    -> Value
  {
    switch source {
    case .stack(let stack): return stack.element
    case .range(let lower, let upper):
      let count = graph.builder.facts.normalised(upper - lower)
      let steps = try graph.emit(Iota(dim: count), at: span)
      if lower == 0 { return .node(GraphNode(steps)) }
      let start = graph.builder.filled(size: lower, NodeType(.i32, [count]))
      let numbers = try graph.elementwise(.add, [steps, start], at: span)
      return .node(GraphNode(graph.builder.assume(numbers, NodeType(.i32, [count], bound: upper))))
    default: return source
    }
  }

  /// Refuses to store in state that all lanes of a map share.
  func expectOwnState(_ cell: Cell, at span: SourceSpan) throws {
    guard maps.contains(where: { $0.shares(cell, graph) }) else { return }
    throw Diagnostic.stateOutsideMap(at: span)
  }
}

extension Value {
  /// Whether it is a tensor, or a stack of tensors, of the graph that is being built.
  var isInGraph: Bool {
    if case .node = self { return true }
    guard case .stack = self else { return false }
    var isInGraph = false
    forEachNode { _ in isInGraph = true }
    return isInGraph
  }

  /// The value with other nodes in place of its own.
  fileprivate func replacingNodes(_ nodes: [ValueID: ValueID]) -> Value {
    switch self {
    case .node(let node): .node(GraphNode(nodes[node.id] ?? node.id, isNumber: node.isNumber))
    default: mapParts { $0.replacingNodes(nodes) }
    }
  }

  /// A value whose tensors have a leading axis of elements, as what that many values are in one.
  func inStacks(of count: Dim) -> Value {
    switch self {
    case .model, .structure, .gradient, .stack: .stack(StackValue(count: count, element: self))
    case .list(let parts): .list(parts.map { $0.inStacks(of: count) })
    case .tuple(let parts): .tuple(parts.map { $0.inStacks(of: count) })
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .node,
      .absent, .cell, .function, .host:
      self
    }
  }

  /// The value as that of a single element, where it is a stack or a tuple of such.
  var elementOfStack: Value {
    switch self {
    case .stack(let stack): stack.element
    case .tuple(let parts): .tuple(parts.map(\.elementOfStack))
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .list, .range, .tensor,
      .node, .model, .structure, .gradient, .absent, .cell, .function, .host:
      self
    }
  }
}
