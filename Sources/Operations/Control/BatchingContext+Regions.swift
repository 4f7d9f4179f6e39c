import MartletGraph
import MartletShapes

/// Bodies for all lanes of bodies for a single one.
extension BatchingContext {
  /// A region's parameters or outputs, as far as lanes go.
  typealias Mapping = [Bool]

  /// The body for all lanes, whose parameters are mapped as said; its outputs are where they have
  /// to be, or where a mapped parameter reaches them.
  func batched(_ region: Graph, parameters: Mapping, outputs: Mapping)
    throws(BatchingFault) -> (region: Graph, outputs: Mapping)
  {
    let inner = GraphBuilder(regionOf: builder)
    let inputs = self.parameters(of: region, parameters, inner)
    let results = try adding(region, inner, inputs)
    let values = zip(results, outputs).map { result, isDemanded in
      isDemanded ? result.spread(over: count, inner) : result.value
    }
    return (inner.finish(outputs: values), zip(results, outputs).map { $0.isMapped || $1 })
  }

  /// Which of the values that a body hands from step to step differ between lanes in the end, if
  /// the first of its parameters, `carried` of them behind `offset`, start as said.
  func settled(_ region: Graph, parameters: Mapping, carried: Range<Int>)
    throws(BatchingFault) -> Mapping
  {
    var parameters = parameters
    while true {
      let unforced = region.outputs.map { _ in false }
      let (_, outputs) = try batched(region, parameters: parameters, outputs: unforced)
      let grown = zip(carried, outputs).filter { place, isMapped in
        isMapped && !parameters[place]
      }
      if grown.isEmpty { return parameters }
      for (place, _) in grown { parameters[place] = true }
    }
  }

  /// New parameters of a builder for those of a region.
  func parameters(of region: Graph, _ isMapped: Mapping, _ inner: GraphBuilder) -> [LaneValue] {
    zip(region.parameters, isMapped).map { parameter, isMapped in
      let type = region.type(of: parameter.value)
      let value = inner.parameter(parameter.name, isMapped ? withLanes(type) : type)
      return LaneValue(value, isMapped: isMapped)
    }
  }

  /// A type with the lanes as its first axis.
  func withLanes(_ type: TensorType) -> TensorType { type.with(dims: [count] + type.dims) }

  /// Values as mapped as said.
  func values(_ values: [LaneValue], mapped: Mapping) -> [ValueID] {
    zip(values, mapped).map { $1 ? self.mapped($0) : $0.value }
  }

  /// In each lane one of two values, as the lane's truth value says; of the given type.
  func select(
    _ condition: ValueID, _ first: LaneValue, _ second: LaneValue, as type: TensorType,
    in builder: GraphBuilder
  ) -> LaneValue {
    if first == second { return first }
    let dims = [count] + type.dims
    let value = builder.elementwise(
      .select,
      [
        builder.broadcast(condition, to: dims, axes: [0]),
        first.spread(over: count, builder), second.spread(over: count, builder),
      ])
    return LaneValue(builder.assume(value, withLanes(type)), isMapped: true)
  }
}
