import Glibc
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Whole graphs, and parts of graphs, on many lanes at once yield what they yield lane by lane.
@Suite struct BatchTests {
  /// How many lanes there are.
  static let count = 3

  /// A random tensor of N × M numbers, for each lane if it is to be mapped.
  func tensor(isMapped: Bool, _ draw: inout RandomGraphTests.Draw) -> Tensor {
    let shape = (isMapped ? [Self.count] : []) + [2, 3]
    let numbers = (0..<shape.reduce(1, *)).map { _ in Double(draw.next(below: 2000)) / 1000 - 1 }
    return Tensor(numbers, shape: shape)
  }

  /// What a graph yields lane by lane, for each output the lanes one behind the other.
  func looped(_ graph: Graph, _ inputs: [Tensor], mapped: [Bool]) throws -> [[Double]] {
    let lanes = try (0..<Self.count).map { lane in
      try ReferenceInterpreter.evaluate(
        graph, zip(inputs, mapped).map { $1 ? $0.entry(lane) : $0 })
    }
    return graph.outputs.indices.map { output in lanes.flatMap { $0[output].doubles } }
  }

  @Test(arguments: 0..<30) func randomGraphsWithGradientsAgreeWithALoop(_ seed: Int) throws {
    var draw = RandomGraphTests.Draw(state: UInt64(seed) &* 7919 &+ 31)
    let graph = try RandomGraphTests().graph(&draw)
    for mapped in [[true, true], [true, false], [false, true]] {
      let builder = GraphBuilder(sizesOf: graph)
      let count = Dim(builder.newSymbol(named: "K"))
      let inputs = zip(graph.parameters, mapped).map { parameter, isMapped in
        let type = graph.type(of: parameter.value)
        let dims = isMapped ? [count] + type.dims : type.dims
        return LaneValue(builder.parameter("x", type.with(dims: dims)), isMapped: isMapped)
      }
      let results = try batch(graph, into: builder, inputs: inputs, count: count)
      let batched = builder.finish(
        outputs: results.map { $0.spread(over: count, builder) })
      try batched.verify()
      let tensors = mapped.map { tensor(isMapped: $0, &draw) }
      let expected = try looped(graph, tensors, mapped: mapped)
      for graph in [batched, optimised(batched, verifying: true)] {
        let found = try ReferenceInterpreter.evaluate(graph, tensors)
        for (a, b) in zip(found, expected) {
          let isClose = zip(a.doubles, b).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }
          #expect(isClose && a.count == b.count, "mapped \(mapped)\n\(graph)")
        }
      }
    }
  }

  /// Gradients of a layer's loss for each example, in a graph whose body is built for one of them.
  func perExampleGradients(_ builder: GraphBuilder, _ element: ElementType) throws -> [ValueID] {
    let (n, i, o) = (
      Dim(builder.newSymbol(named: "N")), Dim(builder.newSymbol(named: "I")),
      Dim(builder.newSymbol(named: "O"))
    )
    let weight = builder.parameter("w", TensorType(element, [i, o]))
    let xs = builder.parameter("xs", TensorType(element, [n, i]))
    let firstNode = builder.nodeCount
    let x = builder.filled(0, TensorType(element, [i]))
    let target = builder.add(Identity(), [weight])
    let product = builder.add(Contract(lhsContracted: [0], rhsContracted: [0]), [x, target])
    let loss = builder.reduce(.sum, builder.elementwise(.tanh, [product]), axes: [0])
    let gradient = try differentiate(
      builder, value: loss, withRespectTo: [target], from: firstNode)[0]
    let results = try batch(
      builder, outputs: [loss, gradient], lanes: [x: xs], from: firstNode, count: n)
    #expect(results.map(\.isMapped) == [true, true])
    return results.map(\.value)
  }

  @Test func perExampleGradientsAreThoseOfEachExample() throws {
    let builder = GraphBuilder()
    let outputs = try perExampleGradients(builder, .f64)
    let graph = optimised(builder.finish(outputs: outputs), verifying: true)
    let w = Tensor([0.5, -1, 0.25, 2], shape: [2, 2])
    let xs = Tensor([1, 2, -1, 0.5], shape: [2, 2])
    let found = try ReferenceInterpreter.evaluate(graph, [w, xs])[1].doubles
    // ∂/∂w[i, o] Σ tanh(x @ w) = x[i] (1 - tanh(x @ w)[o]²), by hand.
    let slope = { (x: Double) in 1 - tanh(x) * tanh(x) }
    let slopes = [[slope(1), slope(3)], [slope(-0.375), slope(2)]]
    let expected = [
      1 * slopes[0][0], 1 * slopes[0][1], 2 * slopes[0][0], 2 * slopes[0][1],
      -1 * slopes[1][0], -1 * slopes[1][1], 0.5 * slopes[1][0], 0.5 * slopes[1][1],
    ]
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-12) }
  }

  @Test func perExampleGradientsAreProductsNotLoops() throws {
    let builder = GraphBuilder()
    let outputs = try perExampleGradients(builder, .f32)
    let graph = optimised(builder.finish(outputs: outputs), verifying: true)
    let plan = Executable(graph).description
    #expect(plan.contains("product f32 [N, I] @ [I, O]"), "\(plan)")
    #expect(!plan.contains("reference"), "\(plan)")
  }
}
