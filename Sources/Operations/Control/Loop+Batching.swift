import MartletGraph

extension Loop {
  /// One loop whose body takes all lanes at a time; what the lanes do not change stays as it is.
  public var batching: Batching {
    .rule { (context) throws(BatchingFault) in try batched(context) }
  }

  /// The results of the loop for all lanes.
  private func batched(_ context: BatchingContext) throws(BatchingFault) -> [LaneValue] {
    let region = context.regions[0]
    let parameters = try context.settled(
      region, parameters: [false] + context.inputs.map(\.isMapped), carried: 1..<1 + carried)
    let demanded = region.outputs.indices.map { $0 < carried && parameters[1 + $0] }
    let (body, outputs) = try context.batched(region, parameters: parameters, outputs: demanded)
    var inputs = context.values(context.inputs, mapped: Array(parameters.dropFirst()))
    for place in carried..<carried + sliced where context.inputs[place].isMapped {
      // Steps are cut from the first axis, so that the lanes come second.
      inputs[place] = exchanged(inputs[place], context.builder)
    }
    let results = context.builder.addMultiple(self, inputs, regions: [body])
    return results.indices.map { place in
      let isStacked = place >= carried && outputs[place]
      return LaneValue(
        isStacked ? exchanged(results[place], context.builder) : results[place],
        isMapped: outputs[place])
    }
  }

  /// A value with its first two axes exchanged.
  private func exchanged(_ value: ValueID, _ builder: GraphBuilder) -> ValueID {
    let axes = Array(builder.type(of: value).dims.indices)
    return builder.transpose(value, [1, 0] + axes.dropFirst(2))
  }
}
