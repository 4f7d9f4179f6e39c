import MartletGraph
import MartletOperations
import MartletTensors

extension Graph {
  /// The graph with every operation replaced by something simpler that yields the same.
  ///
  /// Operations of small constants are computed; all else is what the operations say of themselves.
  /// What is replaced may stay as a dead node; see `droppingDeadNodes`.
  public func folded() -> Graph {
    rewritten { node, inputs, builder in
      guard let primitive = node.operation as? any Primitive else { return .same }
      if let values = primitive.passedOn(inputs) { return .values(values) }
      if !node.regions.isEmpty {
        let folded = Node(
          node.operation, node.inputs, results: node.results,
          regions: node.foldedRegions(inputs, builder), span: node.span)
        return .values(builder.addCopy(of: folded, inputs, types: node.results.map(type(of:))))
      }
      guard node.results.count == 1 else { return .same }
      if let tensor = constant(primitive, inputs, builder) {
        return .values([builder.add(Constant(tensor))])
      }
      let context = SimplificationContext(builder: builder, inputs: inputs)
      guard let value = primitive.simplified(context) else { return .same }
      return .values([settled(value, builder)])
    }
  }
}

/// The largest number of elements that a constant made by folding has.
private let largestConstant = 64

/// The result of an operation, if its inputs are small constants.
private func constant(
  _ primitive: any Primitive, _ inputs: [ValueID], _ builder: GraphBuilder
) -> Tensor? {
  guard !inputs.isEmpty else { return nil }
  var tensors: [Tensor] = []
  for input in inputs {
    guard let constant = builder.node(producing: input)?.operation as? Constant,
      constant.tensor.count <= largestConstant
    else { return nil }
    tensors.append(constant.tensor)
  }
  // A loop that yields one value may be what is left of a sum with zeros: it needs its regions.
  if primitive is any ControlPrimitive { return nil }
  // A broadcast scalar is recognised as such, and cheaper than the tensor.
  if primitive is Broadcast { return nil }
  // Draws of one key are the same bits wherever they stand, so one kernel makes all of them.
  if primitive is any RandomDraw { return nil }
  // Sizes may be unknown, and positions out of range: that is for the run to say.
  guard let result = try? primitive.evaluate(tensors, sizes: Sizes()).first else { return nil }
  return result.count <= largestConstant ? result : nil
}

/// A value that was added by a simplification, itself simplified.
private func settled(_ value: ValueID, _ builder: GraphBuilder) -> ValueID {
  var value = value
  // Each simplification is smaller than what it replaces; the bound is for safety.
  for _ in 0..<8 {
    guard let node = builder.node(producing: value),
      let primitive = node.operation as? any Primitive, node.results.count == 1
    else { return value }
    if let tensor = constant(primitive, node.inputs, builder) {
      return builder.add(Constant(tensor))
    }
    let context = SimplificationContext(builder: builder, inputs: node.inputs)
    guard let next = primitive.simplified(context), next != value else { return value }
    value = next
  }
  return value
}
