import GraphSupport
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Loops in blocks that are computed again: a gradient keeps what some √n steps leave, not all n.
@Suite struct SegmentTests {
  /// What a loop of these tests does in each step, beside a product and a function.
  enum Kind: CaseIterable {
    case plain, backwards, drawing, bounded, nested
  }

  /// A recurrence over `T` steps with its value and gradients, computed again in the block or not.
  ///
  /// Without entries, neither the steps' yields nor the gradient for their slices is asked for.
  static func recurrence(_ kind: Kind = .plain, again: Bool, entries: Bool = true) throws -> Graph {
    let builder = GraphBuilder()
    let steps = Dim(builder.newSymbol(named: "T"))
    let size = Dim(builder.newSymbol(named: "D"))
    let h = builder.parameter("h", TensorType(.f32, [size]))
    let x = builder.parameter("x", TensorType(.f32, [steps, size]))
    let w = builder.parameter("w", TensorType(.f32, [size, size]))
    let targets = [h, x, w].map { builder.add(Identity(), [$0]) }
    let results = builder.recomputing(at: again ? [77] : []) {
      kind == .bounded
        ? whileLoop(builder, targets, limit: steps)
        : loop(kind, builder, targets, count: steps, again: again)
    }
    let parts = results.dropLast(entries ? 0 : 1).map { value in
      let square = builder.elementwise(.multiply, [value, value])
      return builder.mean(square, axes: Array(builder.type(of: value).dims.indices))
    }
    let loss = parts.dropFirst().reduce(parts[0]) { builder.elementwise(.add, [$0, $1]) }
    let gradients = try differentiate(
      builder, value: loss, withRespectTo: entries ? targets : [targets[0], targets[2]])
    let graph = builder.finish(outputs: [loss] + gradients)
    try graph.verify()
    return optimised(graph, verifying: true)
  }

  /// The loop: the last state, and a function of all states.
  static func loop(
    _ kind: Kind, _ builder: GraphBuilder, _ values: [ValueID], count: Dim, again: Bool
  ) -> [ValueID] {
    let results = builder.loop(
      count: count, carried: [values[0]], sliced: [values[1]], invariants: [values[2]],
      reversed: kind == .backwards
    ) { body in
      body.builder.recomputing(at: again ? [77] : []) {
        let next = step(kind, body, body.carried[0])
        return ([next], [body.builder.elementwise(.sin, [next])])
      }
    }
    return results.carried + results.stacked
  }

  /// What a step computes.
  static func step(_ kind: Kind, _ body: LoopBody, _ state: ValueID) -> ValueID {
    let builder = body.builder
    let w = body.invariants[0]
    var input = body.slices[0]
    switch kind {
    case .drawing:
      let key = builder.add(DeriveKey(), [builder.constant(5, .i64), body.index])
      let dims = builder.type(of: input).dims
      let noise = builder.add(RandomNormal(place: 3, element: .f32, dims: dims), [key])
      input = builder.elementwise(.multiply, [input, noise])
    case .nested:
      let dims = builder.type(of: w).dims
      return builder.loop(count: dims[0], carried: [state], sliced: [w], invariants: [input]) {
        inner in
        let sum = inner.builder.elementwise(.add, [inner.carried[0], inner.slices[0]])
        let product = inner.builder.elementwise(.multiply, [sum, inner.invariants[0]])
        return ([inner.builder.elementwise(.tanh, [product])], [])
      }.carried[0]
    case .plain, .backwards, .bounded: break
    }
    let product = builder.add(Contract(lhsContracted: [0], rhsContracted: [0]), [state, w])
    return builder.elementwise(.tanh, [builder.elementwise(.add, [product, input])])
  }

  /// Steps as long as a count is small: three fewer than the limit.
  static func whileLoop(_ builder: GraphBuilder, _ values: [ValueID], limit: Dim) -> [ValueID] {
    let zero = builder.constant(0, .i32)
    let most = builder.add(SizeValue(dim: limit - 3, element: .i32))
    let results = builder.whileLoop(
      carried: [zero, values[0]], invariants: [values[2], most], limit: limit
    ) { test, values in
      test.elementwise(.less, [values[0], values[3]])
    } body: { step, values in
      let product = step.add(
        Contract(lhsContracted: [0], rhsContracted: [0]), [values[1], values[2]])
      return [
        step.elementwise(.add, [values[0], step.constant(1, .i32)]),
        step.elementwise(.sin, [product]),
      ]
    }
    return [results[1], values[1]]
  }

  /// Inputs for so many steps.
  static func inputs(steps: Int, size: Int) -> [Tensor] {
    var draw = Draw(seed: steps)
    return [[size], [steps, size], [size, size]].map { draw.tensor($0, as: .f32) }
  }

  @Test(arguments: Kind.allCases, [3, 4, 5, 9, 17]) func numbersAreTheSame(kind: Kind, steps: Int)
    throws
  {
    let inputs = Self.inputs(steps: steps, size: 3)
    let kept = try ExecutableTests.run(Self.recurrence(kind, again: false), inputs)
    let again = try ExecutableTests.run(Self.recurrence(kind, again: true), inputs)
    #expect(kept[0].hasSameBits(as: again[0]))
    // The gradient for what all steps read is summed segment by segment.
    for (a, b) in zip(kept, again) {
      #expect(a.isClose(to: b, relative: 1e-5, absolute: 1e-6), "\(a) \(b)")
    }
    try ExecutableTests.check(Self.recurrence(kind, again: true), inputs, tolerance: 1e-4)
  }

  @Test(arguments: 0...2) func fewStepsAreNotCut(steps: Int) throws {
    let inputs = Self.inputs(steps: steps, size: 3)
    let kept = try ExecutableTests.run(Self.recurrence(again: false, entries: false), inputs)
    let again = try ExecutableTests.run(Self.recurrence(again: true, entries: false), inputs)
    for (a, b) in zip(kept, again) {
      #expect(a.isClose(to: b, relative: 1e-5, absolute: 1e-6), "\(a) \(b)")
    }
  }

  @Test(arguments: [Kind.plain, .backwards, .nested]) func memoryGrowsWithTheRoot(kind: Kind) throws
  {
    let size = 16
    let bytes = { (again: Bool, steps: Int) in
      try Executable(Self.recurrence(kind, again: again, entries: false))
        .workingBytes(for: Self.inputs(steps: steps, size: size))
    }
    let state = size * 4
    #expect(try bytes(false, 10_000) >= 10_000 * state)
    // 99 segments of 101 steps: what they start with, and what the steps of one leave.
    let found = try bytes(true, 10_000)
    #expect(found <= 500 * state, "\(found / state) states")
    #expect(try bytes(true, 40_000) <= 1000 * state)
  }

  @Test func aKnownNumberOfStepsIsCut() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64, [4]))
    let target = builder.add(Identity(), [x])
    let final = builder.recomputing(at: [5]) {
      builder.loop(count: 100, carried: [target]) { body in
        ([body.builder.elementwise(.sin, [body.carried[0]])], [])
      }.carried[0]
    }
    let loss = builder.reduce(.sum, final, axes: [0])
    let gradient = try differentiate(builder, value: loss, withRespectTo: [target])
    let graph = optimised(builder.finish(outputs: gradient), verifying: true)
    let counts = graph.nodes.compactMap { ($0.operation as? Loop)?.count }
    // 9 segments of 11 steps, and 1 step; forwards and backwards.
    #expect(counts.filter { $0 == 9 }.count == 2 && counts.filter { $0 == 1 }.count == 2)
    try ExecutableTests.check(graph, [Tensor(f64: [0.1, 0.5, -1, 2])])
  }
}
