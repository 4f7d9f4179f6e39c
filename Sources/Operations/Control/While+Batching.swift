import MartletGraph
import MartletShapes

extension While {
  /// A loop of all lanes, which goes on until the last lane is done; those that are done before
  /// keep what they have.
  public var batching: Batching {
    .rule { (context) throws(BatchingFault) in
      let inputs = context.inputs.map(\.isMapped)
      let parameters = try context.settled(
        context.regions[1], parameters: inputs, carried: 0..<carried)
      let (test, outputs) = try context.batched(
        context.regions[0], parameters: parameters, outputs: [false])
      return outputs[0]
        ? try masked(context, parameters) : try common(context, parameters, test)
    }
  }

  /// The results where all lanes take as many steps.
  private func common(_ context: BatchingContext, _ parameters: [Bool], _ test: Graph)
    throws(BatchingFault) -> [LaneValue]
  {
    let demanded = Array(parameters.prefix(carried))
    let step = try context.batched(
      context.regions[1], parameters: parameters, outputs: demanded
    ).region
    let results = context.builder.addMultiple(
      self, context.values(context.inputs, mapped: parameters), regions: [test, step])
    return zip(results, demanded).map { LaneValue($0, isMapped: $1) }
  }

  /// The results where lanes stop at different steps: whether each goes on is carried in front.
  private func masked(_ context: BatchingContext, _ parameters: [Bool])
    throws(BatchingFault) -> [LaneValue]
  {
    let isMapped = parameters.indices.map { $0 < carried || parameters[$0] }
    let builder = context.builder
    let inputs = context.values(context.inputs, mapped: isMapped)
    let lanes = zip(inputs, isMapped).map { LaneValue($0, isMapped: $1) }
    let first = try context.adding(context.regions[0], builder, lanes)[0]
    let results = builder.addMultiple(
      While(carried: carried + 1, limit: limit),
      [first.spread(over: context.count, builder)] + inputs,
      regions: [
        anyLane(context, isMapped), try maskedStep(context, isMapped),
      ])
    return results.dropFirst().map { LaneValue($0, isMapped: true) }
  }

  /// The condition of the masked loop: some lane goes on.
  private func anyLane(_ context: BatchingContext, _ isMapped: [Bool]) -> Graph {
    let inner = GraphBuilder(regionOf: context.builder)
    let mask = inner.parameter("goes_on", TensorType(.bool, [context.count]))
    _ = context.parameters(of: context.regions[1], isMapped, inner)
    return inner.finish(outputs: [inner.reduce(.any, mask, axes: [0])])
  }

  /// The step of the masked loop: lanes that are done keep what they have.
  private func maskedStep(_ context: BatchingContext, _ isMapped: [Bool])
    throws(BatchingFault) -> Graph
  {
    let inner = GraphBuilder(regionOf: context.builder)
    let mask = inner.parameter("goes_on", TensorType(.bool, [context.count]))
    let values = context.parameters(of: context.regions[1], isMapped, inner)
    let next = try context.adding(context.regions[1], inner, values)
    let types = context.regions[1].parameterTypes
    let kept = next.indices.map { index in
      context.select(mask, next[index], values[index], as: types[index], in: inner)
    }
    let test = try context.adding(context.regions[0], inner, kept + values.dropFirst(carried))[0]
    let goesOn = inner.elementwise(
      .logicalAnd, [mask, test.spread(over: context.count, inner)])
    return inner.finish(outputs: [goesOn] + kept.map { $0.spread(over: context.count, inner) })
  }
}
