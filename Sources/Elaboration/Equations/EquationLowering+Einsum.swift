import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// `einsum("b i d, b j d -> b i j", q, k)`: the equation that the string abbreviates.
  func einsum(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let (inputs, result) = try pattern(call.required(0), as: .products, at: call.span)
    let operands = try call.arguments.dropFirst().map {
      try node($0 ?? .unit, nil, at: call.span)
    }
    let lowering = EquationLowering(self, graph, call.frame)
    return try lowering.einsum(inputs, result, operands, at: call.span)
  }
}

extension EquationLowering {
  /// The product of some tensors, over the axes that a pattern gives each and the result.
  func einsum(
    _ inputs: [AxisPattern.Side], _ result: AxisPattern.Side, _ operands: [GraphNode],
    at span: SourceSpan
  ) throws -> Value {
    var ids: [String: IndexID] = [:]
    for name in inputs.flatMap(\.names) where ids[name] == nil {
      ids[name] = IndexID(index: ids.count)
      names[IndexID(index: ids.count - 1)] = name
    }
    let runs = zip(inputs, operands).map { side, node in
      side.restIndex == nil ? 0 : graph.type(of: node).dims.count - side.entries.count + 1
    }
    runLength = runs.max() ?? 0
    func axes(_ side: AxisPattern.Side, run: Int) -> [AxisName] {
      side.entries.flatMap { entry -> [AxisName] in
        if let name = entry.axes[0].name { return ids[name].map { [.index($0)] } ?? [] }
        let whole = runLength ?? 0
        return run >= 0 ? (whole - run..<whole).map { .run($0) } : []
      }
    }
    let lists = zip(inputs, runs).map { axes($0, run: $1) }
    for (list, node) in zip(lists, operands) { try note(list, node, at: span) }
    let wanted = axes(result, run: runLength ?? 0)
    order = [:]
    for axis in wanted + lists.joined() where order[axis] == nil { order[axis] = order.count }
    let factors = try zip(lists, operands).map { list, node in
      let (squeezed, kept) = try stretching(node, list, at: span)
      return try gathered(squeezed, kept.map { .axis($0) }, at: span)
    }
    let summed = order.keys.filter { !wanted.contains($0) }.sorted { place(of: $0) < place(of: $1) }
    let product = try product(of: factors, over: summed, at: span)
    let dims = try wanted.map { try extent(of: $0, at: span) }
    let node = try evaluator.node(product.value, nil, at: span)
    return .node(GraphNode(try align(node.id, product.axes, to: wanted, dims, at: span)))
  }

  /// Notes the sizes of an operand's axes; an axis of `...` that is 1 stretches to the others.
  private func note(_ axes: [AxisName], _ node: GraphNode, at span: SourceSpan) throws {
    let dims = graph.type(of: node).dims
    guard axes.count == dims.count else {
      throw Diagnostic.rankMismatch(
        "a tensor of this product", found: dims, promise: "of \(axes.count) axes", at: span)
    }
    for (axis, size) in zip(axes, dims) {
      if case .run = axis {
        if size.constant == 1, extents[axis] != nil { continue }
        if extents[axis]?.constant == 1 { extents[axis] = nil }
      }
      try agree(axis, size, at: span)
    }
  }

  /// An operand without the axes of `...` along which it stretches.
  private func stretching(_ node: GraphNode, _ axes: [AxisName], at span: SourceSpan) throws
    -> (GraphNode, [AxisName])
  {
    let dims = graph.type(of: node).dims
    let kept = try axes.indices.filter { index in
      guard case .run = axes[index], dims[index].constant == 1 else { return true }
      return try extent(of: axes[index], at: span).constant == 1
    }
    guard kept.count < axes.count else { return (node, axes) }
    let reshaped = try graph.emit(Reshape(dims: kept.map { dims[$0] }), [node.id], at: span)
    return (GraphNode(reshaped), kept.map { axes[$0] })
  }
}
