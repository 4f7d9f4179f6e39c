import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// A scalar function of `f64` tensors, whose derivatives are compared with central differences.
///
/// The scalar is what a body builds, weighted by fixed numbers and summed.
struct GradientCheck {
  /// The inputs; only floating-point ones are varied.
  let inputs: [Tensor]
  /// What is differentiated.
  let body: (GraphBuilder, [ValueID]) -> [ValueID]

  /// A check of a body at the given inputs.
  init(_ inputs: [Tensor], _ body: @escaping (GraphBuilder, [ValueID]) -> [ValueID]) {
    self.inputs = inputs
    self.body = body
  }

  /// Compares gradients of the given order, 1 or 2, along a random direction.
  func expectAgreement(order: Int, relative: Double = 1e-5) throws {
    let varied = inputs.indices.filter { inputs[$0].elementType.isFloating }
    guard !varied.isEmpty else { return }
    var draw = Draw(seed: 7)
    let directions = inputs.map { draw.tensor($0.shape) }
    let (value, gradient) = try graphs(varied, order: order)
    let computed = try zip(varied, ReferenceInterpreter.evaluate(gradient, inputs))
      .reduce(0) { $0 + $1.1.dot(directions[$1.0]) }
    let step = 1e-4
    let ahead = try evaluate(value, along: directions, varied, by: step)
    let behind = try evaluate(value, along: directions, varied, by: -step)
    let expected = (ahead - behind) / (2 * step)
    let tolerance = relative * max(1, abs(expected))
    #expect(abs(computed - expected) <= tolerance, "\(computed) is not \(expected)\n\(gradient)")
  }

  /// The scalar, which for the second order is the gradient along a fixed direction; its gradients.
  private func graphs(_ varied: [Int], order: Int) throws -> (value: Graph, gradient: Graph) {
    let builder = GraphBuilder()
    let values = inputs.indices.map { builder.parameter("x\($0)", inputs[$0].type) }
    let targets = varied.map { values[$0] }
    var draw = Draw(seed: 11)
    var loss = weightedSum(body(builder, values), builder, &draw)
    for _ in 1..<order {
      let gradients = try differentiate(builder, value: loss, withRespectTo: targets)
      loss = weightedSum(gradients, builder, &draw)
    }
    let value = builder.finish(outputs: [loss])
    let gradients = try differentiate(builder, value: loss, withRespectTo: targets)
    for (target, gradient) in zip(targets, gradients) {
      #expect(builder.type(of: target) == builder.type(of: gradient))
    }
    let gradient = builder.finish(outputs: gradients)
    try gradient.verify()
    return (value, gradient)
  }

  /// The sum of all floating-point elements, each times a random number.
  func weightedSum(
    _ values: [ValueID], _ builder: GraphBuilder, _ draw: inout Draw
  ) -> ValueID {
    var total = builder.constant(0, .f64)
    for value in values {
      let type = builder.type(of: value)
      guard type.element.isFloating else { continue }
      let weights = builder.add(Constant(draw.tensor(type.dims.map { $0.constant! })))
      let wide = builder.cast(value, to: .f64)
      let product = builder.elementwise(.multiply, [wide, weights])
      let sum = builder.reduce(.sum, product, axes: Array(type.dims.indices))
      total = builder.elementwise(.add, [total, sum])
    }
    return total
  }

  /// The scalar at the inputs moved along directions.
  func evaluate(
    _ graph: Graph, along directions: [Tensor], _ varied: [Int], by step: Double
  ) throws -> Double {
    var moved = inputs
    for index in varied { moved[index] = inputs[index].moved(along: directions[index], by: step) }
    return try ReferenceInterpreter.evaluate(graph, moved)[0].scalarDouble
  }
}
