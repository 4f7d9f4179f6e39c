import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// A position that a script's Int variable gives, as data: `x[k]` in a loop is one graph for all
  /// `k`. Nil where the position belongs to the graph: a literal, a size, or a value of its own.
  func hostPosition(_ expression: TypedExpression, below size: Dim, _ frame: Frame) throws
    -> ValueID?
  {
    guard expression.type == .int, frame === rootFrame, let hostFrame = frame.hostFrame,
      let graph, readsVariable(expression), !readsGraph(expression, frame, graph),
      !holdsTensorWork(expression)
    else { return nil }
    let span = expression.span
    let value =
      try graph.hostValues[span] ?? outsideGraph { try evaluate(expression, hostFrame) }
    guard case .int = value else { return nil }
    graph.hostValues[span] = value
    let position = graph.builder.parameter("position", NodeType(.i32))
    graph.captures.append(
      Capture(root: .computed(expression), working: .node(GraphNode(position)), name: "position"))
    return try counted(position, below: size, graph, at: span)
  }

  /// A position that counts from the end if it is negative, and is checked when the graph runs.
  func counted(
    _ position: ValueID, below size: Dim, _ graph: GraphContext, at span: SourceSpan
  ) throws -> ValueID {
    let isNegative = try graph.elementwise(
      .less, [position, graph.constant(0, .i32, at: span)], at: span)
    let fromEnd = try graph.elementwise(
      .add, [position, sizeNode(size, .i32, at: span)], at: span)
    let offset = try graph.elementwise(.select, [isNegative, fromEnd, position], at: span)
    return try graph.emit(CheckBound(bound: size), [offset], at: span)
  }

  /// Whether an expression reads a variable of the script or proc.
  func readsVariable(_ expression: TypedExpression) -> Bool {
    expression.contains { part in
      switch part.kind {
      case .local, .global: true
      default: false
      }
    }
  }
}
