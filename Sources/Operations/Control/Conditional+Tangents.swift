import MartletGraph

extension Conditional {
  /// A conditional of the tangents, each of whose regions computes the values again.
  func tangents(_ context: TangentContext, _ derivatives: RegionDerivatives)
    throws(DerivativeFault) -> [ValueID?]
  {
    let moved = context.inputs.indices.dropFirst().filter { context.tangents[$0] != nil }
    var branches: [(builder: GraphBuilder, outputs: [ValueID], found: [ValueID?])] = []
    for region in context.regions {
      let builder = GraphBuilder(continuing: region)
      let directions = moved.map { input in
        let value = region.parameters[input - 1].value
        return Direction(value, builder.parameter("tangent", region.type(of: value)))
      }
      let found = try derivatives.tangents(builder, directions, region.outputs)
      branches.append((builder, region.outputs, found))
    }
    let reached = context.results.indices.filter { place in
      branches.contains { $0.found[place] != nil }
    }
    var tangents = [ValueID?](repeating: nil, count: context.results.count)
    guard !reached.isEmpty else { return tangents }
    let regions = branches.map { branch in
      branch.builder.finish(
        outputs: reached.map { place in
          branch.found[place]
            ?? branch.builder.filled(0, branch.builder.type(of: branch.outputs[place]))
        })
    }
    let results = context.builder.addMultiple(
      Conditional(), context.inputs + moved.map(context.tangent), regions: regions)
    for (place, result) in zip(reached, results) { tangents[place] = result }
    return tangents
  }
}
