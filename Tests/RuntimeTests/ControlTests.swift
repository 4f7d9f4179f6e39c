import GraphSupport
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Plans of loops and conditionals against the reference interpreter.
@Suite struct ControlTests {
  /// A recurrent network over `T` steps on `B` rows, its loss and gradients, for any `T` and `B`.
  static func recurrence(_ element: ElementType, width: Int, order: Int = 1) throws -> Graph {
    let builder = GraphBuilder()
    let steps = Dim(builder.newSymbol(named: "T"))
    let rows = Dim(builder.newSymbol(named: "B"))
    let size = Dim(width)
    let h = builder.parameter("h", TensorType(element, [rows, size]))
    let x = builder.parameter("x", TensorType(element, [steps, rows, size]))
    let w = builder.parameter("w", TensorType(element, [size, size]))
    let (final, states) = builder.loop(
      count: steps, carried: [h], sliced: [x], invariants: [w]
    ) { body in
      let inner = body.builder
      let product = inner.add(
        Contract(lhsContracted: [1], rhsContracted: [0]), [body.carried[0], body.invariants[0]])
      let next = inner.elementwise(.tanh, [inner.elementwise(.add, [product, body.slices[0]])])
      return ([next], [next])
    }
    var loss = builder.reduce(
      .sum, builder.elementwise(.multiply, [states[0], states[0]]), axes: [0, 1, 2])
    var outputs = final + states + [loss]
    for _ in 0..<order {
      let gradients = try differentiate(builder, value: loss, withRespectTo: [h, x, w])
      outputs += gradients
      loss = builder.reduce(
        .sum, builder.elementwise(.multiply, [gradients[2], gradients[2]]), axes: [0, 1])
    }
    return optimised(builder.finish(outputs: outputs), verifying: true)
  }

  /// Inputs of the recurrence.
  static func inputs(_ element: ElementType, steps: Int, rows: Int, width: Int) -> [Tensor] {
    var draw = Draw(seed: steps + rows)
    let shapes = [[rows, width], [steps, rows, width], [width, width]]
    return shapes.map { draw.tensor($0, as: element) }
  }

  @Test(arguments: [0, 1, 2, 7], [1, 2])
  func recurrenceAgreesWithTheReference(steps: Int, order: Int) throws {
    let graph = try Self.recurrence(.f64, width: 4, order: order)
    let inputs = Self.inputs(.f64, steps: steps, rows: 3, width: 4)
    try ExecutableTests.check(graph, inputs, tolerance: 1e-9)
  }

  @Test func oneExecutableServesAllNumbersOfSteps() throws {
    let graph = try Self.recurrence(.f32, width: 5)
    let executable = Executable(graph)
    let pool = ThreadPool(threads: 2)
    for steps in [3, 0, 8, 3, 50] {
      let inputs = Self.inputs(.f32, steps: steps, rows: 2, width: 5)
      var given = inputs
      let found = try executable.run(&given, on: pool)
      let expected = try ReferenceInterpreter.evaluate(graph, inputs)
      for (a, b) in zip(found, expected) {
        #expect(a.isClose(to: b, relative: 1e-3, absolute: 1e-4))
      }
    }
  }

  @Test func bitsDoNotDependOnTheThreads() throws {
    let graph = try Self.recurrence(.f32, width: 200)
    let inputs = Self.inputs(.f32, steps: 6, rows: 150, width: 200)
    let alone = try ExecutableTests.run(graph, inputs, threads: 1)
    for threads in 2...3 {
      let together = try ExecutableTests.run(graph, inputs, threads: threads)
      for (a, b) in zip(alone, together) { #expect(a.hasSameBits(as: b)) }
    }
  }

  @Test func outputsThatARegionDoesNotComputeAreCopied() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64, [3]))
    let y = builder.parameter("y", TensorType(.f64, [3]))
    let m = builder.parameter("m", TensorType(.f64, [2, 3]))
    let (final, stacked) = builder.loop(
      count: 5, carried: [x, y], invariants: [m]
    ) { body in
      // Exchanged values, a view of an invariant, one value twice, a constant, the index.
      let row = body.builder.reshape(
        body.builder.slice(body.invariants[0], axis: 0, from: 1, to: 2), [3])
      let sum = body.builder.elementwise(.add, [body.carried[1], row])
      return (
        [sum, body.carried[0]],
        [row, sum, sum, body.builder.filled(2, TensorType(.f64, [3])), body.index]
      )
    }
    let graph = builder.finish(outputs: final + stacked)
    let inputs = [Tensor(f64: [1, 2, 3]), Tensor(f64: [4, 5, 6])]
    let matrix = Tensor(f64: [1, 2, 3, 10, 20, 30], shape: [2, 3])
    try ExecutableTests.check(graph, inputs + [matrix])
    #expect(try ExecutableTests.run(graph, inputs + [matrix])[0].doubles == [34, 65, 96])
  }

  @Test func sumsAreAddedToInPlace() throws {
    let builder = GraphBuilder()
    let start = builder.parameter("start", TensorType(.f32, [8, 8]))
    let x = builder.parameter("x", TensorType(.f32, [4, 8, 8]))
    let sum = builder.loop(count: 4, carried: [start], sliced: [x]) { body in
      let product = body.builder.add(
        Contract(lhsContracted: [0], rhsContracted: [0]), [body.slices[0], body.slices[0]])
      return ([body.builder.elementwise(.add, [body.carried[0], product])], [])
    }.carried
    let graph = builder.finish(outputs: sum)
    #expect(Executable(graph).description.contains("may take the memory of carried"))
    var draw = Draw(seed: 4)
    let inputs = [draw.tensor([8, 8], as: .f32), draw.tensor([4, 8, 8], as: .f32)]
    let before = inputs[0].doubles
    try ExecutableTests.check(graph, inputs, tolerance: 1e-4)
    #expect(inputs[0].doubles == before)
  }

  @Test(arguments: 0..<6) func whileRunsAnyNumberOfTimes(steps: Int) throws {
    let builder = GraphBuilder()
    let k = builder.parameter("k", TensorType(.i32))
    let x = builder.parameter("x", TensorType(.f64, [2]))
    let outputs = builder.whileLoop(carried: [k, x], limit: 4) { test, values in
      test.elementwise(.less, [test.constant(0, .i32), values[0]])
    } body: { step, values in
      [
        step.elementwise(.subtract, [values[0], step.constant(1, .i32)]),
        step.elementwise(.multiply, [values[1], step.filled(2, TensorType(.f64, [2]))]),
      ]
    }
    let graph = builder.finish(outputs: outputs)
    let inputs = [Tensor(scalar: Int32(steps)), Tensor(f64: [1, 3])]
    try ExecutableTests.check(graph, inputs)
    let expected = Double(1 << min(steps, 4))
    #expect(try ExecutableTests.run(graph, inputs)[1].doubles == [expected, 3 * expected])
  }

  @Test func aFaultInABranchIsOneOnlyWhereItIsTaken() throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let condition = builder.parameter("condition", TensorType(.bool))
    let x = builder.parameter("x", TensorType(.i32, [n]))
    let outputs = builder.conditional(condition, [x]) { then, values in
      [then.assume(then.add(ArgExtreme(kind: .maximum, axis: 0), values), TensorType(.i32))]
    } else: { otherwise, _ in
      [otherwise.constant(-1, .i32)]
    }
    let executable = Executable(builder.finish(outputs: outputs))
    let pool = ThreadPool(threads: 1)
    for (numbers, isTaken) in [([4, 9, 2], true), ([], false), ([], true)] as [([Int32], Bool)] {
      var inputs = [Tensor(bool: [isTaken], shape: []), Tensor(i32: numbers)]
      if numbers.isEmpty && isTaken {
        #expect(throws: RunFault.self) { try executable.run(&inputs, on: pool) }
      } else {
        let found = try executable.run(&inputs, on: pool)[0].ints
        #expect(found == [isTaken ? 1 : -1])
      }
    }
  }

  @Test func loopsAndConditionalsNest() throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f64, [n]))
    let w = builder.parameter("w", TensorType(.f64, [n, n]))
    let (final, stacked) = builder.loop(count: n, carried: [x], sliced: [w], invariants: [w]) {
      outer in
      let inner = outer.builder.loop(
        count: n, carried: [outer.carried[0]], sliced: [outer.invariants[0]],
        invariants: [outer.slices[0]], reversed: true
      ) { body in
        let builder = body.builder
        let sum = builder.reduce(.sum, body.carried[0], axes: [0])
        let isBig = builder.elementwise(.less, [builder.constant(0, .f64), sum])
        let next = builder.conditional(
          isBig, [body.carried[0], body.slices[0], body.invariants[0]]
        ) { then, values in
          [then.elementwise(.tanh, [then.elementwise(.subtract, [values[0], values[1]])])]
        } else: { otherwise, values in
          [otherwise.elementwise(.add, [values[0], values[2]])]
        }
        return (next, [sum])
      }
      return (inner.carried, inner.stacked)
    }
    let axes = [0, 1]
    let loss = builder.reduce(.sum, stacked[0], axes: axes)
    let gradients = try differentiate(builder, value: loss, withRespectTo: [x, w])
    let graph = optimised(builder.finish(outputs: final + stacked + gradients), verifying: true)
    for size in [1, 2, 5] {
      var draw = Draw(seed: size)
      let inputs = [draw.tensor([size], as: .f64), draw.tensor([size, size], as: .f64)]
      try ExecutableTests.check(graph, inputs)
    }
  }

  /// The sum of a random value of two vectors, with gradients and those of a part of these.
  static func randomGraph(_ seed: Int, order: Int) throws -> Graph {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let inputs = ["x", "y"].map { builder.parameter($0, TensorType(.f64, [n])) }
    var random = RandomControl(draw: Draw(seed: seed))
    var loss = builder.reduce(.sum, random.value(builder, inputs, depth: 2), axes: [0])
    var outputs = [loss]
    for _ in 0..<order {
      let gradients = try differentiate(builder, value: loss, withRespectTo: inputs)
      outputs += gradients
      loss = builder.reduce(.sum, gradients[0], axes: [0])
    }
    return builder.finish(outputs: outputs)
  }

  @Test(arguments: 0..<40) func randomRegionsAgree(seed: Int) throws {
    let graph = try Self.randomGraph(seed, order: seed % 4 == 0 ? 2 : 1)
    try graph.verify()
    let simpler = optimised(graph, verifying: true)
    for size in [3, 1] {
      var draw = Draw(seed: seed)
      let inputs = [draw.tensor([size]), draw.tensor([size])]
      let expected = try ReferenceInterpreter.evaluate(graph, inputs)
      let found = try ReferenceInterpreter.evaluate(simpler, inputs)
      for (a, b) in zip(found, expected) {
        #expect(a.isClose(to: b, relative: 1e-9, absolute: 1e-9), "\(graph)\n\(simpler)")
      }
      try ExecutableTests.check(simpler, inputs)
    }
  }

  @Test(arguments: 0..<40) func randomRegionsHaveTheGradientsOfDifferences(seed: Int) throws {
    let graph = try Self.randomGraph(seed, order: 1)
    var draw = Draw(seed: seed)
    let inputs = [draw.tensor([3]), draw.tensor([3])]
    let directions = [draw.tensor([3]), draw.tensor([3])]
    let results = try ReferenceInterpreter.evaluate(graph, inputs)
    let slopes = zip(results.dropFirst(), directions).map { gradient, direction in
      zip(gradient.doubles, direction.doubles).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func value(_ step: Double) throws -> Double {
      let moved = zip(inputs, directions).map { input, direction in
        Tensor(f64: zip(input.doubles, direction.doubles).map { $0 + step * $1 })
      }
      return try ReferenceInterpreter.evaluate(graph, moved)[0].doubles[0]
    }
    let expected = try (value(1e-5) - value(-1e-5)) / 2e-5
    let found = slopes[0] + slopes[1]
    #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)), "\(found) \(expected)\n\(graph)")
  }
}
