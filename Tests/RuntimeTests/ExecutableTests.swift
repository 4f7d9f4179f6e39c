import GraphSupport
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Plans against the reference kernels.
struct ExecutableTests {
  /// The outputs by a plan.
  static func run(_ graph: Graph, _ inputs: [Tensor], threads: Int = 2) throws -> [Tensor] {
    var inputs = inputs
    return try Executable(graph).run(&inputs, on: ThreadPool(threads: threads))
  }

  /// Expects a plan to agree with the reference kernels.
  static func check(
    _ graph: Graph, _ inputs: [Tensor], tolerance: Double = 1e-9,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try ReferenceInterpreter.evaluate(graph, inputs)
    let found = try run(graph, inputs)
    for (a, b) in zip(found, expected) {
      #expect(
        a.elementType == b.elementType && a.bound == b.bound
          && a.isClose(to: b, relative: tolerance, absolute: tolerance), "\(graph)",
        sourceLocation: location)
    }
  }

  static let names = Catalog.pages.map(\.name)

  @Test(arguments: names)
  func everyOperationAgreesWithItsReference(name: String) throws {
    for page in Catalog.pages where page.name == name {
      for (seed, sample) in page.samples.enumerated() {
        for element in [ElementType.f64, .f32, .f16] {
          var draw = Draw(seed: seed)
          let builder = GraphBuilder()
          let inputs = sample.inputs.map { $0.tensor(&draw, element) }
          let values = inputs.map { builder.parameter("x", $0.type) }
          guard let results = sample.add(to: builder, values) else { continue }
          let graph = builder.finish(outputs: results)
          let result = graph.type(of: results[0]).element
          let tolerance: Double = result == .f64 ? 1e-12 : result == .f16 ? 2e-2 : 2e-5
          try ExecutableTests.check(graph, inputs, tolerance: tolerance)
        }
      }
    }
  }

  @Test(arguments: 0..<50) func randomGraphsAgree(seed: Int) throws {
    for element in [ElementType.f64, .f32] {
      var draw = Draw(seed: seed)
      let graph = try optimised(RandomGraphs.graph(&draw, element), verifying: true)
      let executable = Executable(graph)
      let pool = ThreadPool(threads: 2)
      for sizes in [[2, 3], [1, 1], [7, 12], [2, 3]] {
        var inputs = (0..<2).map { _ in draw.tensor(sizes, as: element) }
        let expected = try ReferenceInterpreter.evaluate(graph, inputs)
        let found = try executable.run(&inputs, on: pool)
        let tolerance = element == .f64 ? 1e-9 : 1e-3
        for (a, b) in zip(found, expected) {
          #expect(
            a.isClose(to: b, relative: tolerance, absolute: tolerance),
            "\(seed) \(sizes) \(element)\n\(graph)")
        }
      }
    }
  }

  @Test(arguments: [ElementType.f64, .f32])
  func trainingStepAgrees(element: ElementType) throws {
    let graph = try optimised(TrainingStep.graph([20, 33, 7], element), verifying: true)
    for rows in [1, 5, 64] {
      var draw = Draw(seed: rows)
      let inputs = TrainingStep.inputs([20, 33, 7], rows: rows, element, &draw)
      try ExecutableTests.check(graph, inputs, tolerance: element == .f64 ? 1e-10 : 1e-4)
    }
  }

  @Test func donatedWeightsAreUpdatedInPlace() throws {
    let graph = try optimised(TrainingStep.graph([20, 33, 7], .f32))
    var draw = Draw(seed: 1)
    var inputs = TrainingStep.inputs([20, 33, 7], rows: 8, .f32, &draw)
    let expected = try ReferenceInterpreter.evaluate(graph, inputs)
    let donating = [false, false, false, true, true, true, true]
    let addresses = inputs.map(\.address)
    let outputs = try Executable(graph, donating: donating).run(
      &inputs, on: ThreadPool(threads: 2))
    for (a, b) in zip(outputs, expected) { #expect(a.isClose(to: b, relative: 1e-3)) }
    for index in 3..<7 {
      #expect(outputs[index - 2].address == addresses[index])
      #expect(inputs[index].count == 0)
    }
    #expect(inputs[0].count > 0)
  }

  @Test func inputsThatOthersHoldAreNotOverwritten() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f32, [3]))
    let y = builder.elementwise(.add, [x, x])
    let executable = Executable(builder.finish(outputs: [y]), donating: [true])
    let held = Tensor(f32: [1, 2, 3])
    var inputs = [held]
    let outputs = try executable.run(&inputs, on: ThreadPool(threads: 1))
    #expect(outputs[0].doubles == [2, 4, 6])
    #expect(held.doubles == [1, 2, 3] && inputs[0].doubles == [1, 2, 3])
  }

  @Test func afterAFaultInputsAreAsTheyWere() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f32, [3]))
    let i = builder.parameter("i", TensorType(.i32, [2]))
    let changed = builder.elementwise(.negate, [x])
    let checked = builder.add(CheckBound(bound: 3), [i])
    let picked = builder.add(Gather(axes: [0]), [changed, checked])
    let graph = builder.finish(outputs: [changed, picked])
    let executable = Executable(graph, donating: [true, true])
    let pool = ThreadPool(threads: 2)
    var inputs = [Tensor(f32: [1, 2, 3]), Tensor(i32: [0, 3])]
    #expect(throws: RunFault.self) { try executable.run(&inputs, on: pool) }
    #expect(inputs[0].doubles == [1, 2, 3] && inputs[1].ints == [0, 3])
    inputs[1] = Tensor(i32: [0, 2])
    let outputs = try executable.run(&inputs, on: pool)
    #expect(outputs.map(\.doubles) == [[-1, -2, -3], [-1, -3]])
  }

  @Test func wrongSizesAreRefused() throws {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f32, [n]))
    let y = builder.parameter("y", TensorType(.f32, [n]))
    let executable = Executable(builder.finish(outputs: [builder.elementwise(.add, [x, y])]))
    var inputs = [Tensor(f32: [1, 2]), Tensor(f32: [1, 2, 3])]
    #expect(throws: RunFault.self) { try executable.run(&inputs, on: ThreadPool(threads: 1)) }
  }

  @Test func bitsDoNotDependOnTheThreads() throws {
    let graph = try optimised(TrainingStep.graph([300, 200, 10], .f32))
    var draw = Draw(seed: 3)
    let inputs = TrainingStep.inputs([300, 200, 10], rows: 100, .f32, &draw)
    let alone = try ExecutableTests.run(graph, inputs, threads: 1)
    for threads in 2...3 {
      let together = try ExecutableTests.run(graph, inputs, threads: threads)
      for (a, b) in zip(alone, together) { #expect(a.hasSameBits(as: b)) }
    }
  }

  @Test(arguments: [[200_000], [3, 50_000], [50_000, 3], [2, 100, 700], [40, 30, 20]])
  func bigReductionsAgree(shape: [Int]) throws {
    let pool = ThreadPool(threads: 2)
    for axes in [[0], [shape.count - 1], Array(shape.indices)] {
      let builder = GraphBuilder()
      let input = Tensor((0..<shape.reduce(1, *)).map { Float($0 % 13) - 6 }, shape: shape)
      let x = builder.parameter("x", input.type)
      let doubled = builder.elementwise(.add, [x, x])
      let outputs = [builder.reduce(.sum, doubled, axes: axes), doubled]
      var inputs = [input]
      let found = try Executable(builder.finish(outputs: outputs)).run(&inputs, on: pool)
      var wanted = [Double](repeating: 0, count: found[0].count)
      let elements = input.elements(as: Float.self)
      let inner = shape.dropFirst(axes.last! + 1).reduce(1, *)
      let length = axes.map { shape[$0] }.reduce(1, *)
      for place in elements.indices {
        wanted[place / (length * inner) * inner + place % inner] += 2 * Double(elements[place])
      }
      #expect(found[0].isClose(to: Tensor(wanted, shape: found[0].shape), relative: 1e-4))
    }
  }

  @Test(arguments: [[64, 600], [4, 8192], [8192, 5], [2, 32, 600]])
  func rowsGoThroughSeveralSteps(shape: [Int]) throws {
    var draw = Draw(seed: 5)
    let builder = GraphBuilder()
    let input = draw.tensor(shape, in: -4...4, as: .f32)
    let x = builder.parameter("x", input.type)
    let last = shape.count - 1
    let softmax = builder.softmax(x, axis: last)
    let logarithm = builder.logSoftmax(x, axis: last)
    let mean = builder.spread(builder.mean(x, axes: [last]), like: x, axis: last)
    let centred = builder.elementwise(.subtract, [x, mean])
    let variance = builder.mean(builder.elementwise(.multiply, [centred, centred]), axes: [last])
    let scale = builder.spread(
      builder.elementwise(.sqrt, [variance]), like: x, axis: last)
    let normal = builder.elementwise(.divide, [centred, scale])
    let graph = optimised(builder.finish(outputs: [softmax, logarithm, normal]), verifying: true)
    let expected = try ReferenceInterpreter.evaluate(graph, [input])
    var found: [[Tensor]] = []
    for threads in [1, 2, 3] {
      for donating in [false, true] {
        var inputs = [Tensor(input.elements(as: Float.self), shape: shape)]
        let executable = Executable(graph, donating: [donating])
        found.append(try executable.run(&inputs, on: ThreadPool(threads: threads)))
      }
    }
    for outputs in found {
      for (a, b) in zip(outputs, expected) {
        #expect(a.isClose(to: b, relative: 1e-4, absolute: 1e-5))
      }
      for (a, b) in zip(outputs, found[0]) { #expect(a.hasSameBits(as: b)) }
    }
  }
}
