import MartletGraph
import MartletOperations

/// Adds the tangents of some values to a graph under construction, in forward mode: how they change
/// when others move along directions; `nil` is zero.
///
/// Tangents are nodes like all others, so that either mode can be applied to them again.
///
///     let y = builder.elementwise(.multiply, [x, x])
///     let tangent = try tangents(builder, of: [y], along: [Direction(x, t)])[0]  // 2xt
///
/// - Parameters:
///   - builder: Where the nodes are, and where the tangents go.
///   - values: What changes.
///   - directions: What moves, and how.
///   - firstNode: The index of the first node that may depend on what moves.
public func tangents(
  _ builder: GraphBuilder, of values: [ValueID], along directions: [Direction],
  from firstNode: Int = 0
) throws(DerivativeFault) -> [ValueID?] {
  let range = firstNode..<builder.nodeCount
  let needed = ancestors(of: values, in: builder, range)
  var tangents = Dictionary(directions.map { ($0.value, $0.tangent) }) { first, _ in first }
  for index in range where needed.contains(index) {
    let node = builder.nodes[index]
    let results = try builder.at(node.span) { () throws(DerivativeFault) in
      try tangentsOfResults(ofNodeAt: index, node.inputs.map { tangents[$0] }, builder)
    }
    for (result, tangent) in zip(node.results, results) {
      // What moves keeps its direction, whatever it was computed from.
      if let tangent, tangents[result] == nil { tangents[result] = tangent }
    }
  }
  return values.map { tangents[$0] }
}

/// The nodes of a range that values depend on.
private func ancestors(of values: [ValueID], in builder: GraphBuilder, _ range: Range<Int>)
  -> Set<Int>
{
  var needed = Set(values)
  var nodes: Set<Int> = []
  for index in range.reversed() {
    let node = builder.nodes[index]
    guard node.results.contains(where: needed.contains) else { continue }
    nodes.insert(index)
    needed.formUnion(node.inputs)
  }
  return nodes
}

/// The tangents of a node's results from those of its inputs.
private func tangentsOfResults(
  ofNodeAt index: Int, _ tangents: [ValueID?], _ builder: GraphBuilder
) throws(DerivativeFault) -> [ValueID?] {
  let node = builder.nodes[index]
  let zeros = [ValueID?](repeating: nil, count: node.results.count)
  guard tangents.contains(where: { $0 != nil }) else { return zeros }
  let context = TangentContext(
    builder: builder, inputs: node.inputs, results: node.results, tangents: tangents,
    regions: node.regions)
  switch derivative(of: node) {
  case .zero: return zeros
  case .none(let reason), .rule(_, forward: .none(let reason)):
    throw DerivativeFault(operation: node.operation.name, reason: reason, span: node.span)
  case .rule(_, forward: .itself):
    guard let tangent = tangents[0] else { return zeros }
    return builder.addMultiple(node.operation, [tangent] + node.inputs.dropFirst())
  case .rule(_, forward: .rule(let rule)): return rule(context)
  case .rule(_, forward: .transposed): return try transposed(nodeAt: index, tangents, builder)
  case .regions(_, forward: let rule): return try rule(context, regionDerivatives)
  }
}

/// The tangents of a node's results by its reverse rule alone.
///
/// The rule is linear in the gradients for the results. Its own gradient by these, with the
/// tangents of the inputs as seeds, is what the forward rule would give, whatever they are.
private func transposed(
  nodeAt index: Int, _ tangents: [ValueID?], _ builder: GraphBuilder
) throws(DerivativeFault) -> [ValueID?] {
  let node = builder.nodes[index]
  let firstNode = builder.nodeCount
  let upstream = node.results.map { result -> ValueID? in
    let type = builder.type(of: result)
    guard type.element.isFloating else { return nil }
    return builder.add(Identity(), [builder.filled(0, type)])
  }
  let downstream = try pulledBack(
    DerivativeContext(
      builder: builder, inputs: node.inputs, results: node.results, gradients: upstream,
      wanted: tangents.map { $0 != nil }, nodeIndex: index))
  let seeds = zip(downstream, tangents).compactMap { gradient, tangent in
    gradient.flatMap { gradient in tangent.map { GradientSeed(gradient, $0) } }
  }
  var found = try gradients(
    builder, of: seeds, withRespectTo: upstream.compactMap { $0 }, from: firstNode)[...]
  return upstream.map { $0 == nil ? nil : found.removeFirst() }
}
