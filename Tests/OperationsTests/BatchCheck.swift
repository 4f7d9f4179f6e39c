import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// What a graph yields for all lanes at once, compared with what it yields for one after another.
struct BatchCheck {
  /// What one lane computes.
  let region: Graph
  /// For each lane the values of the region's parameters; shared ones are those of the first lane.
  let lanes: [[Tensor]]

  /// A check of a graph.
  init(_ region: Graph, lanes: [[Tensor]]) {
    self.region = region
    self.lanes = lanes
  }

  /// A check of an operation on its sample inputs, drawn anew for each lane.
  init(_ sample: OperationSample, lanes count: Int, _ draw: inout Draw) {
    let lanes = (0..<count).map { lane in
      sample.inputs.map { input in
        if case .key = input { return Tensor(scalar: Int64(lane * 5 - 2)) }
        return input.tensor(&draw)
      }
    }
    let builder = GraphBuilder()
    let values = lanes[0].map { builder.parameter("x", $0.type) }
    let results = sample.add(to: builder, values)!
    self.init(builder.finish(outputs: results), lanes: lanes)
  }

  /// Compares with the given parameters mapped and the others shared; verifies the graph.
  func expectAgreement(mapped: [Bool], tolerance: Double = 1e-12) throws {
    let graph = try batched(mapped)
    try graph.verify()
    let inputs = mapped.indices.map { index in
      mapped[index] ? Tensor(stacking: lanes.map { $0[index] })! : lanes[0][index]
    }
    let found = try ReferenceInterpreter.evaluate(graph, inputs)
    let expected = try lanes.map { lane in
      try ReferenceInterpreter.evaluate(
        region, mapped.indices.map { mapped[$0] ? lane[$0] : lanes[0][$0] })
    }
    for output in found.indices {
      let together = Tensor(stacking: expected.map { $0[output] })!
      #expect(found[output].bound == together.bound)
      #expect(
        found[output].isClose(to: together, relative: tolerance, absolute: tolerance),
        "mapped \(mapped)\n\(region)\n\(graph)")
    }
  }

  /// The graph for all lanes; every output has them.
  func batched(_ mapped: [Bool]) throws -> Graph {
    let builder = GraphBuilder(sizesOf: region)
    let count = Dim(lanes.count)
    let inputs = zip(region.parameters, mapped).map { parameter, isMapped in
      let type = region.type(of: parameter.value)
      let dims = isMapped ? [count] + type.dims : type.dims
      return LaneValue(
        builder.parameter(parameter.name, type.with(dims: dims)), isMapped: isMapped)
    }
    let results = try batch(region, into: builder, inputs: inputs, count: count)
    return builder.finish(outputs: results.map { $0.spread(over: count, builder) })
  }
}
