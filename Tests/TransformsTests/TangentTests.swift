import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Forward mode on graphs of several nodes.
@Suite struct TangentTests {
  /// A chain of products and functions of a matrix, and its mean.
  static func loss(_ builder: GraphBuilder, _ x: ValueID, depth: Int) -> ValueID {
    var value = x
    for _ in 0..<depth {
      let product = builder.add(Contract(lhsContracted: [1], rhsContracted: [0]), [value, x])
      value = builder.elementwise(.tanh, [product])
    }
    return builder.mean(value, axes: [0, 1])
  }

  @Test func aHessianVectorProductCostsTwoGradients() throws {
    let builder = GraphBuilder()
    let type = TensorType(.f64, [3, 3])
    let x = builder.parameter("x", type)
    let t = builder.parameter("t", type)
    let loss = Self.loss(builder, x, depth: 10)
    let gradient = try differentiate(builder, value: loss, withRespectTo: [x])
    let first = optimised(builder.finish(outputs: gradient))
    let product = try tangents(builder, of: gradient, along: [Direction(x, t)])
    let second = optimised(builder.finish(outputs: [try #require(product[0])]))
    let count = { (graph: Graph) in graph.nodes.count { $0.operation is Contract } }
    // Each product has two factors that move.
    #expect(count(second) <= 3 * count(first), "\(count(second)) after \(count(first))")
  }

  @Test func noWayGivesNoTangent() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let hidden = builder.add(StopGradient(), [x])
    let found = try tangents(
      builder, of: [hidden, x], along: [Direction(x, builder.constant(2, .f64))])
    #expect(found[0] == nil)
    #expect(found[1] != nil)
  }

  @Test func whatMovesKeepsItsDirection() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let y = builder.elementwise(.multiply, [x, x])
    let (a, b) = (builder.constant(1, .f64), builder.constant(7, .f64))
    let found = try tangents(builder, of: [y], along: [Direction(x, a), Direction(y, b)])
    #expect(found == [b])
  }

  @Test func theTransposedRuleIsTheForwardOne() throws {
    let builder = GraphBuilder()
    let type = TensorType(.f64, [4])
    let x = builder.parameter("x", type)
    let t = builder.parameter("t", type)
    let results = [builder.elementwise(.tanh, [x]), builder.add(WithoutForwardRule(), [x])]
    let found = try tangents(builder, of: results, along: [Direction(x, t)])
    let graph = builder.finish(outputs: found.compactMap { $0 })
    let inputs = [Tensor([0.5, -1, 2, 0], shape: [4]), Tensor([1.0, 2, -1, 3], shape: [4])]
    let tensors = try ReferenceInterpreter.evaluate(graph, inputs)
    #expect(tensors.count == 2 && tensors[0].hasSameBits(as: tensors[1]))
  }
}

/// The hyperbolic tangent with a reverse rule alone.
private struct WithoutForwardRule: Primitive {
  /// The name in the text form.
  var name: String { "tanh_backwards" }
  /// The function that has both rules.
  private let inner = Elementwise(function: .tanh)

  /// No page.
  static var pages: [OperationPage] { [] }

  /// The input's type.
  func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault) -> [TensorType] {
    inputs
  }

  /// The function.
  func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    try inner.evaluate(inputs, sizes: sizes)
  }

  /// The reverse rule.
  var derivative: Derivative {
    guard case .rule(let reverse, forward: _) = inner.derivative else { return inner.derivative }
    return .rule(reverse)
  }

  /// The function for each lane.
  var batching: Batching { inner.batching }
}
