import GraphSupport
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Rows of a table that a loop reads or changes: a step costs as much as the rows.
@Suite struct UpdateTests {
  /// A loop that picks a row of a table in each step, with the gradient by the table.
  static func picking() throws -> Graph {
    let builder = GraphBuilder()
    let steps = Dim(builder.newSymbol(named: "T"))
    let rows = Dim(builder.newSymbol(named: "N"))
    let h = builder.parameter("h", TensorType(.f32, [4]))
    let table = builder.parameter("table", TensorType(.f32, [rows, 4]))
    let picks = builder.parameter("picks", TensorType(.i32, [steps, 2], bound: rows))
    let final = builder.loop(count: steps, carried: [h], sliced: [picks], invariants: [table]) {
      body in
      let inner = body.builder
      let both = inner.add(Gather(axes: [0]), [body.invariants[0], body.slices[0]])
      let first = inner.slice(body.slices[0], axis: 0, from: 0, to: 1)
      let one = inner.reduce(
        .sum, inner.add(Gather(axes: [0]), [body.invariants[0], first]), axes: [0])
      let sum = inner.elementwise(.multiply, [inner.reduce(.sum, both, axes: [0]), one])
      return ([inner.elementwise(.tanh, [inner.elementwise(.add, [body.carried[0], sum])])], [])
    }.carried[0]
    let loss = builder.reduce(.sum, final, axes: [0])
    let gradient = try differentiate(builder, value: loss, withRespectTo: [table])
    return optimised(builder.finish(outputs: gradient), verifying: true)
  }

  /// Inputs for so many steps and rows.
  static func inputs(steps: Int, rows: Int) -> [Tensor] {
    var draw = Draw(seed: steps)
    return [
      draw.tensor([4], as: .f32), draw.tensor([rows, 4], as: .f32),
      draw.positions([steps, 2], below: rows),
    ]
  }

  @Test(arguments: [0, 1, 9]) func aPickedRowsGradientIsAddedToTheTables(steps: Int) throws {
    let graph = try Self.picking()
    try ExecutableTests.check(graph, Self.inputs(steps: steps, rows: 5), tolerance: 1e-5)
    let loop = try #require(graph.nodes.last { $0.operation is Loop })
    let body = loop.regions[0]
    let table = body.parameters.first { body.type(of: $0.value).rank == 2 && $0.name == "sum" }
    // Both updates go to the sum that is handed on, and no other table is made.
    #expect(body.nodes.count { $0.operation is ScatterAdd } == 2)
    let users = body.nodes.filter { $0.inputs.contains(table!.value) }
    #expect(users.count == 1 && users[0].operation is ScatterAdd)
    #expect(Executable(graph).description.contains("may take the memory of sum"))
  }

  @Test func theGradientTakesNoMemoryOfATablesSize() throws {
    let executable = Executable(try Self.picking())
    let bytes = { rows in
      try executable.workingBytes(for: Self.inputs(steps: 9, rows: rows))
    }
    // The zeros that the sum starts with, and no second table that a step would go through.
    #expect(try bytes(10_000) - bytes(5_000) <= 5_000 * 16 + 64)
  }

  @Test func aCarriedTableIsChangedInPlace() throws {
    let builder = GraphBuilder()
    let steps = Dim(builder.newSymbol(named: "T"))
    let rows = Dim(builder.newSymbol(named: "N"))
    let table = builder.parameter("table", TensorType(.f32, [rows, 4]))
    let picks = builder.parameter("picks", TensorType(.i32, [steps, 2], bound: rows))
    let final = builder.loop(count: steps, carried: [table], sliced: [picks]) { body in
      let inner = body.builder
      let both = inner.add(Gather(axes: [0]), [body.carried[0], body.slices[0]])
      let change = inner.elementwise(.sin, [both])
      return ([inner.add(ScatterAdd(axes: [0]), [body.carried[0], body.slices[0], change])], [])
    }.carried
    let graph = builder.finish(outputs: final)
    let executable = Executable(graph)
    #expect(executable.description.contains("may take the memory of carried"))
    var draw = Draw(seed: 2)
    let inputs = [draw.tensor([500, 4], as: .f32), draw.positions([7, 2], below: 500)]
    // No second table.
    #expect(try executable.workingBytes(for: inputs) < 500 * 16)
    let before = inputs[0].doubles
    try ExecutableTests.check(graph, inputs, tolerance: 1e-5)
    #expect(inputs[0].doubles == before)
  }

  @Test(arguments: [0, 1, 4]) func aWhileLoopsTableIsChangedInPlace(steps: Int) throws {
    let builder = GraphBuilder()
    let rows = Dim(builder.newSymbol(named: "N"))
    let table = builder.parameter("table", TensorType(.f32, [rows]))
    let count = builder.parameter("count", TensorType(.i32))
    let pick = builder.parameter("pick", TensorType(.i32, [1], bound: rows))
    let final = builder.whileLoop(carried: [count, table], invariants: [pick]) { test, values in
      test.elementwise(.less, [test.constant(0, .i32), values[0]])
    } body: { step, values in
      let entry = step.add(Gather(axes: [0]), [values[1], values[2]])
      return [
        step.elementwise(.subtract, [values[0], step.constant(1, .i32)]),
        step.add(ScatterAdd(axes: [0]), [values[1], values[2], entry]),
      ]
    }
    let graph = builder.finish(outputs: final)
    var draw = Draw(seed: 3)
    let inputs = [
      draw.tensor([500], as: .f32), Tensor(scalar: Int32(steps)), draw.positions([1], below: 500),
    ]
    #expect(try Executable(graph).workingBytes(for: inputs) < 500 * 4)
    let before = inputs[0].doubles
    try ExecutableTests.check(graph, inputs)
    #expect(inputs[0].doubles == before)
  }

  @Test func whatIsReadAfterAnUpdateIsNotOverwritten() throws {
    let builder = GraphBuilder()
    let table = builder.parameter("table", TensorType(.f64, [3]))
    let picks = builder.parameter("picks", TensorType(.i32, [2], bound: 3))
    let whole = builder.elementwise(.sin, [table])
    let ones = builder.filled(1, TensorType(.f64, [2]))
    let first = builder.add(ScatterAdd(axes: [0]), [whole, picks, ones])
    let second = builder.add(ScatterAdd(axes: [0]), [first, picks, ones])
    let third = builder.add(ScatterAdd(axes: [0]), [first, picks, ones])
    let graph = builder.finish(outputs: [second, whole, third])
    try ExecutableTests.check(
      graph, [Tensor(f64: [1, 2, 3]), Tensor([Int32(2), 2], shape: [2], bound: 3)])
  }

  @Test func aSumOfManyProductsKeepsFewOfThem() throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f32, [n, n]))
    var sum: ValueID?
    for number in 1...12 {
      let scaled = builder.elementwise(
        .multiply, [x, builder.filled(Double(number) / 12, TensorType(.f32, [n, n]))])
      let factor = builder.elementwise(.sin, [scaled])
      let product = builder.add(Contract(lhsContracted: [0], rhsContracted: [0]), [factor, x])
      sum = sum.map { builder.elementwise(.add, [$0, product]) } ?? product
    }
    let result = builder.elementwise(.tanh, [sum!])
    let graph = builder.finish(outputs: [result])
    var draw = Draw(seed: 5)
    let inputs = [draw.tensor([64, 64], as: .f32)]
    let bytes = try Executable(graph).workingBytes(for: inputs)
    #expect(bytes <= 5 * 64 * 64 * 4, "\(bytes / (64 * 64 * 4)) matrices")
    try ExecutableTests.check(graph, inputs, tolerance: 1e-4)
  }
}
