import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// What combines or rescales values over an index.
extension EquationLowering {
  /// `sum[i](…)` and its like.
  func reducer(
    _ kind: ReducerKind, _ indices: [TypedEquationIndex], _ body: TypedExpression,
    at span: SourceSpan
  ) throws -> Named {
    let axes = indices.map { AxisName.index($0.id) }
    switch kind {
    case .sum: return try sum(over: axes, body, at: span)
    case .mean:
      let total = try sum(over: axes, body, at: span)
      let count = try axes.reduce(Dim(1)) { try $0 * extent(of: $1, at: span) }
      return try combined([total], at: span) {
        try self.evaluator.binary(.divide, $0[0], Value(size: count), at: span)
      }
    case .prod: return try reduced(.product, over: axes, part(body), at: span)
    case .max: return try reduced(.maximum, over: axes, part(body), at: span)
    case .min: return try reduced(.minimum, over: axes, part(body), at: span)
    case .any: return try reduced(.any, over: axes, part(body), at: span)
    case .all: return try reduced(.all, over: axes, part(body), at: span)
    case .argmax: return try extreme(.maximum, over: axes, part(body), at: span)
    case .argmin: return try extreme(.minimum, over: axes, part(body), at: span)
    case .logsumexp:
      var result = try full(part(body), over: axes, at: span)
      for axis in axes {
        result = try along(axis, result, at: span, isKept: false) {
          self.graph.builder.logSumExp($0, axis: $1)
        }
      }
      return result
    }
  }

  /// A part as a node that has the given axes.
  func full(_ part: Named, over axes: [AxisName], at span: SourceSpan) throws -> Named {
    let all = union([part.axes, axes])
    let dims = try all.map { try extent(of: $0, at: span) }
    let node = try evaluator.node(
      part.value, part.axes.isEmpty ? staticElement(part.value) : nil, at: span)
    let aligned = try align(node.id, part.axes, to: all, dims, at: span)
    return Named(value: .node(GraphNode(aligned, isNumber: node.isNumber)), axes: all)
  }

  /// The dtype that a static part takes when it must become a tensor.
  func staticElement(_ value: Value) -> MartletShapes.ElementType? {
    switch value {
    case .bool: .bool
    case .node(let node) where !node.isNumber: nil
    default: .f32
    }
  }

  /// A reduction that is no sum.
  func reduced(
    _ kind: Reduce.Kind, over axes: [AxisName], _ part: Named, at span: SourceSpan
  ) throws -> Named {
    let whole = try full(part, over: axes, at: span)
    let node = try evaluator.node(whole.value, nil, at: span)
    let positions = axes.compactMap { whole.axes.firstIndex(of: $0) }.sorted()
    let result = try graph.emit(Reduce(kind: kind, axes: positions), [node.id], at: span)
    return Named(
      value: .node(GraphNode(result, isNumber: node.isNumber)),
      axes: whole.axes.filter { !axes.contains($0) })
  }

  /// The position of an extreme along one index.
  func extreme(
    _ kind: ArgExtreme.Kind, over axes: [AxisName], _ part: Named, at span: SourceSpan
  ) throws -> Named {
    guard axes.count == 1 else {
      throw Diagnostic.notScalarInEquation("a position along several indices", at: span)
    }
    return try along(axes[0], full(part, over: axes, at: span), at: span, isKept: false) {
      self.graph.builder.add(ArgExtreme(kind: kind, axis: $1), [$0], at: span)
    }
  }

  /// A composite along one axis.
  func along(
    _ axis: AxisName, _ part: Named, at span: SourceSpan, isKept: Bool,
    _ build: (ValueID, Int) -> ValueID
  ) throws -> Named {
    let node = try evaluator.node(part.value, nil, at: span)
    guard let position = part.axes.firstIndex(of: axis) else { return part }
    let result = graph.builder.at(span) { build(node.id, position) }
    let isNumber =
      node.isNumber && graph.builder.type(of: result).element == graph.type(of: node).element
    return Named(
      value: .node(GraphNode(result, isNumber: isNumber)),
      axes: isKept ? part.axes : part.axes.filter { $0 != axis })
  }

  /// `softmax[j](…)` and its like.
  func normaliser(
    _ kind: NormaliserKind, _ id: IndexID, _ body: TypedExpression, at span: SourceSpan
  ) throws -> Named {
    let axis = AxisName.index(id)
    let whole = try full(part(body), over: [axis], at: span)
    return try along(axis, whole, at: span, isKept: true) { value, position in
      switch kind {
      case .softmax: self.graph.builder.softmax(value, axis: position)
      case .logSoftmax: self.graph.builder.logSoftmax(value, axis: position)
      case .cumulativeSum: self.graph.builder.add(CumulativeSum(axis: position), [value], at: span)
      }
    }
  }
}
