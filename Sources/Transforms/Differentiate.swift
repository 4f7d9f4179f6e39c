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
  var pass = ReversePass(builder, dependents: dependents(of: targets, in: builder, range))
  for seed in seeds { pass.add(seed.gradient, for: seed.value) }
  guard !pass.gradients.isEmpty else { return targets.map { _ in nil } }
  try pass.run(over: range)
  return targets.map { pass.gradients[$0] }
}

/// The values that change smoothly with a target, which are among them.
private func dependents(of targets: [ValueID], in builder: GraphBuilder, _ range: Range<Int>)
  -> Set<ValueID>
{
  var dependents = Set(targets)
  dependents.addResults(of: builder.nodes[range], in: builder)
  return dependents
}

extension Set<ValueID> {
  /// Adds the results of nodes that change smoothly with a value of the set.
  fileprivate mutating func addResults(of nodes: ArraySlice<Node>, in builder: GraphBuilder) {
    for node in nodes where node.inputs.contains(where: contains) {
      if case .zero = derivative(of: node) { continue }
      for result in node.results where builder.type(of: result).element.isFloating {
        insert(result)
      }
    }
  }
}

/// A walk from values back to what they depend on, which adds the gradients on the way.
struct ReversePass {
  /// Where the nodes are, and where the adjoints go.
  let builder: GraphBuilder
  /// The values that change smoothly with a target.
  var dependents: Set<ValueID>
  /// The gradients found so far.
  var gradients: [ValueID: ValueID] = [:]
  /// The values that were recalled for a recomputation, by what stands for them there: gradients
  /// for both are one sum, in the order that it has without the recomputation.
  var recalled: [ValueID: ValueID] = [:]

  /// A walk that has not begun.
  init(_ builder: GraphBuilder, dependents: Set<ValueID>) {
    self.builder = builder
    self.dependents = dependents
  }

  /// Adds a part of the gradient for a value, if that leads to a target.
  mutating func add(_ gradient: ValueID, for value: ValueID) {
    let value = recalled[value] ?? value
    guard dependents.contains(value) else { return }
    gradients[value] = gradients[value].map { builder.sum($0, gradient) } ?? gradient
  }

  /// Finds which results of nodes that were added change smoothly with a target.
  mutating func addDependents(ofNodesFrom first: Int) {
    dependents.addResults(of: builder.nodes[first...], in: builder)
  }

  /// Adds the adjoints of the nodes of a range, from the last to the first.
  ///
  /// Nodes of a block of recomputation that is not around the builder are computed again first.
  mutating func run(over range: Range<Int>) throws(DerivativeFault) {
    var end = range.upperBound
    while end > range.lowerBound {
      guard builder.nodes[end - 1].recomputation.count > builder.recomputation.count else {
        end -= 1
        try addAdjoint(ofNodeAt: end)
        continue
      }
      let start = startOfBlock(endingAt: end, in: range)
      if let copies = recompute(start..<end) { try run(over: copies) }
      end = start
    }
  }

  /// Adds the gradients for the inputs of a node to those that are known.
  private mutating func addAdjoint(ofNodeAt index: Int) throws(DerivativeFault) {
    let node = builder.nodes[index]
    let upstream = node.results.map { gradients[$0] }
    let wanted = node.inputs.map(dependents.contains)
    guard upstream.contains(where: { $0 != nil }), wanted.contains(true) else { return }
    let context = DerivativeContext(
      builder: builder, inputs: node.inputs, results: node.results, gradients: upstream,
      wanted: wanted, nodeIndex: index)
    try builder.at(node.span) { () throws(DerivativeFault) in
      for (input, gradient) in zip(node.inputs, try pulledBack(context)) {
        if let gradient { add(gradient, for: input) }
      }
    }
  }
}

/// The gradients for the inputs of a node, by its operation's reverse rule.
func pulledBack(_ context: DerivativeContext) throws(DerivativeFault) -> [ValueID?] {
  let node = context.builder.nodes[context.nodeIndex]
  switch derivative(of: node) {
  case .zero: return node.inputs.map { _ in nil }
  case .none(let reason):
    throw DerivativeFault(operation: node.operation.name, reason: reason, span: node.span)
  case .rule(let rule, forward: _): return rule(context)
  case .regions(let rule, forward: _): return try rule(context, regionDerivatives)
  }
}

/// How regions are differentiated: as the graphs around them.
let regionDerivatives = RegionDerivatives(
  dependents: { builder, targets in
    dependents(of: targets, in: builder, 0..<builder.nodeCount)
  },
  gradients: { (builder, seeds, targets) throws(DerivativeFault) in
    try gradients(builder, of: seeds, withRespectTo: targets)
  },
  tangents: { (builder, directions, values) throws(DerivativeFault) in
    try tangents(builder, of: values, along: directions)
  })

/// What is known of the derivative of a node's operation.
func derivative(of node: Node) -> Derivative {
  guard let primitive = node.operation as? any Primitive else {
    preconditionFailure("every operation of a graph is a primitive: \(node.operation.name)")
  }
  return primitive.derivative
}
