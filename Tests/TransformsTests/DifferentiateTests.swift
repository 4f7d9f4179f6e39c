import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTransforms
import Testing

/// Reverse mode on graphs of several nodes.
@Suite struct DifferentiateTests {
  /// The value of a scalar graph at `x`.
  func evaluate(_ builder: GraphBuilder, _ output: ValueID, at x: Double) throws -> Double {
    let graph = builder.finish(outputs: [output])
    try graph.verify()
    return try ReferenceInterpreter.evaluate(graph, [Tensor(scalar: x)])[0].scalarDouble
  }

  @Test func thirdDerivativeOfAPower() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    var value = builder.elementwise(.power, [x, builder.constant(4, .f64)])
    for _ in 0..<3 {
      value = try differentiate(builder, value: value, withRespectTo: [x])[0]
    }
    #expect(try evaluate(builder, value, at: 2) == 48)
  }

  @Test func noPathGivesZeros() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let y = builder.constant(3, .f64)
    let gradient = try differentiate(builder, value: y, withRespectTo: [x])[0]
    #expect(try evaluate(builder, gradient, at: 2) == 0)
  }

  @Test func stopGradientHidesAFactor() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let hidden = builder.add(StopGradient(), [x])
    let value = builder.elementwise(.multiply, [x, hidden])
    let gradient = try differentiate(builder, value: value, withRespectTo: [x])[0]
    #expect(try evaluate(builder, gradient, at: 5) == 5)
  }

  @Test func seedScalesTheGradient() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let value = builder.elementwise(.multiply, [x, x])
    let seed = builder.constant(10, .f64)
    let gradient = try differentiate(builder, value: value, withRespectTo: [x], seed: seed)[0]
    #expect(try evaluate(builder, gradient, at: 3) == 60)
  }

  @Test func nodesBeforeTheFirstAreConstant() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let square = builder.elementwise(.multiply, [x, x])
    let first = builder.nodeCount
    let inner = builder.add(Identity(), [x])
    let value = builder.elementwise(.multiply, [inner, square])
    let gradient = try differentiate(builder, value: value, withRespectTo: [inner], from: first)[0]
    #expect(try evaluate(builder, gradient, at: 3) == 9)
    let outer = try differentiate(builder, value: gradient, withRespectTo: [x])[0]
    #expect(try evaluate(builder, outer, at: 3) == 6)
  }

  @Test func adjointsCarryTheSpanOfTheirNode() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let span = SourceSpan(file: SourceID(index: 0), start: 3, end: 9)
    let value = builder.add(Elementwise(function: .exp), [x], at: span)
    let gradient = try differentiate(builder, value: value, withRespectTo: [x])[0]
    #expect(builder.node(producing: gradient)?.span == span)
  }

  @Test func integersAndPositionsHaveNoAdjoint() throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f64, [n]))
    let place = builder.add(ArgExtreme(kind: .maximum, axis: 0), [x])
    let value = builder.add(Gather(axes: [0]), [x, place])
    let gradient = try differentiate(builder, value: value, withRespectTo: [x])[0]
    let graph = builder.finish(outputs: [gradient])
    let result = try ReferenceInterpreter.evaluate(graph, [Tensor(f64: [1, 9, 4])])
    #expect(result[0].doubles == [0, 1, 0])
  }
}
