import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTransforms

extension Evaluator {
  /// Builds a scalar for one element of its arguments, and carries it out on all elements at once.
  ///
  /// Arguments that are over indices all have the same sizes; the others are shared. A choice by
  /// data becomes a selection, and a tensor that the body makes of an element stays apart.
  func forAllElements(
    of arguments: [Value?], _ frame: Frame, at span: SourceSpan, _ body: ([Value?]) throws -> Value
  ) throws -> Value {
    let graph = try currentGraph(at: span)
    let dims = arguments.lazy.map { self.elementDims($0, graph) }.first { !$0.isEmpty } ?? []
    guard !dims.isEmpty else { return try body(arguments) }
    let count = graph.builder.facts.normalised(dims.reduce(Dim(1)) { $0 * $1 })
    let lists = try arguments.map { argument in
      try argument.map { try list(of: $0, count, graph, at: span) }
    }
    let lanes = MapLanes(count: count, in: frame, graph)
    let firstNode = graph.builder.nodeCount
    let elements = lists.map { $0.map { element(of: $0, lanes, graph) } }
    maps.append(lanes)
    defer { maps.removeLast() }
    let value = try body(elements)
    guard case .node(let result) = value else { return value }
    let all = try carriedOut(result.id, lanes, from: firstNode, graph, at: span)
    let spread = try graph.emit(Reshape(dims: dims), [all], at: span)
    return .node(GraphNode(spread, isNumber: result.isNumber))
  }

  /// The sizes of the indices that an argument is over.
  private func elementDims(_ argument: Value?, _ graph: GraphContext) -> [Dim] {
    guard case .node(let node) = argument else { return [] }
    return graph.type(of: node).dims
  }

  /// An argument with one axis for all indices that it is over.
  private func list(of argument: Value, _ count: Dim, _ graph: GraphContext, at span: SourceSpan)
    throws -> Value
  {
    guard case .node(let node) = argument, graph.type(of: node).dims.count > 1 else {
      return argument
    }
    let list = try graph.emit(Reshape(dims: [count]), [node.id], at: span)
    return .node(GraphNode(list, isNumber: node.isNumber))
  }

  /// What stands in for an element of an argument that is over indices.
  private func element(of list: Value, _ lanes: MapLanes, _ graph: GraphContext) -> Value {
    guard case .node(let node) = list, !graph.type(of: node).dims.isEmpty else { return list }
    let type = graph.type(of: node)
    let lane = NodeType(type.element, [], bound: type.bound)
    return .node(
      GraphNode(lanes.standIn(for: node.id, lane, graph.builder), isNumber: node.isNumber))
  }

  /// The values of all lanes of a scalar.
  private func carriedOut(
    _ result: ValueID, _ lanes: MapLanes, from firstNode: Int, _ graph: GraphContext,
    at span: SourceSpan
  ) throws -> ValueID {
    do {
      let batched = try batch(
        graph.builder, outputs: [result], lanes: lanes.values, from: firstNode, count: lanes.count)
      return batched[0].spread(over: lanes.count, graph.builder)
    } catch {
      throw Diagnostic.unexpectedValue(
        "\(error.operation), which cannot be: \(error.reason)",
        "an operation that is carried out on all elements at once", at: error.span ?? span)
    }
  }
}
