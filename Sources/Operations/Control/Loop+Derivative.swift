import MartletGraph
import MartletShapes

extension Loop {
  /// A loop in the other direction, over what the steps of this one met.
  ///
  /// This loop is made to yield, in addition, what the derivative of its body reads: results that
  /// cost something to compute, and carried values. Constants, layouts and what depends on the
  /// index and the inputs alone is computed again.
  public var derivative: Derivative {
    .regions(
      { (context, derivatives) throws(DerivativeFault) in
        try gradients(context, derivatives)
      },
      forward: { (context, derivatives) throws(DerivativeFault) in
        try tangents(context, derivatives)
      })
  }

  /// The gradients for the inputs.
  func gradients(_ context: DerivativeContext, _ derivatives: RegionDerivatives)
    throws(DerivativeFault) -> [ValueID?]
  {
    let body = context.builder.nodes[context.nodeIndex].regions[0]
    let targets = targets(of: body, context, derivatives)
    // A gradient for one carried value may lead to those for others, in the step before.
    var flowing = Set((0..<carried).filter { context.gradients[$0] != nil })
      .intersection(targets)
    var adjoint = try LoopAdjoint(self, body, context, derivatives, targets, flowing)
    while !adjoint.carriedWithGradient.isSubset(of: flowing) {
      flowing.formUnion(adjoint.carriedWithGradient)
      adjoint = try LoopAdjoint(self, body, context, derivatives, targets, flowing)
    }
    return adjoint.gradients()
  }

  /// The inputs with a gradient that is of use, and the carried values that depend on them.
  private func targets(
    of body: Graph, _ context: DerivativeContext, _ derivatives: RegionDerivatives
  ) -> [Int] {
    let builder = GraphBuilder(continuing: body)
    var targets = Set(context.inputs.indices.filter { context.wanted[$0] })
    while true {
      let values = targets.map { body.parameters[$0 + 1].value }
      let dependents = derivatives.dependents(builder, values)
      let reached = (0..<carried).filter { dependents.contains(body.outputs[$0]) }
      if targets.isSuperset(of: reached) { return targets.sorted() }
      targets.formUnion(reached)
    }
  }
}
