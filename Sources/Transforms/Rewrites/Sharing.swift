import MartletGraph

extension Graph {
  /// The graph with equal operations on equal inputs carried out once.
  public func sharingEqualNodes() -> Graph {
    var known: [NodeIdentity: [ValueID]] = [:]
    return rewritten { node, inputs, builder in
      guard node.regions.isEmpty else { return .same }
      let identity = NodeIdentity(node.operation, inputs)
      if let values = known[identity] { return .values(values) }
      let values = builder.addCopy(of: node, inputs, types: node.results.map(type(of:)))
      known[identity] = values
      return .values(values)
    }
  }
}

/// What two nodes have in common that yield the same.
private struct NodeIdentity: Hashable {
  /// The name of the operation.
  let name: String
  /// Its static arguments.
  let attributes: [Attribute]
  /// What it is applied to.
  let inputs: [ValueID]

  /// The identity of an operation on inputs.
  init(_ operation: any Operation, _ inputs: [ValueID]) {
    name = operation.name
    attributes = operation.attributes.map(\.value)
    self.inputs = inputs
  }
}
