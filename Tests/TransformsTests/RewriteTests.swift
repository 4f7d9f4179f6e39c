import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Rewrites keep what a graph computes, and leave less of it.
@Suite struct RewriteTests {
  /// A situation, and the operations that are left of it.
  struct Situation: Sendable, CustomTestStringConvertible {
    /// What it is about.
    let testDescription: String
    /// The names of the nodes that are left.
    let left: [String]
    /// What is built of `x: f64[N, M]`.
    let body: @Sendable (_ builder: GraphBuilder, _ x: ValueID) -> ValueID

    /// A situation of the given parts.
    init(
      _ words: String, leaves left: [String],
      _ body: @escaping @Sendable (_ builder: GraphBuilder, _ x: ValueID) -> ValueID
    ) {
      testDescription = words
      self.left = left
      self.body = body
    }
  }

  static let situations: [Situation] = [
    Situation("times one", leaves: []) { b, x in
      b.elementwise(.multiply, [b.filled(1, b.type(of: x)), x])
    },
    Situation("plus zero, less zero, over one", leaves: []) { b, x in
      let sum = b.elementwise(.add, [x, b.filled(0, b.type(of: x))])
      let difference = b.elementwise(.subtract, [sum, b.filled(0, b.type(of: x))])
      return b.elementwise(.divide, [difference, b.filled(1, b.type(of: x))])
    },
    Situation("negated twice", leaves: []) { b, x in
      b.elementwise(.negate, [b.elementwise(.negate, [x])])
    },
    Situation("squared by a power", leaves: ["multiply"]) { b, x in
      b.elementwise(.power, [x, b.filled(2, b.type(of: x))])
    },
    Situation("transposed twice", leaves: []) { b, x in
      b.transpose(b.transpose(x, [1, 0]), [1, 0])
    },
    Situation("reshaped there and back", leaves: []) { b, x in
      b.reshape(b.reshape(x, [b.type(of: x).count]), b.type(of: x).dims)
    },
    Situation("a sum of what was repeated", leaves: ["size", "broadcast", "multiply"]) { b, x in
      let dims = b.type(of: x).dims
      let wide = b.broadcast(x, to: [Dim(b.symbols[0])] + dims, axes: [1, 2])
      return b.reduce(.sum, wide, axes: [0])
    },
    Situation("arithmetic of constants", leaves: ["constant", "broadcast", "multiply"]) { b, x in
      let six = b.elementwise(.multiply, [b.constant(2, .f64), b.constant(3, .f64)])
      return b.elementwise(.multiply, [x, b.broadcast(six, to: b.type(of: x).dims, axes: [])])
    },
    Situation("a function of what was repeated", leaves: ["reduce_sum", "exp", "broadcast"]) {
      b, x in
      let row = b.reduce(.sum, x, axes: [0])
      return b.elementwise(.exp, [b.broadcast(row, to: b.type(of: x).dims, axes: [1])])
    },
    Situation("a product with a transposed matrix", leaves: ["contract"]) { b, x in
      let product = Contract(lhsContracted: [1], rhsContracted: [0])
      return b.add(product, [x, b.transpose(x, [1, 0])])
    },
    Situation("the same thing twice", leaves: ["exp", "add"]) { b, x in
      b.elementwise(.add, [b.elementwise(.exp, [x]), b.elementwise(.exp, [x])])
    },
    Situation("what is not used", leaves: ["exp"]) { b, x in
      _ = b.elementwise(.log, [x])
      return b.elementwise(.exp, [x])
    },
    Situation("a gradient's other name", leaves: ["exp"]) { b, x in
      b.elementwise(.exp, [b.add(StopGradient(), [b.add(Identity(), [x])])])
    },
    Situation("a choice that is known", leaves: ["exp"]) { b, x in
      let type = b.type(of: x)
      let never = b.filled(0, type.with(element: .bool))
      return b.elementwise(.select, [never, x, b.elementwise(.exp, [x])])
    },
  ]

  @Test(arguments: situations) func leavesLess(_ situation: Situation) throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let m = Dim(builder.newSymbol(named: "M"))
    let x = builder.parameter("x", TensorType(.f64, [n, m]))
    let graph = builder.finish(outputs: [situation.body(builder, x)])
    let simpler = optimised(graph, verifying: true)
    #expect(simpler.nodes.map(\.operation.name) == situation.left, "\(simpler)")
    let input = Tensor([0.5, 1, 2, 0.25, 3, 0.125], shape: [2, 3])
    let expected = try ReferenceInterpreter.evaluate(graph, [input])[0]
    let found = try ReferenceInterpreter.evaluate(simpler, [input])[0]
    #expect(found.isClose(to: expected, relative: 1e-14, absolute: 0))
  }

  @Test(arguments: Pass.allCases) func passKeepsValuesOfNestedGradients(_ pass: Pass) throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f64, [n, 3]))
    let w = builder.parameter("w", TensorType(.f64, [3, 4]))
    let product = Contract(lhsContracted: [1], rhsContracted: [0])
    let y = builder.logSoftmax(builder.add(product, [x, w]), axis: 1)
    let loss = builder.mean(builder.elementwise(.multiply, [y, y]), axes: [0, 1])
    let first = try differentiate(builder, value: loss, withRespectTo: [w])[0]
    let norm = builder.reduce(.sum, builder.elementwise(.multiply, [first, first]), axes: [0, 1])
    let second = try differentiate(builder, value: norm, withRespectTo: [x, w])
    let graph = builder.finish(outputs: [loss, first] + second)
    let simpler = pass.apply(to: graph)
    try simpler.verify()
    let inputs = [
      Tensor((0..<6).map { Double($0 % 5) / 3 }, shape: [2, 3]),
      Tensor((0..<12).map { Double($0 % 7) / 5 - 0.5 }, shape: [3, 4]),
    ]
    let expected = try ReferenceInterpreter.evaluate(graph, inputs)
    let found = try ReferenceInterpreter.evaluate(simpler, inputs)
    for (a, b) in zip(found, expected) {
      #expect(a.isClose(to: b, relative: 1e-10, absolute: 1e-12))
    }
    #expect(optimised(graph, verifying: true).nodes.count < graph.nodes.count)
  }
}
