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
      try batch(node, into: builder, inputs, types, count)
    }
    for (result, value) in zip(node.results, results) { values[result.index] = value }
  }
  return region.outputs.map { values[$0.index]! }
}

/// The results of a node for all lanes.
private func batch(
  _ node: Node, into builder: GraphBuilder, _ inputs: [LaneValue], _ types: [TensorType],
  _ count: Dim
) throws(BatchingFault) -> [LaneValue] {
  guard inputs.contains(where: \.isMapped) else {
    return builder.addCopy(of: node, inputs.map(\.value), types: types)
      .map { LaneValue($0, isMapped: false) }
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
