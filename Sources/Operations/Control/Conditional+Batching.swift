import MartletGraph

extension Conditional {
  /// A conditional of all lanes, if all go the same way; if each goes its own, both ways are
  /// computed, and each lane chooses.
  public var batching: Batching {
    .rule { (context) throws(BatchingFault) in
      context.inputs[0].isMapped ? try chosen(context) : try common(context)
    }
  }

  /// The results where each lane goes its own way.
  private func chosen(_ context: BatchingContext) throws(BatchingFault) -> [LaneValue] {
    let captured = Array(context.inputs.dropFirst())
    let (builder, condition) = (context.builder, context.inputs[0].value)
    let first = try context.adding(
      context.regions[0], builder, captured.map { masked($0, condition, true, context) })
    let second = try context.adding(
      context.regions[1], builder, captured.map { masked($0, condition, false, context) })
    let types = context.regions[0].outputTypes
    return types.indices.map { index in
      context.select(
        context.inputs[0].value, first[index], second[index], as: types[index],
        in: context.builder)
    }
  }

  /// The same value, through which a gradient passes only in the lanes that go the given way.
  ///
  /// A side that a lane does not choose is computed all the same, and its derivative may be
  /// infinite there: that of a root at 0. Large values that all lanes share stay shared.
  private func masked(
    _ value: LaneValue, _ condition: ValueID, _ side: Bool, _ context: BatchingContext
  ) -> LaneValue {
    let builder = context.builder
    let type = builder.type(of: value.value)
    guard type.element.isFloating, value.isMapped || type.rank == 0 else { return value }
    let own = context.mapped(value)
    let stopped = builder.add(StopGradient(), [own])
    let dims = builder.type(of: own).dims
    let masked = builder.elementwise(
      .select,
      [builder.broadcast(condition, to: dims, axes: [0])]
        + (side ? [own, stopped] : [stopped, own]))
    return LaneValue(masked, isMapped: true)
  }

  /// The results where all lanes go the same way.
  private func common(_ context: BatchingContext) throws(BatchingFault) -> [LaneValue] {
    let parameters = context.inputs.dropFirst().map(\.isMapped)
    var outputs = context.regions[0].outputs.map { _ in false }
    // What one of the regions maps has to be mapped in both.
    for region in context.regions {
      outputs = try context.batched(region, parameters: parameters, outputs: outputs).outputs
    }
    var regions: [Graph] = []
    for region in context.regions {
      regions.append(
        try context.batched(region, parameters: parameters, outputs: outputs).region)
    }
    return context.builder
      .addMultiple(self, context.inputs.map(\.value), regions: regions)
      .enumerated().map { LaneValue($1, isMapped: outputs[$0]) }
  }
}
