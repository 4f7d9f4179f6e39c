import MartletGraph
import MartletOperations
import MartletShapes

/// Adds what a graph computes for all lanes of a `map` at once to a graph under construction.
///
/// The lanes are a new first axis of every value that differs between them; what does not depend on
/// the lane is computed once. The nodes are like all others: they can be differentiated, and lie in
/// the body of another map.
///
///     // y = w · x for one x becomes a product for all of them
///     let ys = try batch(product, into: builder, inputs: [w, xs], count: n)
///
/// - Parameters:
///   - region: What one lane computes; its sizes are the builder's.
///   - builder: Where the nodes go.
///   - inputs: The values of the region's parameters.
///   - count: How many lanes there are.
/// - Returns: The values of the region's outputs.
public func batch(
  _ region: Graph, into builder: GraphBuilder, inputs: [LaneValue], count: Dim
) throws(BatchingFault) -> [LaneValue] {
  precondition(inputs.count == region.parameters.count, "a map has a value for each parameter")
  builder.adoptSizes(of: region)
  var values = [LaneValue?](repeating: nil, count: region.types.count)
  for (parameter, input) in zip(region.parameters, inputs) {
    values[parameter.value.index] = input
  }
  for node in region.nodes {
    let inputs = node.inputs.map { values[$0.index]! }
    let types = node.results.map(region.type(of:))
    let results = try builder.at(node.span) { () throws(BatchingFault) in
      try builder.recomputing(at: node.recomputation) { () throws(BatchingFault) in
        try batch(node, into: builder, inputs, types, count)
      }
    }
    for (result, value) in zip(node.results, results) { values[result.index] = value }
  }
  return region.outputs.map { values[$0.index]! }
}

/// Adds for all lanes of a `map` at once what the nodes from `firstNode` on compute for one lane.
///
/// It is the same for a part of the graph under construction: the body of a map is built once, on
/// stand-ins for the values of a lane, and then carried out on all lanes. The nodes of one lane are
/// used no more.
///
/// - Parameters:
///   - builder: Where the nodes are, and where those for all lanes go.
///   - outputs: What is wanted of the lanes.
///   - lanes: For each stand-in the values of all lanes.
///   - firstNode: The index of the first node that may depend on a stand-in.
///   - count: How many lanes there are.
/// - Returns: The values of the outputs.
public func batch(
  _ builder: GraphBuilder, outputs: [ValueID], lanes: [ValueID: ValueID], from firstNode: Int,
  count: Dim
) throws(BatchingFault) -> [LaneValue] {
  var values = lanes.mapValues { LaneValue($0, isMapped: true) }
  let nodes = Array(builder.nodes[firstNode...])
  let isNeeded = needed(nodes, for: outputs)
  for (node, isNeeded) in zip(nodes, isNeeded) {
    guard isNeeded, node.inputs.contains(where: { values[$0] != nil }) else { continue }
    let inputs = node.inputs.map { values[$0] ?? LaneValue($0, isMapped: false) }
    let types = node.results.map(builder.type(of:))
    let results = try builder.at(node.span) { () throws(BatchingFault) in
      try batch(node, into: builder, inputs, types, count)
    }
    for (result, value) in zip(node.results, results) { values[result] = value }
  }
  return outputs.map { values[$0] ?? LaneValue($0, isMapped: false) }
}

/// For each node whether an output depends on it.
private func needed(_ nodes: [Node], for outputs: [ValueID]) -> [Bool] {
  var used = Set(outputs)
  var isNeeded = [Bool](repeating: false, count: nodes.count)
  for (index, node) in nodes.enumerated().reversed()
  where node.results.contains(where: used.contains) {
    isNeeded[index] = true
    used.formUnion(node.inputs)
  }
  return isNeeded
}

/// The results of a node for all lanes.
private func batch(
  _ node: Node, into builder: GraphBuilder, _ inputs: [LaneValue], _ types: [TensorType],
  _ count: Dim
) throws(BatchingFault) -> [LaneValue] {
  guard inputs.contains(where: \.isMapped) else {
    return builder.addCopy(
      of: node, inputs.map(\.value), types: types, recomputation: builder.recomputation
    ).map { LaneValue($0, isMapped: false) }
  }
  guard let primitive = node.operation as? any Primitive else {
    preconditionFailure("every operation of a graph is a primitive: \(node.operation.name)")
  }
  switch primitive.batching {
  case .none(let reason):
    throw BatchingFault(operation: primitive.name, reason: reason, span: node.span)
  case .rule(let rule):
    let context = BatchingContext(
      builder: builder, inputs: inputs, count: count, regions: node.regions
    ) { (region, builder, inputs) throws(BatchingFault) in
      try batch(region, into: builder, inputs: inputs, count: count)
    }
    return try rule(context)
  }
}
