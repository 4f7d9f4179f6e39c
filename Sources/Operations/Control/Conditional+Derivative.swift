import MartletGraph

extension Conditional {
  /// A conditional of the regions' derivatives, each of which computes its region again.
  ///
  /// Nothing is kept of the region that ran: the other one would have to yield as much.
  public var derivative: Derivative {
    .regions(
      { (context, derivatives) throws(DerivativeFault) in
        let regions = context.builder.nodes[context.nodeIndex].regions
        var branches: [Branch] = []
        for region in regions { branches.append(try Branch(region, context, derivatives)) }
        let targets = context.inputs.indices.dropFirst().filter { input in
          branches.contains { $0.gradients[input - 1] != nil }
        }
        var results = [ValueID?](repeating: nil, count: context.inputs.count)
        guard !targets.isEmpty else { return results }
        let adjoints = branches.map { $0.region(yielding: targets.map { $0 - 1 }) }
        let upstream = context.gradients.compactMap { $0 }
        let sums = context.builder.addMultiple(
          Conditional(), context.inputs + upstream, regions: adjoints)
        for (target, sum) in zip(targets, sums) { results[target] = sum }
        return results
      },
      forward: { (context, derivatives) throws(DerivativeFault) in
        try tangents(context, derivatives)
      })
  }
}

/// A region with its derivative, while that is being built.
private struct Branch {
  /// The region, the gradients for its outputs as further parameters, and those for its parameters.
  let builder: GraphBuilder
  /// The region's own parameters.
  let parameters: [ValueID]
  /// The gradients for them; `nil` is zero, or of no use.
  let gradients: [ValueID?]

  /// Differentiates a region of a node.
  init(_ region: Graph, _ context: DerivativeContext, _ derivatives: RegionDerivatives)
    throws(DerivativeFault)
  {
    builder = GraphBuilder(continuing: region)
    parameters = region.parameters.map(\.value)
    var seeds: [GradientSeed] = []
    for (output, gradient) in zip(region.outputs, context.gradients) {
      guard let gradient else { continue }
      let type = context.builder.type(of: gradient)
      seeds.append(GradientSeed(output, builder.parameter("gradient", type)))
    }
    let wanted = parameters.indices.filter { context.wanted[$0 + 1] }
    let found = try derivatives.gradients(
      builder, seeds, wanted.map { [parameters] in parameters[$0] })
    var gradients = [ValueID?](repeating: nil, count: parameters.count)
    for (index, gradient) in zip(wanted, found) { gradients[index] = gradient }
    self.gradients = gradients
  }

  /// The graph of the gradients for the given parameters.
  func region(yielding targets: [Int]) -> Graph {
    builder.finish(
      outputs: targets.map { target in
        gradients[target] ?? builder.filled(0, builder.type(of: parameters[target]))
      })
  }
}
