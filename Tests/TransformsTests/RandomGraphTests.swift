import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Random well-typed graphs, with gradients, before and after all passes.
@Suite struct RandomGraphTests {
  /// A small generator of numbers (a multiplicative congruence), the same on every machine.
  struct Draw {
    /// What the next number is made of.
    var state: UInt64

    /// The next number below a limit.
    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }

  /// A graph of random operations on matrices of sizes N × M, N × N and M × M, and its gradients.
  func graph(_ draw: inout Draw) throws -> Graph {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let m = Dim(builder.newSymbol(named: "M"))
    let x = builder.parameter("x", TensorType(.f64, [n, m]))
    let y = builder.parameter("y", TensorType(.f64, [n, m]))
    var values = [x, y]
    for _ in 0..<12 {
      let value = values[draw.next(below: values.count)]
      values.append(node(value, values[draw.next(below: values.count)], builder, &draw))
    }
    let sums = values.suffix(3).map { value in
      builder.reduce(
        .sum, value, axes: Array(builder.type(of: value).dims.indices))
    }
    let loss = sums.dropFirst().reduce(sums[0]) { builder.elementwise(.add, [$0, $1]) }
    let gradients = try differentiate(builder, value: loss, withRespectTo: [x, y])
    return builder.finish(outputs: [loss] + gradients)
  }

  /// A random operation on a value, and on another one if it has the same sizes.
  func node(
    _ value: ValueID, _ other: ValueID, _ builder: GraphBuilder, _ draw: inout Draw
  ) -> ValueID {
    let type = builder.type(of: value)
    let axes = Array(type.dims.indices)
    switch draw.next(below: 10) {
    case 0: return builder.elementwise(.tanh, [value])
    case 1: return builder.elementwise(.sigmoid, [value])
    case 2: return builder.transpose(value, axes.reversed())
    case 3: return builder.elementwise(.multiply, [value, builder.filled(1, type)])
    case 4:
      return builder.elementwise(
        .power, [value, builder.filled(Double(draw.next(below: 4)), type)])
    case 5: return builder.reshape(builder.reshape(value, [type.count]), type.dims)
    case 6:
      let sum = builder.mean(value, axes: [0])
      return builder.elementwise(.subtract, [value, builder.spread(sum, like: value, axis: 0)])
    case 7 where builder.type(of: other).dims == type.dims:
      return builder.elementwise(.add, [value, other])
    case 8 where builder.type(of: other).dims == type.dims:
      return builder.elementwise(.maximum, [value, other])
    case 9 where builder.type(of: other).dims.last == type.dims.last:
      let last = axes.count - 1
      return builder.elementwise(
        .tanh,
        [builder.add(Contract(lhsContracted: [last], rhsContracted: [last]), [value, other])])
    default: return builder.softmax(value, axis: draw.next(below: axes.count))
    }
  }

  @Test(arguments: 0..<60) func optimisedGraphsYieldTheSame(_ seed: Int) throws {
    var draw = Draw(state: UInt64(seed) &* 7919 &+ 13)
    let graph = try graph(&draw)
    try graph.verify()
    let simpler = optimised(graph, verifying: true)
    let inputs = (0..<2).map { _ in
      Tensor((0..<6).map { _ in Double(draw.next(below: 2000)) / 1000 - 1 }, shape: [2, 3])
    }
    let expected = try ReferenceInterpreter.evaluate(graph, inputs)
    let found = try ReferenceInterpreter.evaluate(simpler, inputs)
    for (a, b) in zip(found, expected) {
      #expect(a.isClose(to: b, relative: 1e-9, absolute: 1e-9), "\(graph)\n\(simpler)")
    }
  }
}
