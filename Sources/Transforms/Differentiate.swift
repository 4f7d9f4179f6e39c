import MartletGraph
import MartletOperations
import MartletSource

/// Adds the gradients of a scalar by some values to a graph under construction, in reverse mode.
///
/// Only nodes from `firstNode` on that lie between a target and the loss get an adjoint. Adjoints
/// are nodes like all others: differentiating what was computed with a gradient needs nothing new.
///
///     let loss = builder.elementwise(.multiply, [x, x])
///     let gradient = try differentiate(builder, value: loss, withRespectTo: [x])[0]  // 2x
///
/// - Parameters:
///   - builder: Where the nodes are, and where the adjoints go.
///   - loss: What is differentiated; a tensor of any sizes if there is a seed, which fits it.
///   - targets: What it is differentiated by.
///   - firstNode: The index of the first node that may depend on a target.
///   - seed: The gradient for the loss; ones if it is not given.
/// - Returns: For each target a value of its type; zeros if nothing leads from it to the loss.
public func differentiate(
  _ builder: GraphBuilder, value loss: ValueID, withRespectTo targets: [ValueID],
  from firstNode: Int = 0, seed: ValueID? = nil
) throws(DerivativeFault) -> [ValueID] {
  let seed = GradientSeed(loss, seed ?? builder.filled(1, builder.type(of: loss)))
  let gradients = try gradients(builder, of: [seed], withRespectTo: targets, from: firstNode)
  return zip(targets, gradients).map { target, gradient in
    gradient ?? builder.filled(0, builder.type(of: target))
  }
}

/// Adds the gradients by some values, given those by others; `nil` is zero.
///
/// - Parameters:
///   - builder: Where the nodes are, and where the adjoints go.
///   - seeds: What is differentiated, with the gradients for it.
///   - targets: What it is differentiated by.
///   - firstNode: The index of the first node that may depend on a target.
public func gradients(
  _ builder: GraphBuilder, of seeds: [GradientSeed], withRespectTo targets: [ValueID],
  from firstNode: Int = 0
) throws(DerivativeFault) -> [ValueID?] {
  let range = firstNode..<builder.nodeCount
  let dependents = dependents(of: targets, in: builder, range)
  var gradients: [ValueID: ValueID] = [:]
  for seed in seeds where dependents.contains(seed.value) {
    gradients[seed.value] =
      gradients[seed.value].map { builder.elementwise(.add, [$0, seed.gradient]) }
      ?? seed.gradient
  }
  guard !gradients.isEmpty else { return targets.map { _ in nil } }
  for index in range.reversed() {
    try builder.at(builder.nodes[index].span) { () throws(DerivativeFault) in
      try addAdjoint(ofNodeAt: index, to: &gradients, dependents, builder)
    }
  }
  return targets.map { gradients[$0] }
}

/// The values that change smoothly with a target, which are among them.
private func dependents(of targets: [ValueID], in builder: GraphBuilder, _ range: Range<Int>)
  -> Set<ValueID>
{
  var dependents = Set(targets)
  for node in builder.nodes[range] where node.inputs.contains(where: dependents.contains) {
    if case .zero = derivative(of: node) { continue }
    for result in node.results where builder.type(of: result).element.isFloating {
      dependents.insert(result)
    }
  }
  return dependents
}

/// Adds the gradients for the inputs of a node to those that are known.
private func addAdjoint(
  ofNodeAt index: Int, to gradients: inout [ValueID: ValueID], _ dependents: Set<ValueID>,
  _ builder: GraphBuilder
) throws(DerivativeFault) {
  let node = builder.nodes[index]
  let upstream = node.results.map { gradients[$0] }
  let wanted = node.inputs.map(dependents.contains)
  guard upstream.contains(where: { $0 != nil }), wanted.contains(true) else { return }
  let context = DerivativeContext(
    builder: builder, inputs: node.inputs, results: node.results, gradients: upstream,
    wanted: wanted, nodeIndex: index)
  let downstream: [ValueID?]
  switch derivative(of: node) {
  case .zero: return
  case .none(let reason):
    throw DerivativeFault(operation: node.operation.name, reason: reason, span: node.span)
  case .rule(let rule, _): downstream = rule(context)
  case .regions(let rule): downstream = try rule(context, regionDerivatives)
  }
  for (index, input) in node.inputs.enumerated() where wanted[index] {
    guard let gradient = downstream[index] else { continue }
    gradients[input] =
      gradients[input].map { builder.elementwise(.add, [$0, gradient]) } ?? gradient
  }
}

/// How regions are differentiated: as the graphs around them.
private let regionDerivatives = RegionDerivatives(
  dependents: { builder, targets in
    dependents(of: targets, in: builder, 0..<builder.nodeCount)
  },
  gradients: { (builder, seeds, targets) throws(DerivativeFault) in
    try gradients(builder, of: seeds, withRespectTo: targets)
  })

/// What is known of the derivative of a node's operation.
private func derivative(of node: Node) -> Derivative {
  guard let primitive = node.operation as? any Primitive else {
    preconditionFailure("every operation of a graph is a primitive: \(node.operation.name)")
  }
  return primitive.derivative
}
