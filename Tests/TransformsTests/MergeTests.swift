import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Loops and conditionals whose values and tangents cost one walk.
@Suite struct MergeTests {
  /// A graph of a value and its tangent, before and after all passes.
  func graphs(
    _ make: (GraphBuilder, _ x: ValueID, _ w: ValueID) throws -> [ValueID]
  ) throws -> (plain: Graph, merged: Graph) {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f64, [n]))
    let w = builder.parameter("w", TensorType(.f64, [n]))
    let directions = ["s", "t"].map { builder.parameter($0, TensorType(.f64, [n])) }
    let values = try make(builder, x, w)
    let moving = [Direction(x, directions[0]), Direction(w, directions[1])]
    let found = try tangents(builder, of: values, along: moving).map {
      $0 ?? builder.filled(0, TensorType(.f64, [n]))
    }
    let plain = builder.finish(outputs: values + found)
    try plain.verify()
    return (plain, optimised(plain, verifying: true))
  }

  /// Checks that both compute the same.
  func check(_ graphs: (plain: Graph, merged: Graph)) throws {
    for size in [1, 3] {
      let inputs = (0..<4).map { input -> Tensor in
        let numbers = (0..<size).map { Double($0 * 7 + input * 3) / 10 - 0.6 }
        return Tensor(numbers, shape: [size])
      }
      let expected = try ReferenceInterpreter.evaluate(graphs.plain, inputs)
      let found = try ReferenceInterpreter.evaluate(graphs.merged, inputs)
      for (a, b) in zip(found, expected) {
        #expect(a.isClose(to: b, relative: 1e-12, absolute: 1e-12), "\(graphs.merged)")
      }
    }
  }

  /// The nodes with regions, those inside of regions among them.
  func count(_ graph: Graph) -> Int {
    graph.nodes.reduce(0) { sum, node in
      sum + (node.regions.isEmpty ? 0 : 1) + node.regions.reduce(0) { $0 + count($1) }
    }
  }

  @Test func aLoopAndItsTangentAreOneLoop() throws {
    let graphs = try graphs { builder, x, w in
      let results = builder.loop(count: 5, carried: [x, x], sliced: [], invariants: [w]) { body in
        let inner = body.builder
        let sum = inner.elementwise(.multiply, [body.carried[0], body.invariants[0]])
        let next = inner.elementwise(.sin, [sum])
        return ([inner.elementwise(.add, [next, body.carried[1]]), next], [next])
      }
      let total = builder.reduce(.sum, results.stacked[0], axes: [0])
      return [results.carried[0], total]
    }
    #expect(count(graphs.plain) == 2 && count(graphs.merged) == 1)
    try check(graphs)
  }

  @Test func aConditionalAndItsTangentAreOneConditional() throws {
    let graphs = try graphs { builder, x, w in
      let sum = builder.reduce(.sum, x, axes: [0])
      let isBig = builder.elementwise(.less, [builder.constant(0, .f64), sum])
      let value = builder.conditional(isBig, [x, w]) { then, values in
        [then.elementwise(.multiply, [then.elementwise(.exp, [values[0]]), values[1]])]
      } else: { otherwise, values in
        [otherwise.elementwise(.sin, [values[1]])]
      }
      return [value[0], builder.elementwise(.exp, [value[0]])]
    }
    #expect(count(graphs.plain) == 2 && count(graphs.merged) == 1)
    try check(graphs)
  }

  @Test func aWhileLoopAndItsTangentAreOneLoop() throws {
    let graphs = try graphs { builder, x, w in
      let zero = builder.constant(0, .i32)
      let results = builder.whileLoop(carried: [zero, x], invariants: [w]) { test, values in
        test.elementwise(.less, [values[0], test.constant(3, .i32)])
      } body: { step, values in
        let product = step.elementwise(.multiply, [values[1], values[2]])
        return [
          step.elementwise(.add, [values[0], step.constant(1, .i32)]),
          step.elementwise(.tanh, [product]),
        ]
      }
      return [results[1]]
    }
    #expect(count(graphs.plain) == 2 && count(graphs.merged) == 1)
    try check(graphs)
  }

  @Test func loopsThatReadEachOtherStayApart() throws {
    let graphs = try graphs { builder, x, w in
      var values = [x]
      for _ in 0..<2 {
        let last = values[values.count - 1]
        values +=
          builder.loop(count: 5, carried: [x], invariants: [last]) { body in
            ([body.builder.elementwise(.sin, [body.carried[0]])], [])
          }.carried
        values +=
          builder.loop(count: 5, carried: [x], invariants: [values[1]]) { body in
            let sum = body.builder.elementwise(.multiply, [body.carried[0], body.invariants[0]])
            return ([body.builder.elementwise(.cos, [sum])], [])
          }.carried
      }
      return [values[values.count - 1]]
    }
    try check(graphs)
  }

  @Test func aHessianTimesAVectorWalksTwice() throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f64, [n]))
    let v = builder.parameter("v", TensorType(.f64, [n]))
    let final = builder.loop(count: n, carried: [x], invariants: [x]) { body in
      let inner = body.builder
      let product = inner.elementwise(.multiply, [body.carried[0], body.invariants[0]])
      return ([inner.elementwise(.sin, [product])], [])
    }.carried[0]
    let loss = builder.reduce(.sum, final, axes: [0])
    let gradient = try differentiate(builder, value: loss, withRespectTo: [x])
    let product = try tangents(builder, of: gradient, along: [Direction(x, v)])
    let outputs = [loss] + gradient + product.compactMap { $0 }
    let graph = optimised(builder.finish(outputs: outputs), verifying: true)
    // One loop forwards and one backwards, each with its tangents.
    #expect(count(graph) == 2, "\(graph)")
  }
}
