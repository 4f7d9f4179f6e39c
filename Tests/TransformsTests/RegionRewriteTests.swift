import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Rewrites of nodes with regions.
@Suite struct RegionRewriteTests {
  /// A builder with `x: f64[N, M]` and `w: f64[M]`.
  func start() -> (builder: GraphBuilder, x: ValueID, w: ValueID) {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let m = Dim(builder.newSymbol(named: "M"))
    let x = builder.parameter("x", TensorType(.f64, [n, m]))
    return (builder, x, builder.parameter("w", TensorType(.f64, [m])))
  }

  /// The only node of a graph's outputs that has regions.
  func control(_ builder: GraphBuilder, _ outputs: [ValueID]) throws -> Node {
    let graph = optimised(builder.finish(outputs: outputs), verifying: true)
    let nodes = graph.nodes.filter { !$0.regions.isEmpty }
    try #require(nodes.count == 1, "\(graph)")
    return nodes[0]
  }

  /// The names of the operations of a region.
  func names(_ region: Graph) -> [String] { region.nodes.map(\.operation.name) }

  @Test func whatNobodyReadsIsNotCarriedSlicedOrYielded() throws {
    let (builder, x, w) = start()
    let rows = builder.type(of: x).dims[0]
    let (final, _) = builder.loop(
      count: rows, carried: [w, w, w], sliced: [x, x], invariants: [w, w]
    ) { body in
      let inner = body.builder
      // The first value needs the second, which needs itself; the third leads nowhere.
      let first = inner.elementwise(.add, [body.carried[1], body.invariants[0]])
      let second = inner.elementwise(.multiply, [body.carried[1], body.slices[0]])
      let third = inner.elementwise(.exp, [body.carried[2]])
      return ([first, second, third], [inner.elementwise(.sin, [body.slices[1]])])
    }
    let node = try control(builder, [final[0]])
    #expect(node.operation as? Loop == Loop(count: rows, carried: 2, sliced: 1))
    #expect(node.inputs.count == 4 && node.results.count == 2)
    #expect(names(node.regions[0]) == ["add", "multiply"])
  }

  @Test func aConditionKeepsWhatItNeeds() throws {
    let (builder, _, w) = start()
    let zero = builder.constant(0, .i32)
    let results = builder.whileLoop(carried: [zero, w, w], invariants: [w], limit: 9) {
      test, values in
      test.elementwise(.less, [values[0], test.constant(5, .i32)])
    } body: { step, values in
      [
        step.elementwise(.add, [values[0], step.constant(1, .i32)]),
        step.elementwise(.sin, [values[1]]), step.elementwise(.add, [values[2], values[3]]),
      ]
    }
    let node = try control(builder, [results[1]])
    #expect(node.inputs.count == 2 && node.results.count == 2)
    #expect(names(node.regions[1]).filter { $0 != "constant" } == ["add", "sin"])
  }

  @Test func whatAUsedValueNeedsIsCarriedToo() throws {
    let (builder, _, w) = start()
    let size = builder.constant(1, .f64)
    let results = builder.whileLoop(carried: [size, size, w], limit: 3) { test, values in
      test.elementwise(.less, [values[0], test.constant(5, .f64)])
    } body: { step, values in
      [step.elementwise(.add, [values[0], values[1]]), values[1], values[2]]
    }
    let node = try control(builder, [results[0]])
    #expect(node.operation as? While == While(carried: 2, limit: 3))
  }

  @Test func branchesLoseWhatIsNotUsed() throws {
    let (builder, x, w) = start()
    let condition = builder.parameter("condition", TensorType(.bool))
    let results = builder.conditional(condition, [x, w]) { then, values in
      [then.elementwise(.exp, [values[0]]), then.elementwise(.sin, [values[1]])]
    } else: { _, values in
      values
    }
    let node = try control(builder, [results[1]])
    #expect(node.inputs.count == 2 && node.results.count == 1)
    #expect(names(node.regions[0]) == ["sin"] && node.regions[1].nodes.isEmpty)
  }

  @Test func capturedConstantsAreFoldedInside() throws {
    let (builder, _, w) = start()
    let two = builder.filled(2, builder.type(of: w))
    let final = builder.loop(count: 3, carried: [w], invariants: [two]) { body in
      ([body.builder.elementwise(.power, [body.carried[0], body.invariants[0]])], [])
    }.carried
    let node = try control(builder, final)
    #expect(node.inputs.count == 1 && names(node.regions[0]) == ["multiply"])
  }

  @Test func equalLoopsRunOnce() throws {
    let (builder, x, w) = start()
    let rows = builder.type(of: x).dims[0]
    let finals = (0..<2).flatMap { _ in
      builder.loop(count: rows, carried: [w], sliced: [x]) { body in
        let sum = body.builder.elementwise(.add, [body.carried[0], body.slices[0]])
        let again = body.builder.elementwise(.add, [body.carried[0], body.slices[0]])
        return ([body.builder.elementwise(.multiply, [sum, again])], [])
      }.carried
    }
    let node = try control(builder, [builder.elementwise(.add, finals)])
    #expect(names(node.regions[0]) == ["add", "multiply"])
  }

  @Test func theGraphOfALoopDoesNotGrowWithItsSteps() throws {
    let counts = try [3, 30_000].map { steps in
      let (builder, _, w) = start()
      let final = builder.loop(count: Dim(steps), carried: [w]) { body in
        ([body.builder.elementwise(.sin, [body.carried[0]])], [])
      }.carried
      let sum = builder.reduce(.sum, final[0], axes: [0])
      let gradient = try differentiate(builder, value: sum, withRespectTo: [w])
      let graph = optimised(builder.finish(outputs: gradient), verifying: true)
      return graph.nodes.count + graph.nodes.flatMap(\.regions).reduce(0) { $0 + $1.nodes.count }
    }
    #expect(counts[0] == counts[1] && counts[0] < 20)
  }

  @Test(arguments: [(0, true), (1, true), (2, false), (-1, false)])
  func theGradientOfAPickedEntryIsAnEntry(distance: Int, isPicked: Bool) throws {
    let (builder, x, w) = start()
    let steps = builder.type(of: x).dims[0] - 1
    let inner = GraphBuilder(regionOf: builder)
    let index = inner.parameter("index", TensorType(.i32, bound: steps))
    let state = inner.parameter("state", builder.type(of: w))
    let all = inner.parameter("all", builder.type(of: x))
    let moved = inner.elementwise(.add, [index, inner.constant(Double(distance), .i32)])
    let remainder = inner.elementwise(
      .remainder, [moved, inner.add(SizeValue(dim: steps + 1, element: .i32))])
    let place = inner.assume(
      isPicked ? moved : remainder, TensorType(.i32, bound: steps + 1))
    let row = inner.add(Gather(axes: [0]), [all, place])
    let next = inner.elementwise(.tanh, [inner.elementwise(.add, [state, row])])
    let planned = PlannedLoop(
      Loop(count: steps, carried: 1, sliced: 0), [w, x], body: inner.finish(outputs: [next]))
    let sliced = planned.slicingPicks(builder)
    #expect(sliced.operation.sliced == (isPicked ? 1 : 0))
    var outputs: [ValueID] = []
    for loop in [planned, sliced] {
      let final = builder.addMultiple(loop.operation, loop.inputs, regions: [loop.body])
      let sum = builder.reduce(.sum, final[0], axes: [0])
      outputs += final + (try differentiate(builder, value: sum, withRespectTo: [x, w]))
    }
    let graph = builder.finish(outputs: outputs)
    try graph.verify()
    let inputs = [
      Tensor(f64: [0.1, -0.4, 0.7, 0.2, 0.3, -0.9], shape: [3, 2]), Tensor(f64: [0.5, -0.3]),
    ]
    let found = try ReferenceInterpreter.evaluate(graph, inputs)
    for (a, b) in zip(found.prefix(3), found.suffix(3)) { #expect(a.isClose(to: b)) }
  }
}
