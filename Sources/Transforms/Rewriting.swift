import MartletGraph

extension Graph {
  /// The graph with some nodes replaced, or left out.
  ///
  /// A body is given each node with its new inputs and returns what to use instead of its results:
  /// values that it added or found, `node` copied by `nil`, or nothing to leave it out.
  func rewritten(
    _ replacement: (_ node: Node, _ inputs: [ValueID], _ builder: GraphBuilder) -> Replacement
  ) -> Graph {
    let builder = GraphBuilder(sizesOf: self)
    var values = [ValueID?](repeating: nil, count: types.count)
    for parameter in parameters {
      values[parameter.value.index] = builder.parameter(
        parameter.name, type(of: parameter.value))
    }
    for node in nodes {
      guard let results = results(of: node, values, builder, replacement) else { continue }
      for (old, new) in zip(node.results, results) { values[old.index] = new }
    }
    return builder.finish(outputs: outputs.map { values[$0.index]! })
  }

  /// What the results of a node become; `nil` if it is left out.
  private func results(
    of node: Node, _ values: [ValueID?], _ builder: GraphBuilder,
    _ replacement: (_ node: Node, _ inputs: [ValueID], _ builder: GraphBuilder) -> Replacement
  ) -> [ValueID]? {
    let inputs = node.inputs.compactMap { values[$0.index] }
    // An input that was left out is one that only nodes have that are left out themselves.
    guard inputs.count == node.inputs.count else { return nil }
    let types = node.results.map(type(of:))
    switch builder.at(node.span, { replacement(node, inputs, builder) }) {
    case .omitted: return nil
    case .values(let found) where zip(found, types).allSatisfy { fits($0, $1, builder) }:
      return found
    case .values, .same: return builder.addCopy(of: node, inputs, types: types)
    }
  }

  /// Whether a value can stand where one of the given type is used.
  private func fits(_ value: ValueID, _ type: TensorType, _ builder: GraphBuilder) -> Bool {
    let found = builder.type(of: value)
    return found.element == type.element && facts.equal(found.dims, type.dims)
      && facts.equal(found.bound, type.bound)
  }
}

/// What a rewrite does with a node.
enum Replacement {
  /// It stays.
  case same
  /// Its results are these values, unless their types do not fit.
  case values([ValueID])
  /// It is not used and goes.
  case omitted
}
