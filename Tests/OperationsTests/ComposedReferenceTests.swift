import MartletGraph
import MartletOperations
import MartletTensors
import Testing

/// What the library composes of operations, against NumPy and SciPy.
@Suite struct ComposedReferenceTests {
  /// How a function is composed; `nil` for an operation and for what the language composes.
  static func body(_ test: ReferenceCase) -> ((GraphBuilder, ValueID) -> ValueID)? {
    let axes = test.ints("axis")
    switch test.operation {
    case "mean": return { $0.mean($1, axes: axes) }
    case "logsumexp" where axes.count == 1: return { $0.logSumExp($1, axis: axes[0]) }
    case "softmax": return { $0.softmax($1, axis: axes[0]) }
    case "log_softmax": return { $0.logSoftmax($1, axis: axes[0]) }
    default: return nil
    }
  }

  @Test(arguments: ReferenceCase.all.filter { body($0) != nil })
  func agrees(_ test: ReferenceCase) throws {
    let inputs = test.inputs()
    let builder = GraphBuilder()
    let value = builder.parameter("x", inputs[0].type)
    let graph = builder.finish(outputs: [Self.body(test)!(builder, value)])
    for machine in Machine.allCases {
      let found = try machine.run(graph, inputs)[0]
      let expected = test.roles["result"]!.converted(to: found.elementType)
      let tolerance = found.elementType == .f64 ? 1e-12 : 4e-6
      #expect(found.isClose(to: expected, relative: tolerance, absolute: 1e-20), "\(machine)")
    }
  }

  @Test func thereAreCases() { #expect(ReferenceCase.all.count > 400) }
}
