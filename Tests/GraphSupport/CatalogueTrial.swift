import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms

/// Tries the random graph of a seed: plans agree with reference kernels, derivatives with each other
/// and with differences, lanes with a loop over them.
package struct CatalogueTrial {
  /// The seed.
  package let seed: Int
  /// What is wrong.
  private var failures: [String] = []

  /// What is wrong with the graph of a seed, each in a line; nothing if all agrees.
  ///
  /// Every fourth graph of a run of 20 seeds is differentiated twice, every third is mapped too.
  package static func failures(_ seed: Int) -> [String] {
    var trial = CatalogueTrial(seed: seed)
    let number = seed / 20
    do {
      try trial.check(order: number % 4 == 3 ? 2 : 1)
      if number % 3 == 0 { try trial.checkLanes() }
    } catch {
      trial.fail("\(error)")
    }
    return trial.failures
  }

  /// A trial of a seed, of which nothing is known yet.
  private init(seed: Int) { self.seed = seed }

  /// Notes that something is wrong.
  private mutating func fail(_ why: String) { failures.append("seed \(seed): \(why)") }

  /// The outputs by a plan.
  private static func run(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
    var inputs = inputs
    return try Executable(graph).run(&inputs, on: ThreadPool(threads: 2))
  }

  /// The sum of the products of the elements of two lists.
  private static func dot(_ a: some Sequence<Tensor>, _ b: [Tensor]) -> Double {
    zip(a, b).reduce(0) { sum, pair in
      zip(pair.0.doubles, pair.1.doubles).reduce(sum) { $0 + $1.0 * $1.1 }
    }
  }

  /// Notes the outputs that are not as expected.
  private mutating func compare(_ found: [Tensor], _ expected: [Tensor], _ what: String) {
    for (place, (a, b)) in zip(found, expected).enumerated()
    where !a.isClose(to: b, relative: 1e-6, absolute: 1e-7) {
      fail("output \(place) \(what): \(a.doubles), expected \(b.doubles)")
    }
  }

  /// Checks values and derivatives.
  private mutating func check(order: Int) throws {
    let (inputs, direction) = (CatalogueLoss.numbers(seed), CatalogueLoss.numbers(seed + 1))
    let graph = try CatalogueLoss(seed: seed).graph(direction, order: order)
    try graph.verify()
    let expected = try ReferenceInterpreter.evaluate(graph, inputs)
    let found = try Self.run(optimised(graph, verifying: true), inputs)
    compare(found, expected, "of the plan")
    let forward = expected[1].scalarDouble
    let reverse = Self.dot(expected[2..<5], direction)
    if !(abs(forward - reverse) <= 1e-7 * max(1, abs(reverse))) {
      fail("forward \(forward), reverse \(reverse)")
    }
    if order > 1 {
      for (a, b) in zip(expected[5..<8], expected[8...])
      where !a.isClose(to: b, relative: 1e-5, absolute: 1e-5) {
        fail("forward over reverse \(a.doubles), reverse over reverse \(b.doubles)")
      }
    }
    try checkSlope(forward, inputs, direction)
  }

  /// Checks a tangent against differences.
  private mutating func checkSlope(_ forward: Double, _ inputs: [Tensor], _ direction: [Tensor])
    throws
  {
    let slopes = try [1e-4, 1e-5].map { try slope(inputs, direction, step: $0) }
    // Where a step crosses a kink, or rounding is most of the difference, slopes differ.
    guard abs(slopes[0] - slopes[1]) <= 1e-6 * max(1, abs(slopes[0])) else { return }
    if !(abs(forward - slopes[1]) <= 1e-5 * max(1, abs(forward))) {
      fail("forward \(forward), differences \(slopes)")
    }
  }

  /// The central difference along a direction.
  private func slope(_ inputs: [Tensor], _ direction: [Tensor], step: Double) throws -> Double {
    let builder = GraphBuilder()
    let values = inputs.map { builder.parameter("x", $0.type) }
    let graph = builder.finish(outputs: [CatalogueLoss(seed: seed).value(builder, values)])
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
  private mutating func checkLanes() throws {
    let lanes = [CatalogueLoss.numbers(seed), CatalogueLoss.numbers(seed + 7)]
    let region = try CatalogueLoss(seed: seed).graph(CatalogueLoss.numbers(seed + 1), order: 1)
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
    let found = try Self.run(optimised(graph, verifying: true), given)
    let expected = try lanes.map { lane in
      try ReferenceInterpreter.evaluate(
        region, inputs.indices.map { inputs[$0].isMapped ? lane[$0] : lanes[0][$0] })
    }
    let together = found.indices.map { place in
      Tensor(stacking: expected.map { $0[place] })!
    }
    compare(found, together, "of lanes")
  }
}
