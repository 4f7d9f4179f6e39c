import MartletGraph

extension Graph {
  /// The graph with equal operations on equal inputs carried out once.
  public func sharingEqualNodes() -> Graph {
    var known: [NodeIdentity: [ValueID]] = [:]
    return rewritten { node, inputs, builder in
      let node = node.sharingInRegions()
      let identity = NodeIdentity(node, inputs)
      if let values = known[identity] { return .values(values) }
      let values = builder.addCopy(of: node, inputs, types: node.results.map(type(of:)))
      known[identity] = values
      return .values(values)
    }
  }
}

/// What two nodes have in common that yield the same.
struct NodeIdentity: Hashable {
  /// The name of the operation.
  let name: String
  /// Its static arguments.
  let attributes: [Attribute]
  /// What it is applied to.
  let inputs: [ValueID]

  /// The regions.
  let regions: [RegionIdentity]

  /// The identity of a node on inputs.
  init(_ node: Node, _ inputs: [ValueID]) {
    name = node.operation.name
    attributes = node.operation.attributes.map(\.value)
    self.inputs = inputs
    regions = node.regions.map { RegionIdentity($0) }
  }
}

/// What two regions have in common that were built in the same way.
struct RegionIdentity: Hashable {
  /// The parameters.
  let parameters: [ValueID]
  /// The nodes, with their own inputs and results.
  let nodes: [NodeIdentity]
  /// The types of all values.
  let types: [TensorType]
  /// The outputs.
  let outputs: [ValueID]

  /// The identity of a region.
  init(_ region: Graph) {
    parameters = region.parameters.map(\.value)
    nodes = region.nodes.map { NodeIdentity($0, $0.inputs + $0.results) }
    types = region.types
    outputs = region.outputs
  }
}

extension Node {
  /// The node with equal operations of its regions carried out once.
  fileprivate func sharingInRegions() -> Node {
    if regions.isEmpty { return self }
    return Node(
      operation, inputs, results: results, regions: regions.map { $0.sharingEqualNodes() },
      span: span)
  }
}
