import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTransforms
import MartletTyping

extension Evaluator {
  /// `grad a, net.w { … }`, `value_and_grad`, `jvp` and `vjp`.
  func gradient(_ gradient: TypedGradient, _ frame: Frame, at span: SourceSpan) throws -> Value {
    let operand = try gradient.kind.operand.map { try evaluate($0, frame) }
    let block = try derived(gradient, frame, at: span)
    switch gradient.kind {
    case .gradient: return try gradientOfLoss(block, gradient, at: span)
    case .valueAndGradient:
      return .tuple([block.value, try gradientOfLoss(block, gradient, at: span)])
    case .forward(let direction):
      return .tuple([block.value, try tangent(of: block, along: operand!, at: direction.span)])
    case .reverse(let cotangent):
      let seeds = try seeds(of: block, operand!, at: cotangent.span)
      return .tuple([block.value, try gradientTrees(of: block, seeds, gradient, at: span)])
    }
  }

  /// `recompute { … }`: a gradient computes the block's nodes again; cells are written here, once.
  ///
  /// The block is no place of its own, so that it changes no random number.
  func recompute(_ block: TypedBlock, _ frame: Frame, at span: SourceSpan) throws -> Value {
    let place = DrawPath.mixed(draws.hash, UInt64(span.start))
    return try currentGraph(at: span).builder.recomputing(at: [place]) {
      try blockValue(block, frame)
    }
  }

  /// Builds the block of a derivative with fresh values in the places of the targets.
  private func derived(_ gradient: TypedGradient, _ frame: Frame, at span: SourceSpan) throws
    -> DerivedBlock
  {
    let graph = try currentGraph(at: span)
    let originals = try gradient.targets.map { try self.value(of: $0, frame) }
    let firstNode = graph.builder.nodeCount
    var targets: [[ValueID]] = []
    var rebound: [Value] = []
    for original in originals {
      var leaves: [ValueID] = []
      rebound.append(
        try rebinding(original, isTrained: true) { value in
          let target = try graph.emit(Identity(), [self.node(value, nil, at: span).id], at: span)
          leaves.append(target)
          return .node(GraphNode(target))
        })
      targets.append(leaves)
    }
    derivativeDepth += 1
    defer { derivativeDepth -= 1 }
    let value = try withTargets(gradient.targets, bound: rebound, originals, frame) {
      try descending { try blockValue(gradient.body, frame) }
    }
    return DerivedBlock(
      graph: graph, firstNode: firstNode, originals: originals, targets: targets, value: value,
      span: gradient.body.span)
  }

  /// The gradient of a block whose value is a scalar, or a tuple that starts with one.
  private func gradientOfLoss(
    _ block: DerivedBlock, _ gradient: TypedGradient, at span: SourceSpan
  ) throws -> Value {
    let loss = try lossNode(block.value, at: block.span).id
    let builder = block.graph.builder
    let seed = GradientSeed(loss, builder.filled(1, builder.type(of: loss)))
    return try gradientTrees(of: block, [seed], gradient, at: span)
  }

  /// The gradients by the targets, in their shapes: a tuple for several.
  private func gradientTrees(
    of block: DerivedBlock, _ seeds: [GradientSeed], _ gradient: TypedGradient,
    at span: SourceSpan
  ) throws -> Value {
    let builder = block.graph.builder
    let found: [ValueID?]
    do {
      found = try gradients(
        builder, of: seeds, withRespectTo: block.targets.flatMap { $0 }, from: block.firstNode)
    } catch {
      throw Diagnostic.noDerivative(error.operation, error.reason, at: error.span ?? span)
    }
    warnOfZeros(found, block, gradient)
    var rest = zip(block.targets.flatMap { $0 }, found).map { target, gradient in
      gradient ?? builder.filled(0, builder.type(of: target))
    }[...]
    let trees = try block.originals.map { original in
      try gradientTree(of: original) { _, _ in .node(GraphNode(rest.removeFirst())) }
    }
    return trees.count == 1 ? trees[0] : .tuple(trees)
  }

  /// The change of a block's value when the targets move along a direction.
  private func tangent(of block: DerivedBlock, along direction: Value, at span: SourceSpan) throws
    -> Value
  {
    let builder = block.graph.builder
    let targets = block.targets.flatMap { $0 }
    let moves = try leaves(of: direction, fitting: targets, "the direction", at: span)
    let values = try differentiableLeaves(of: block.value, at: block.span)
    var found: ArraySlice<ValueID?>
    do {
      found = try tangents(
        builder, of: values, along: zip(targets, moves).map { Direction($0, $1) },
        from: block.firstNode)[...]
    } catch {
      throw Diagnostic.noForwardDerivative(error.reason, at: error.span ?? span)
    }
    return try gradientTree(of: block.value) { _, leaf in
      let type = builder.type(of: try node(leaf, nil, at: span).id)
      return .node(GraphNode(found.removeFirst() ?? builder.filled(0, type)))
    }.withEmptyTuples
  }

  /// The floating tensors of a block's value with the gradients that `vjp` gives for them.
  private func seeds(of block: DerivedBlock, _ cotangent: Value, at span: SourceSpan) throws
    -> [GradientSeed]
  {
    let values = try differentiableLeaves(of: block.value, at: block.span)
    let given = try leaves(
      of: cotangent, fitting: values, "the gradient of the block's value", at: span)
    return zip(values, given).map { GradientSeed($0, $1) }
  }

  /// The floating tensors of a value that its gradient has, in order.
  func differentiableLeaves(of value: Value, at span: SourceSpan) throws -> [ValueID] {
    var leaves: [ValueID] = []
    _ = try gradientTree(of: value) { _, leaf in
      leaves.append(try node(leaf, nil, at: span).id)
      return leaf
    }
    return leaves
  }

  /// The tensors of a tree, each under the type of the value that it is the change of or the
  /// gradient for.
  func leaves(
    of tree: Value, fitting values: [ValueID], _ what: String, at span: SourceSpan
  ) throws -> [ValueID] {
    let graph = try currentGraph(at: span)
    var leaves: [ValueID] = []
    try tree.forEachLeaf { leaves.append(try node($0, nil, at: span).id) }
    guard leaves.count == values.count else {
      throw Diagnostic.unexpectedValue(
        "a tree of \(leaves.count) tensors", "one of \(values.count)", at: span)
    }
    return try zip(leaves, values).map { leaf, value in
      let wanted = graph.builder.type(of: value)
      let leaf = try graph.cast(leaf, to: wanted.element, at: span)
      let found = graph.builder.type(of: leaf)
      guard found.dims.count == wanted.dims.count else {
        throw Diagnostic.rankMismatch(what, found: found.dims, promise: "\(wanted)", at: span)
      }
      for (axis, (size, limit)) in zip(found.dims, wanted.dims).enumerated() {
        try graph.unify(size, limit) {
          .sizeMismatch(
            what, axis: axis, found: size, expected: limit, promise: "\(wanted)", at: span)
        }
      }
      return graph.builder.assume(leaf, TensorType(wanted.element, wanted.dims))
    }
  }

  /// Warns of targets that nothing leads to from the block's value, whatever the data.
  private func warnOfZeros(
    _ gradients: [ValueID?], _ block: DerivedBlock, _ gradient: TypedGradient
  ) {
    var rest = gradients[...]
    for (target, leaves) in zip(gradient.targets, block.targets) {
      let own = rest.prefix(leaves.count)
      rest = rest.dropFirst(leaves.count)
      if own.allSatisfy({ $0 == nil }) { block.graph.warn(.zeroGradient(at: target.span)) }
    }
  }

  /// The scalar that a gradient block is differentiated from: its value, or the first of a tuple.
  private func lossNode(_ value: Value, at span: SourceSpan) throws -> GraphNode {
    if case .tuple(let parts) = value, let first = parts.first {
      return try lossNode(first, at: span)
    }
    return try node(value, nil, at: span)
  }
}

extension Value {
  /// The value with an empty tuple for each part that does not change smoothly.
  fileprivate var withEmptyTuples: Value {
    if case .absent = self { return .tuple([]) }
    if case .tuple(let parts) = self { return .tuple(parts.map(\.withEmptyTuples)) }
    return self
  }
}

/// A block that was built to be differentiated.
private struct DerivedBlock {
  /// The graph that it is part of.
  let graph: GraphContext
  /// The index of the first node that may depend on a target.
  let firstNode: Int
  /// The targets' values outside of the block.
  let originals: [Value]
  /// The tensors inside of the block that stand for those of each target.
  let targets: [[ValueID]]
  /// The block's value.
  let value: Value
  /// The block's place.
  let span: SourceSpan
}
