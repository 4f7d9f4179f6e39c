import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms

/// A scalar that a random graph computes from three inputs, and its derivatives.
package struct CatalogueLoss {
  /// The seed of the graph.
  package let seed: Int

  /// The shapes of the inputs.
  package static let shapes = [[3], [2, 2], []]

  /// The loss of a seed.
  package init(seed: Int) { self.seed = seed }

  /// Numbers of the inputs, or a direction.
  package static func numbers(_ seed: Int) -> [Tensor] {
    var draw = Draw(seed: seed)
    return shapes.map { draw.tensor($0) }
  }

  /// The loss.
  package func value(_ builder: GraphBuilder, _ inputs: [ValueID]) -> ValueID {
    var random = CatalogueGraph(seed: seed)
    let value = random.value(builder, inputs, steps: 5, depth: 2)
    return builder.reduce(.sum, value, axes: [0])
  }

  /// The loss, its tangent along a direction, its gradients; of order 2 also the tangents of the
  /// gradients, by forward and by reverse mode.
  package func graph(_ direction: [Tensor], order: Int) throws -> Graph {
    let builder = GraphBuilder()
    let inputs = Self.shapes.map { shape in
      builder.parameter("x", TensorType(.f64, shape.map { Dim($0) }))
    }
    let loss = value(builder, inputs)
    let moves = zip(inputs, direction).map { Direction($0, builder.add(Constant($1))) }
    let tangent = try tangents(builder, of: [loss], along: moves)[0] ?? builder.constant(0, .f64)
    let gradients = try differentiate(builder, value: loss, withRespectTo: inputs)
    var outputs = [loss, tangent] + gradients
    if order > 1 {
      let changes = try tangents(builder, of: gradients, along: moves)
      outputs += zip(changes, gradients).map { $0 ?? builder.filled(0, builder.type(of: $1)) }
      let slope = slope(builder, gradients, moves)
      outputs += try differentiate(builder, value: slope, withRespectTo: inputs)
    }
    return builder.finish(outputs: outputs)
  }

  /// The sum of the products of gradients and tangents.
  private func slope(_ builder: GraphBuilder, _ gradients: [ValueID], _ moves: [Direction])
    -> ValueID
  {
    let products = zip(gradients, moves).map { gradient, move in
      let product = builder.elementwise(.multiply, [gradient, move.tangent])
      let axes = Array(builder.type(of: product).dims.indices)
      return builder.reduce(.sum, product, axes: axes)
    }
    return products.dropFirst().reduce(products[0]) { builder.elementwise(.add, [$0, $1]) }
  }
}
