import MartletGraph

extension While {
  /// A loop that carries the tangents beside the values, which it computes again.
  func tangents(_ context: TangentContext, _ derivatives: RegionDerivatives)
    throws(DerivativeFault) -> [ValueID?]
  {
    let body = context.regions[1]
    let moved = try TangentBody(body, carried: carried, offset: 0, context, derivatives)
    let condition = GraphBuilder(continuing: context.regions[0])
    var order: [ValueID] = []
    var parameters: [ValueID] = []
    var inputs: [ValueID] = []
    for range in [0..<carried, carried..<context.inputs.count] {
      let tangents = moved.moved(range)
      order += range.map { context.regions[0].parameters[$0].value }
      order += tangents.map { condition.parameter("tangent", context.type(ofInput: $0)) }
      parameters += range.map { body.parameters[$0].value } + tangents.map { moved.added[$0]! }
      inputs += range.map { context.inputs[$0] } + tangents.map(context.tangent)
    }
    let outputs = body.outputs.prefix(carried) + moved.moving.map { moved.found[$0]! }
    let results = context.builder.addMultiple(
      While(carried: carried + moved.moving.count, limit: limit), inputs,
      regions: [
        condition.finish(outputs: context.regions[0].outputs).reordered(parameters: order),
        moved.region(parameters: parameters, outputs: Array(outputs)),
      ])
    var tangents = [ValueID?](repeating: nil, count: context.results.count)
    for (place, result) in zip(moved.moving, results.dropFirst(carried)) {
      tangents[place] = result
    }
    return tangents
  }
}
