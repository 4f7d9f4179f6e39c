import Foundation
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Random graphs: plans agree with reference kernels, derivatives with each other and differences,
/// lanes with a loop over them; more with `MARTLET_FUZZ=50`.
@Suite struct CatalogueGraphTests {
  /// How often more graphs are tried than in the fast test.
  static let factor =
    ProcessInfo.processInfo.environment["MARTLET_FUZZ"].flatMap { Int($0) } ?? 1

  /// The shapes of the inputs.
  static let shapes = [[3], [2, 2], []]

  /// A random graph, whose loss is a scalar.
  static func loss(_ seed: Int, _ builder: GraphBuilder, _ inputs: [ValueID]) -> ValueID {
    var random = CatalogueGraph(draw: Draw(seed: seed))
    let value = random.value(builder, inputs, steps: 5, depth: 2)
    return builder.reduce(.sum, value, axes: [0])
  }

  /// Numbers of the inputs, or a direction.
  static func numbers(_ seed: Int) -> [Tensor] {
    var draw = Draw(seed: seed)
    return shapes.map { draw.tensor($0) }
  }

  /// The loss, its gradients, its tangent along a direction; and the tangents of the gradients.
  static func graph(_ seed: Int, _ direction: [Tensor], order: Int) throws -> Graph {
    let builder = GraphBuilder()
    let inputs = shapes.map { shape in
      builder.parameter("x", TensorType(.f64, shape.map { Dim($0) }))
    }
    let loss = loss(seed, builder, inputs)
    let moves = zip(inputs, direction).map { Direction($0, builder.add(Constant($1))) }
    let tangent = try tangents(builder, of: [loss], along: moves)[0] ?? builder.constant(0, .f64)
    let gradients = try differentiate(builder, value: loss, withRespectTo: inputs)
    var outputs = [loss, tangent] + gradients
    if order > 1 {
      let changes = try tangents(builder, of: gradients, along: moves)
      outputs += zip(changes, gradients).map { $0 ?? builder.filled(0, builder.type(of: $1)) }
      let products = zip(gradients, moves).map { gradient, move in
        let product = builder.elementwise(.multiply, [gradient, move.tangent])
        let axes = Array(builder.type(of: product).dims.indices)
        return builder.reduce(.sum, product, axes: axes)
      }
      let slope = products.dropFirst().reduce(products[0]) { builder.elementwise(.add, [$0, $1]) }
      outputs += try differentiate(builder, value: slope, withRespectTo: inputs)
    }
    return builder.finish(outputs: outputs)
  }

  /// The sum of the products of the elements of two lists.
  static func dot(_ a: some Sequence<Tensor>, _ b: [Tensor]) -> Double {
    zip(a, b).reduce(0) { sum, pair in
      zip(pair.0.doubles, pair.1.doubles).reduce(sum) { $0 + $1.0 * $1.1 }
    }
  }

  @Test(arguments: 0..<20) func graphsAgreeWithTheirMeaning(part: Int) throws {
    for number in 0..<10 * Self.factor {
      let seed = part + 20 * number
      try check(seed, order: number % 4 == 3 ? 2 : 1)
      if number % 3 == 0 { try checkLanes(seed) }
    }
  }

  /// Checks values and derivatives of one graph.
  func check(_ seed: Int, order: Int) throws {
    let (inputs, direction) = (Self.numbers(seed), Self.numbers(seed + 1))
    let graph = try Self.graph(seed, direction, order: order)
    try graph.verify()
    let expected = try ReferenceInterpreter.evaluate(graph, inputs)
    let simpler = optimised(graph, verifying: true)
    let found = try ExecutableTests.run(simpler, inputs)
    for (place, (a, b)) in zip(found, expected).enumerated() {
      #expect(
        a.isClose(to: b, relative: 1e-6, absolute: 1e-7), "seed \(seed), output \(place): \(a) \(b)"
      )
    }
    let forward = expected[1].scalarDouble
    let reverse = Self.dot(expected[2..<5], direction)
    #expect(abs(forward - reverse) <= 1e-7 * max(1, abs(reverse)), "seed \(seed)")
    if order > 1 {
      for (a, b) in zip(expected[5..<8], expected[8...]) {
        #expect(a.isClose(to: b, relative: 1e-5, absolute: 1e-5), "seed \(seed): \(a) \(b)")
      }
    }
    let slopes = try [1e-4, 1e-5].map { try slope(seed, inputs, direction, step: $0) }
    // Where a step crosses a kink, or rounding is most of the difference, slopes differ.
    guard abs(slopes[0] - slopes[1]) <= 1e-6 * max(1, abs(slopes[0])) else { return }
    #expect(abs(forward - slopes[1]) <= 1e-5 * max(1, abs(forward)), "seed \(seed): \(slopes)")
  }

  /// The central difference along a direction.
  func slope(_ seed: Int, _ inputs: [Tensor], _ direction: [Tensor], step: Double) throws -> Double
  {
    let builder = GraphBuilder()
    let values = inputs.map { builder.parameter("x", $0.type) }
    let graph = builder.finish(outputs: [Self.loss(seed, builder, values)])
    let ends = try [step, -step].map { step in
      let moved = zip(inputs, direction).map { input, direction in
        Tensor(
          f64: zip(input.doubles, direction.doubles).map { $0 + step * $1 }, shape: input.shape)
      }
      return try ReferenceInterpreter.evaluate(graph, moved)[0].scalarDouble
    }
    return (ends[0] - ends[1]) / (2 * step)
  }

  /// Checks that lanes are what they are one after another.
  func checkLanes(_ seed: Int) throws {
    let lanes = [Self.numbers(seed), Self.numbers(seed + 7)]
    let direction = Self.numbers(seed + 1)
    let region = try Self.graph(seed, direction, order: 1)
    let builder = GraphBuilder()
    let inputs = region.parameters.indices.map { index in
      let parameter = region.type(of: region.parameters[index].value)
      let isMapped = (seed + index) % 3 > 0
      let dims = isMapped ? [2] + parameter.dims : parameter.dims
      return LaneValue(builder.parameter("x", parameter.with(dims: dims)), isMapped: isMapped)
    }
    let results = try batch(region, into: builder, inputs: inputs, count: 2)
    let graph = builder.finish(outputs: results.map { $0.spread(over: 2, builder) })
    try graph.verify()
    let given = inputs.indices.map { index in
      inputs[index].isMapped ? Tensor(stacking: lanes.map { $0[index] })! : lanes[0][index]
    }
    let found = try ExecutableTests.run(optimised(graph, verifying: true), given)
    let expected = try lanes.map { lane in
      try ReferenceInterpreter.evaluate(
        region, inputs.indices.map { inputs[$0].isMapped ? lane[$0] : lanes[0][$0] })
    }
    for (place, output) in found.enumerated() {
      let together = Tensor(stacking: expected.map { $0[place] })!
      #expect(
        output.isClose(to: together, relative: 1e-6, absolute: 1e-7),
        "seed \(seed), output \(place) of lanes: \(output) \(together)")
    }
  }
}
