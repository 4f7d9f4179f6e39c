import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

extension Builtins {
  /// Functions that put elements in order.
  static var orderings: [Builtin] {
    [
      Builtin(
        "argsort",
        """
        ## The positions along an axis in the order of their elements, the smallest first, or the greatest
        ## with `descending`. Equal elements stay in their order; NaN comes last.
        fn argsort[T: Numeric, ...S](x: T[...S], axis: Int = -1, descending: Bool = false) -> i32[...S]
        """
      ) { evaluator, call in .node(GraphNode(try evaluator.ordered(call).order)) },
      Builtin(
        "sort",
        """
        ## The elements along an axis in their order, the smallest first, or the greatest with
        ## `descending`. NaN comes last.
        fn sort[T: Numeric, ...S](x: T[...S], axis: Int = -1, descending: Bool = false) -> T[...S]
        """
      ) { try $0.sorted($1) },
    ]
  }
}

extension Evaluator {
  /// The argument, its axis and the order of its elements.
  fileprivate func ordered(_ call: Invocation) throws -> (x: ValueID, axis: Int, order: ValueID) {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let rank = graph.type(of: x).dims.count
    let written = try call.argument(1).map { try integer($0, at: call.span) } ?? -1
    let axis = written < 0 ? written + rank : written
    guard (0..<rank).contains(axis) else {
      throw Diagnostic.indexOutOfRange(written, count: rank, of: "the axes", at: call.span)
    }
    let sort = Argsort(axis: axis, isDescending: call.flag(2, default: false))
    return (x.id, axis, try graph.emit(sort, [x.id], at: call.span))
  }

  /// `sort(x, axis, descending)`.
  fileprivate func sorted(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let (x, axis, order) = try ordered(call)
    return .node(
      GraphNode(try graph.gather(x, along: axis, at: order, span: call.span)))
  }
}

extension GraphContext {
  /// The elements at the given positions along an axis; all other axes stay in step.
  func gather(_ value: ValueID, along axis: Int, at positions: ValueID, span: SourceSpan) throws
    -> ValueID
  {
    let dims = builder.type(of: positions).dims
    let indices = try dims.indices.map { other in
      if other == axis { return positions }
      let numbers = try emit(Iota(dim: dims[other]), at: span)
      return try spread(numbers, to: dims, axes: [other], at: span)
    }
    return try emit(Gather(axes: Array(dims.indices)), [value] + indices, at: span)
  }
}
