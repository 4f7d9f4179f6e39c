import Glibc
import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Loops and conditionals against the same computation written out, with their derivatives.
@Suite struct ControlTests {
  /// The inputs of a recurrence of some steps: a state, a row a step, a matrix, a step to look at.
  static func inputs(steps: Int) -> [Tensor] {
    var draw = Draw(seed: 3)
    return [draw.tensor([2, 3]), draw.tensor([steps, 3]), draw.tensor([3, 3])]
  }

  /// A step of the recurrence `h = tanh(h @ w + x)`, on rows of 3.
  static func step(_ builder: GraphBuilder, _ h: ValueID, _ x: ValueID, _ w: ValueID) -> ValueID {
    let product = builder.add(Contract(lhsContracted: [1], rhsContracted: [0]), [h, w])
    let row = builder.broadcast(x, to: builder.type(of: h).dims, axes: [1])
    return builder.elementwise(.tanh, [builder.elementwise(.add, [product, row])])
  }

  /// The sum of the products of two values along all axes.
  static func weighted(_ builder: GraphBuilder, _ value: ValueID) -> ValueID {
    builder.elementwise(.multiply, [value, builder.elementwise(.sin, [value])])
  }

  /// The recurrence as a loop: the last state, and the squares of all.
  static func rolled(_ steps: Int, reversed: Bool = false)
    -> (GraphBuilder, [ValueID]) -> [ValueID]
  {
    { builder, values in
      let (final, squares) = builder.loop(
        count: Dim(steps), carried: [values[0]], sliced: [values[1]], invariants: [values[2]],
        reversed: reversed
      ) { body in
        let h = step(body.builder, body.carried[0], body.slices[0], body.invariants[0])
        return ([h], [body.builder.elementwise(.multiply, [h, body.carried[0]])])
      }
      return final + squares
    }
  }

  /// The recurrence step by step.
  static func unrolled(_ steps: Int, reversed: Bool = false)
    -> (GraphBuilder, [ValueID]) -> [ValueID]
  {
    { builder, values in
      var h = values[0]
      var squares: [Int: ValueID] = [:]
      for step in 0..<steps {
        let index = reversed ? steps - 1 - step : step
        let row = builder.slice(values[1], axis: 0, from: Dim(index), to: Dim(index + 1))
        let next = Self.step(builder, h, builder.reshape(row, [3]), values[2])
        let square = builder.elementwise(.multiply, [next, h])
        squares[index] = builder.reshape(square, [1, 2, 3])
        h = next
      }
      let parts = squares.sorted { $0.key < $1.key }.map(\.value)
      return [h, builder.add(Concatenate(axis: 0), parts)]
    }
  }

  /// The outputs of a body, then the first and second derivatives by the inputs.
  func evaluate(_ inputs: [Tensor], _ body: (GraphBuilder, [ValueID]) -> [ValueID]) throws
    -> [Tensor]
  {
    let builder = GraphBuilder()
    let values = inputs.map { builder.parameter("x", $0.type) }
    let targets = values.filter { builder.type(of: $0).element.isFloating }
    var outputs = body(builder, values)
    var loss = total(builder, outputs)
    for _ in 0..<2 {
      let gradients = try differentiate(builder, value: loss, withRespectTo: targets)
      outputs += gradients
      loss = total(builder, gradients)
    }
    let graph = builder.finish(outputs: outputs)
    try graph.verify()
    let simpler = optimised(graph, verifying: true)
    let found = try ReferenceInterpreter.evaluate(graph, inputs)
    for (a, b) in zip(try ReferenceInterpreter.evaluate(simpler, inputs), found) {
      #expect(a.isClose(to: b, relative: 1e-9, absolute: 1e-9))
    }
    return found
  }

  /// A sum that weights all elements differently.
  func total(_ builder: GraphBuilder, _ values: [ValueID]) -> ValueID {
    values.reduce(builder.constant(0, .f64)) { sum, value in
      let axes = Array(builder.type(of: value).dims.indices)
      let part = builder.reduce(.sum, Self.weighted(builder, value), axes: axes)
      return builder.elementwise(.add, [sum, part])
    }
  }

  @Test(arguments: [1, 2, 5], [false, true])
  func loopIsTheSameStepByStep(steps: Int, reversed: Bool) throws {
    let inputs = Self.inputs(steps: steps)
    let expected = try evaluate(inputs, Self.unrolled(steps, reversed: reversed))
    let found = try evaluate(inputs, Self.rolled(steps, reversed: reversed))
    for (a, b) in zip(found, expected) { #expect(a.isClose(to: b, relative: 1e-10)) }
  }

  @Test func noStepsYieldTheInitialValuesAndTheirGradients() throws {
    let found = try evaluate(Self.inputs(steps: 0), Self.rolled(0))
    let initial = Self.inputs(steps: 0)[0]
    #expect(found[0] == initial && found[1].shape == [0, 2, 3])
    let expected = initial.doubles.map { sin($0) + $0 * cos($0) }
    #expect(found[2].isClose(to: Tensor(f64: expected, shape: [2, 3])))
    #expect(found[4].doubles.allSatisfy { $0 == 0 })
  }

  @Test func loopsInLoopsHaveBothDerivatives() throws {
    let check = GradientCheck([Tensor(f64: [0.3, -0.2]), Tensor(f64: [0.7, 1.1])]) {
      builder, values in
      builder.loop(count: 3, carried: [values[0]], invariants: [values[1]]) { outer in
        let inner = outer.builder.loop(
          count: 2, carried: [outer.carried[0]], invariants: [outer.invariants[0]]
        ) { body in
          let image = body.builder.elementwise(.sin, [body.carried[0]])
          let next = body.builder.elementwise(.multiply, [image, body.invariants[0]])
          return ([next], [body.builder.elementwise(.exp, [next])])
        }
        let sum = outer.builder.reduce(.sum, inner.stacked[0], axes: [0])
        return ([outer.builder.elementwise(.add, [inner.carried[0], sum])], [sum])
      }.stacked
    }
    try check.expectAgreement(order: 1)
    try check.expectAgreement(order: 2)
  }

  @Test func integersThatAreCarriedAreThoseOfTheirStep() throws {
    let check = GradientCheck([Tensor(f64: [0.3, -0.2, 0.9]), Tensor(f64: [0.5])]) {
      builder, values in
      let zero = builder.constant(0, .i32)
      return builder.loop(count: 4, carried: [zero, values[1]], invariants: [values[0]]) { body in
        let inner = body.builder
        let three = inner.constant(3, .i32)
        let remainder = inner.elementwise(.remainder, [body.carried[0], three])
        let place = inner.add(CheckBound(bound: 3), [remainder])
        let picked = inner.add(Gather(axes: [0]), [body.invariants[0], place])
        let factor = inner.broadcast(picked, to: [1], axes: [])
        let next = inner.elementwise(
          .exp, [inner.elementwise(.multiply, [body.carried[1], factor])])
        let count = inner.elementwise(.add, [body.carried[0], inner.constant(2, .i32)])
        return ([count, next], [])
      }.carried
    }
    try check.expectAgreement(order: 1)
    try check.expectAgreement(order: 2)
  }

  @Test func conditionalsInLoopsTakeTheirBranchOnTheWayBack() throws {
    let check = GradientCheck([Tensor(f64: [0.3, 0.9]), Tensor(f64: [1.2, 0.4])]) {
      builder, values in
      builder.loop(count: 5, carried: [values[0]], invariants: [values[1]]) { body in
        let inner = body.builder
        let sum = inner.reduce(.sum, body.carried[0], axes: [0])
        let isBig = inner.elementwise(.less, [inner.constant(1, .f64), sum])
        let next = inner.conditional(isBig, [body.carried[0], body.invariants[0]]) { then, values in
          [then.elementwise(.multiply, [then.elementwise(.sin, [values[0]]), values[1]])]
        } else: { otherwise, values in
          [otherwise.elementwise(.exp, [values[0]])]
        }
        return (next, next)
      }.stacked
    }
    try check.expectAgreement(order: 1)
    try check.expectAgreement(order: 2)
  }

  @Test func whileStopsAndItsGradientToo() throws {
    let check = GradientCheck([Tensor(f64: [0.3, 0.2]), Tensor(f64: [1.5, 1.25])]) {
      builder, values in
      builder.whileLoop(carried: [values[0]], invariants: [values[1]], limit: 9) { test, values in
        let sum = test.reduce(.sum, values[0], axes: [0])
        return test.elementwise(.less, [sum, test.constant(2, .f64)])
      } body: { step, values in
        let product = step.elementwise(.multiply, [values[0], values[1]])
        return [step.elementwise(.add, [product, step.elementwise(.sin, [values[0]])])]
      }
    }
    try check.expectAgreement(order: 1)
    try check.expectAgreement(order: 2)
  }

  @Test func whileWithoutLimitHasNoGradient() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let y = builder.whileLoop(carried: [x]) { test, values in
      test.elementwise(.less, [values[0], test.constant(10, .f64)])
    } body: { step, values in
      [step.elementwise(.add, [values[0], values[0]])]
    }
    let graph = builder.finish(outputs: y)
    #expect(try ReferenceInterpreter.evaluate(graph, [Tensor(scalar: 3.0)])[0].doubles == [12])
    #expect(throws: DerivativeFault.self) {
      try differentiate(builder, value: y[0], withRespectTo: [x])
    }
  }

  @Test func drawsOfAStepAreTheSameOnTheWayBack() throws {
    let builder = GraphBuilder()
    let key = builder.parameter("key", TensorType(.i64))
    let x = builder.parameter("x", TensorType(.f64, [2]))
    let (final, noise) = builder.loop(count: 3, carried: [x], invariants: [key]) { body in
      let step = body.builder.add(DeriveKey(), [body.invariants[0], body.index])
      let draw = body.builder.add(RandomUniform(place: 5, element: .f64, dims: [2]), [step])
      return ([body.builder.elementwise(.multiply, [body.carried[0], draw])], [draw])
    }
    let sum = builder.reduce(.sum, final[0], axes: [0])
    let gradient = try differentiate(builder, value: sum, withRespectTo: [x])[0]
    let graph = optimised(builder.finish(outputs: [gradient] + noise), verifying: true)
    let inputs = [Tensor(scalar: Int64(7)), Tensor(f64: [1, 2])]
    let found = try ReferenceInterpreter.evaluate(graph, inputs)
    let noises = found[1].doubles
    #expect(Set(noises).count == 6)
    for place in 0..<2 {
      let product = noises[place] * noises[place + 2] * noises[place + 4]
      #expect(abs(found[0].doubles[place] - product) < 1e-12)
    }
  }
}
