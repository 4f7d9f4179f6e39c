import GraphSupport
import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms

/// Graphs of random operations, with their gradients.
enum RandomGraphs {
  /// A graph on matrices of sizes N × M, N × N and M × M.
  static func graph(_ draw: inout Draw, _ element: ElementType) throws -> Graph {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let m = Dim(builder.newSymbol(named: "M"))
    let x = builder.parameter("x", TensorType(element, [n, m]))
    let y = builder.parameter("y", TensorType(element, [n, m]))
    var values = [x, y]
    for _ in 0..<12 {
      let value = values[draw.next(below: values.count)]
      values.append(node(value, values[draw.next(below: values.count)], builder, &draw))
    }
    let sums = values.suffix(3).map { value in
      builder.mean(value, axes: Array(builder.type(of: value).dims.indices))
    }
    let loss = sums.dropFirst().reduce(sums[0]) { builder.elementwise(.add, [$0, $1]) }
    let gradients = try differentiate(builder, value: loss, withRespectTo: [x, y])
    return builder.finish(outputs: [loss] + gradients + values.suffix(2))
  }

  /// A random operation on a value, and on another one if it has the same sizes.
  private static func node(
    _ value: ValueID, _ other: ValueID, _ builder: GraphBuilder, _ draw: inout Draw
  ) -> ValueID {
    let type = builder.type(of: value)
    let axes = Array(type.dims.indices)
    switch draw.next(below: 14) {
    case 0: return builder.elementwise(.tanh, [value])
    case 1: return builder.elementwise(.sigmoid, [value])
    case 2: return builder.transpose(value, axes.reversed())
    case 3: return builder.elementwise(.multiply, [value, builder.filled(0.5, type)])
    case 4: return builder.elementwise(.power, [value, builder.filled(2, type)])
    case 5: return builder.reshape(builder.reshape(value, [type.count]), type.dims)
    case 6:
      let mean = builder.mean(value, axes: [0])
      return builder.elementwise(.subtract, [value, builder.spread(mean, like: value, axis: 0)])
    case 7 where builder.type(of: other).dims == type.dims:
      return builder.elementwise(.add, [value, other])
    case 8 where builder.type(of: other).dims == type.dims:
      return builder.elementwise(.maximum, [value, other])
    case 9 where builder.type(of: other).dims.last == type.dims.last:
      let last = axes.count - 1
      return builder.elementwise(
        .tanh,
        [builder.add(Contract(lhsContracted: [last], rhsContracted: [last]), [value, other])])
    case 10: return builder.logSoftmax(value, axis: draw.next(below: axes.count))
    case 11:
      let part = builder.slice(value, axis: 0, from: 0, to: 1)
      let rest = builder.slice(value, axis: 0, from: 1, to: type.dims[0])
      let joined = builder.add(Concatenate(axis: 0), [rest, part])
      return builder.assume(joined, type)
    case 12:
      let isSmall = builder.elementwise(.less, [value, builder.filled(0.1, type)])
      return builder.elementwise(.select, [isSmall, value, builder.elementwise(.exp, [value])])
    case 13:
      let row = builder.add(Iota(dim: type.dims[0]))
      return builder.add(Gather(axes: [0]), [value, row])
    default: return builder.softmax(value, axis: draw.next(below: axes.count))
    }
  }
}

/// The graph of a whole training step, as the language builds it.
enum TrainingStep {
  /// One step of gradient descent for a network of the given sizes; the loss, then the parameters.
  static func graph(_ sizes: [Int], _ element: ElementType) throws -> Graph {
    let builder = GraphBuilder()
    let rows = Dim(builder.newSymbol(named: "B"))
    let last = sizes.count - 1
    let x = builder.parameter("x", TensorType(element, [rows, Dim(sizes[0])]))
    let y = builder.parameter("y", TensorType(.i32, [rows], bound: Dim(sizes[last])))
    let rate = builder.parameter("rate", TensorType(element))
    var parameters: [ValueID] = []
    for layer in 0..<last {
      let shape = [Dim(sizes[layer]), Dim(sizes[layer + 1])]
      parameters.append(builder.parameter("w\(layer)", TensorType(element, shape)))
      parameters.append(builder.parameter("b\(layer)", TensorType(element, [shape[1]])))
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

  /// Inputs for a network of the given sizes.
  static func inputs(_ sizes: [Int], rows: Int, _ element: ElementType, _ draw: inout Draw)
    -> [Tensor]
  {
    var inputs = [
      draw.tensor([rows, sizes[0]], as: element),
      draw.positions([rows], below: sizes[sizes.count - 1]),
      Tensor(scalar: 0.1).converted(to: element),
    ]
    for layer in 0..<sizes.count - 1 {
      let scale = 1 / Double(sizes[layer]).squareRoot()
      inputs.append(
        draw.tensor([sizes[layer], sizes[layer + 1]], in: -scale...scale, as: element))
      inputs.append(draw.tensor([sizes[layer + 1]], in: -scale...scale, as: element))
    }
    return inputs
  }
}
