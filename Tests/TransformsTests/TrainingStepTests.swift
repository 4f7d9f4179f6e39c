import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// The graph of a whole training step, as the language builds it.
@Suite struct TrainingStepTests {
  /// One step of gradient descent for a network of the given sizes; the loss, then the parameters.
  static func graph(_ sizes: [Dim]) throws -> Graph {
    let builder = GraphBuilder()
    let rows = Dim(builder.newSymbol(named: "B"))
    let last = sizes.count - 1
    let x = builder.parameter("x", TensorType(.f64, [rows, sizes[0]]))
    let y = builder.parameter("y", TensorType(.i32, [rows], bound: sizes[last]))
    let rate = builder.parameter("rate", TensorType(.f64))
    var parameters: [ValueID] = []
    for layer in 0..<last {
      let shape = [sizes[layer], sizes[layer + 1]]
      parameters.append(builder.parameter("w\(layer)", TensorType(.f64, shape)))
      parameters.append(builder.parameter("b\(layer)", TensorType(.f64, [shape[1]])))
    }
    let targets = parameters.map { builder.add(Identity(), [$0]) }
    var h = x
    for layer in 0..<last {
      let product = Contract(lhsContracted: [1], rhsContracted: [0])
      h = builder.add(product, [h, targets[2 * layer]])
      let dims = builder.type(of: h).dims
      h = builder.elementwise(
        .add, [h, builder.broadcast(targets[2 * layer + 1], to: dims, axes: [1])])
      if layer < last - 1 {
        h = builder.elementwise(.maximum, [builder.filled(0, builder.type(of: h)), h])
      }
    }
    let scores = builder.logSoftmax(h, axis: 1)
    let picked = builder.add(Gather(axes: [0, 1]), [scores, builder.add(Iota(dim: rows)), y])
    let loss = builder.mean(builder.elementwise(.negate, [picked]), axes: [0])
    let gradients = try differentiate(builder, value: loss, withRespectTo: targets)
    let updated = zip(parameters, gradients).map { parameter, gradient in
      let step = builder.broadcast(rate, to: builder.type(of: parameter).dims, axes: [])
      let change = builder.elementwise(.multiply, [step, gradient])
      return builder.elementwise(.subtract, [parameter, change])
    }
    return builder.finish(outputs: [loss] + updated)
  }

  /// Inputs for sizes 3, 4, 2 and five rows.
  static let inputs: [Tensor] = {
    let numbers = { (shape: [Int]) in
      Tensor((0..<shape.reduce(1, *)).map { Double($0 * 7 % 11) / 5 - 1 }, shape: shape)
    }
    return [
      numbers([5, 3]), Tensor(i32: [0, 1, 1, 0, 1], bound: 2), Tensor(scalar: 0.1),
      numbers([3, 4]), numbers([4]), numbers([4, 2]), numbers([2]),
    ]
  }()

  @Test func optimisedStepIsTheSameStep() throws {
    let graph = try Self.graph([3, 4, 2])
    try graph.verify()
    let expected = try ReferenceInterpreter.evaluate(graph, Self.inputs)
    let simpler = optimised(graph, verifying: true)
    let found = try ReferenceInterpreter.evaluate(simpler, Self.inputs)
    for (a, b) in zip(found, expected) { #expect(a.isClose(to: b, relative: 1e-12)) }
  }

  @Test func stepLowersTheLoss() throws {
    let graph = try optimised(Self.graph([3, 4, 2]), verifying: true)
    var inputs = Self.inputs
    var losses: [Double] = []
    for _ in 0..<20 {
      let outputs = try ReferenceInterpreter.evaluate(graph, inputs)
      losses.append(outputs[0].scalarDouble)
      inputs.replaceSubrange(3..., with: outputs[1...])
    }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func stepHasNothingThatIsNotNeeded() throws {
    let names = try optimised(Self.graph([784, 256, 10])).nodes.map(\.operation.name)
    // Two products forward, and backward one for the input of the second layer and two for weights.
    #expect(names.count { $0 == "contract" } == 5)
    for name in ["transpose", "reshape", "identity", "stop_gradient", "scatter_add"] {
      #expect(!names.contains(name))
    }
    #expect(names.count <= 66)
  }
}
