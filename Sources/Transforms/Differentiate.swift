import MartletGraph
import MartletOperations
import MartletSource

/// Why a value cannot be differentiated.
public struct DerivativeFault: Error, Hashable, Sendable {
  /// The operation that has no derivative.
  public let operation: String
  /// Why it has none.
  public let reason: String
  /// Where it stands in the source.
  public let span: SourceSpan?
}

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
  let range = firstNode..<builder.nodeCount
  let dependents = dependents(of: targets, in: builder, range)
  var gradients: [ValueID: ValueID] = [:]
  if dependents.contains(loss) {
    gradients[loss] = seed ?? builder.filled(1, builder.type(of: loss))
    for index in range.reversed() {
      let node = builder.nodes[index]
      try builder.at(node.span) { () throws(DerivativeFault) in
        try addAdjoint(of: node, to: &gradients, dependents, builder)
      }
    }
  }
  return targets.map { gradients[$0] ?? builder.filled(0, builder.type(of: $0)) }
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
  of node: Node, to gradients: inout [ValueID: ValueID], _ dependents: Set<ValueID>,
  _ builder: GraphBuilder
) throws(DerivativeFault) {
  let upstream = node.results.map { gradients[$0] }
  let wanted = node.inputs.map(dependents.contains)
  guard upstream.contains(where: { $0 != nil }), wanted.contains(true) else { return }
  switch derivative(of: node) {
  case .zero: return
  case .none(let reason):
    throw DerivativeFault(operation: node.operation.name, reason: reason, span: node.span)
  case .rule(let rule, forward: _):
    let context = DerivativeContext(
      builder: builder, inputs: node.inputs, results: node.results, gradients: upstream,
      wanted: wanted)
    let downstream = rule(context)
    for (index, input) in node.inputs.enumerated() where wanted[index] {
      guard let gradient = downstream[index] else { continue }
      gradients[input] =
        gradients[input].map { builder.elementwise(.add, [$0, gradient]) } ?? gradient
    }
  }
}

/// What is known of the derivative of a node's operation.
private func derivative(of node: Node) -> Derivative {
  guard let primitive = node.operation as? any Primitive else {
    preconditionFailure("every operation of a graph is a primitive: \(node.operation.name)")
  }
  return primitive.derivative
}
