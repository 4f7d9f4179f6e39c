import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Forward mode, compared with differences and with reverse mode.
extension GradientCheck {
  /// Compares the tangents of the results, times fixed weights, with a central difference along the
  /// same random direction and with the gradient times that direction: `⟨u, Jv⟩ = ⟨Jᵀu, v⟩`.
  func expectTangents(relative: Double = 1e-5) throws {
    let varied = inputs.indices.filter { inputs[$0].elementType.isFloating }
    guard !varied.isEmpty else { return }
    var draw = Draw(seed: 7)
    let directions = inputs.map { draw.tensor($0.shape) }
    let builder = GraphBuilder()
    let values = inputs.indices.map { builder.parameter("x\($0)", inputs[$0].type) }
    let moves = varied.map { Direction(values[$0], builder.add(Constant(directions[$0]))) }
    let results = body(builder, values)
    let changes = try tangents(builder, of: results, along: moves)
    for (result, tangent) in zip(results, changes) {
      if let tangent { #expect(builder.type(of: tangent) == builder.type(of: result)) }
    }
    let forward = weightedSum(written(changes, of: results, builder), builder)
    let loss = weightedSum(results, builder)
    let targets = varied.map { values[$0] }
    let gradients = try differentiate(builder, value: loss, withRespectTo: targets)
    let graph = builder.finish(outputs: [forward] + gradients)
    try graph.verify()
    let computed = try ReferenceInterpreter.evaluate(graph, inputs)
    let reverse = zip(varied, computed.dropFirst()).reduce(0) { $0 + $1.1.dot(directions[$1.0]) }
    let expected = try difference(of: builder.finish(outputs: [loss]), along: directions, varied)
    let tolerance = relative * max(1, abs(expected))
    let tangent = computed[0].scalarDouble
    #expect(abs(tangent - expected) <= tolerance, "\(tangent) is not \(expected)\n\(graph)")
    #expect(abs(tangent - reverse) <= 1e-9 * max(1, abs(reverse)))
  }

  /// Compares the product of the second derivatives with a direction, computed as the tangent of
  /// the gradient, with the gradient of the gradient's product with the direction.
  func expectEqualSecondDerivatives() throws {
    let varied = inputs.indices.filter { inputs[$0].elementType.isFloating }
    guard !varied.isEmpty else { return }
    var draw = Draw(seed: 13)
    let builder = GraphBuilder()
    let values = inputs.indices.map { builder.parameter("x\($0)", inputs[$0].type) }
    let targets = varied.map { values[$0] }
    let directions = varied.map { builder.add(Constant(draw.tensor(inputs[$0].shape))) }
    let loss = weightedSum(body(builder, values), builder)
    let gradients = try differentiate(builder, value: loss, withRespectTo: targets)
    let changes = try tangents(
      builder, of: gradients, along: zip(targets, directions).map { Direction($0, $1) })
    var product = builder.constant(0, .f64)
    for (gradient, direction) in zip(gradients, directions) {
      let part = builder.elementwise(.multiply, [gradient, direction])
      let axes = Array(builder.type(of: part).dims.indices)
      product = builder.elementwise(.add, [product, builder.reduce(.sum, part, axes: axes)])
    }
    let again = try differentiate(builder, value: product, withRespectTo: targets)
    let graph = builder.finish(outputs: written(changes, of: gradients, builder) + again)
    try graph.verify()
    let computed = try ReferenceInterpreter.evaluate(graph, inputs)
    for (forward, reverse) in zip(computed, computed.dropFirst(targets.count)) {
      for (a, b) in zip(forward.doubles, reverse.doubles) {
        #expect(abs(a - b) <= 1e-9 * max(1, abs(b)), "\(a) is not \(b)")
      }
    }
  }

  /// Tangents with their zeros written out.
  private func written(_ tangents: [ValueID?], of values: [ValueID], _ builder: GraphBuilder)
    -> [ValueID]
  {
    zip(tangents, values).map { $0 ?? builder.filled(0, builder.type(of: $1)) }
  }

  /// The weighted sum with weights that are the same at each call.
  private func weightedSum(_ values: [ValueID], _ builder: GraphBuilder) -> ValueID {
    var draw = Draw(seed: 17)
    return weightedSum(values, builder, &draw)
  }

  /// The central difference of a scalar along directions.
  private func difference(of graph: Graph, along directions: [Tensor], _ varied: [Int]) throws
    -> Double
  {
    let step = 1e-4
    let ahead = try evaluate(graph, along: directions, varied, by: step)
    let behind = try evaluate(graph, along: directions, varied, by: -step)
    return (ahead - behind) / (2 * step)
  }
}
