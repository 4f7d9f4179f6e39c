import MartletGraph
import MartletShapes

extension While {
  /// The derivative of a loop of `limit` steps, most of which may have nothing to do.
  ///
  /// Sizes do not depend on data, so that what the steps leave for the way back needs a limit. The
  /// node becomes that loop: when the condition fails it fails ever after, as nothing changes then.
  public var derivative: Derivative {
    .regions(
      { (context, derivatives) throws(DerivativeFault) in
        guard let limit else {
          throw DerivativeFault(
            operation: name,
            reason: "the number of its steps is not known; `while … limit n` has a gradient",
            span: context.builder.nodes[context.nodeIndex].span)
        }
        let loop = Loop(count: limit, carried: carried, sliced: 0)
        let regions = context.builder.nodes[context.nodeIndex].regions
        let body = step(regions, context.builder, limit)
        _ = context.builder.extendNode(at: context.nodeIndex, loop, regions: [body])
        return try loop.gradients(context, derivatives)
      },
      forward: { (context, derivatives) throws(DerivativeFault) in
        try tangents(context, derivatives)
      })
  }

  /// The body of a loop that does a step if the condition holds.
  func step(_ regions: [Graph], _ outer: GraphBuilder, _ limit: Dim) -> Graph {
    let builder = GraphBuilder(regionOf: outer)
    _ = builder.parameter("index", TensorType(.i32, bound: limit))
    let values = regions[1].parameterTypes.map { builder.parameter("carried", $0) }
    let types = Array(regions[1].parameterTypes.prefix(carried))
    let condition = builder.inline(regions[0], values)[regions[0].outputs[0]]!
    let outputs = builder.conditional(condition, values) { inner, values in
      let results = inner.inline(regions[1], values)
      return zip(regions[1].outputs, types).map { inner.assume(results[$0]!, $1) }
    } else: { _, values in
      Array(values.prefix(carried))
    }
    return builder.finish(outputs: outputs)
  }
}
