import MartletGraph

extension Loop {
  /// A loop that carries the tangents beside the values, which it computes again.
  func tangents(_ context: TangentContext, _ derivatives: RegionDerivatives)
    throws(DerivativeFault) -> [ValueID?]
  {
    let body = context.regions[0]
    let moved = try TangentBody(body, carried: carried, offset: 1, context, derivatives)
    let slices = carried..<carried + sliced
    let invariants = slices.upperBound..<context.inputs.count
    let yields = body.outputs.indices.dropFirst(carried).filter { moved.found[$0] != nil }
    let loop = Loop(
      count: count, carried: carried + moved.moving.count,
      sliced: sliced + moved.moved(slices).count, reversed: isReversed)
    var parameters = [body.parameters[0].value]
    var inputs: [ValueID] = []
    for range in [0..<carried, slices, invariants] {
      let tangents = moved.moved(range)
      parameters += range.map { body.parameters[$0 + 1].value }
      parameters += tangents.map { moved.added[$0]! }
      inputs += range.map { context.inputs[$0] } + tangents.map(context.tangent)
    }
    let outputs = (moved.moving + yields).map { moved.found[$0]! }
    let results = context.builder.addMultiple(
      loop, inputs,
      regions: [
        moved.region(parameters: parameters, outputs: body.outputs.prefix(carried) + outputs)
      ])
    var tangents = [ValueID?](repeating: nil, count: context.results.count)
    for (place, result) in zip(moved.moving + yields, results.dropFirst(carried)) {
      tangents[place] = result
    }
    return tangents
  }
}
