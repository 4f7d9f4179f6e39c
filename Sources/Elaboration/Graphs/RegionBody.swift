import MartletGraph
import MartletShapes

/// Nodes that were built in a graph and taken out of it again, to become a region of a node.
struct RegionBody {
  /// The nodes, in order.
  let nodes: [Node]
  /// The values that they yield.
  let outputs: [ValueID]
  /// What was known of the sizes inside.
  let facts: DimFacts

  /// The values from outside that the nodes use, in the order of their use.
  func captures(without own: [ValueID]) -> [ValueID] {
    var known = Set(own)
    var captures: [ValueID] = []
    for node in nodes {
      for input in node.inputs where known.insert(input).inserted { captures.append(input) }
      known.formUnion(node.results)
    }
    for output in outputs where known.insert(output).inserted { captures.append(output) }
    return captures
  }
}

extension GraphContext {
  /// What `body` builds, taken out of the graph: the nodes, and the values that it yields.
  ///
  /// What the body reads from the script for the first time stays: parameters are no nodes.
  func recording(_ body: () throws -> [ValueID]) rethrows -> RegionBody {
    let first = builder.nodeCount
    let outputs = try body()
    return RegionBody(
      nodes: builder.removeNodes(from: first), outputs: outputs, facts: builder.facts)
  }

  /// The region of a recorded body.
  func region(_ body: RegionBody, parameters: [ValueID]) -> Graph {
    builder.region(
      of: body.nodes, parameters: parameters, outputs: body.outputs, facts: body.facts)
  }
}
