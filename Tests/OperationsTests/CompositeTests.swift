import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Functions that are composed of primitives.
@Suite struct CompositeTests {
  /// A function along the last axis.
  enum Function: String, CaseIterable, Sendable {
    case logSumExp, softmax, logSoftmax, mean

    /// The function's nodes.
    func build(_ builder: GraphBuilder, _ x: ValueID, axis: Int) -> ValueID {
      switch self {
      case .logSumExp: builder.logSumExp(x, axis: axis)
      case .softmax: builder.softmax(x, axis: axis)
      case .logSoftmax: builder.logSoftmax(x, axis: axis)
      case .mean: builder.mean(x, axes: [axis])
      }
    }
  }

  /// The value of a function at a tensor.
  func evaluate(_ function: Function, _ x: Tensor, axis: Int) throws -> [Double] {
    let builder = GraphBuilder()
    let value = builder.parameter("x", x.type)
    let graph = builder.finish(outputs: [function.build(builder, value, axis: axis)])
    return try ReferenceInterpreter.evaluate(graph, [x])[0].doubles
  }

  @Test(arguments: Function.allCases, [0, 1, 2])
  func gradientsAgreeWithDifferences(_ function: Function, axis: Int) throws {
    var draw = Draw(seed: 5)
    let check = GradientCheck([draw.tensor([2, 3, 2])]) { builder, values in
      [function.build(builder, values[0], axis: axis)]
    }
    try check.expectAgreement(order: 1)
    try check.expectAgreement(order: 2)
  }

  @Test func valuesOfOneRow() throws {
    let x = Tensor(f64: [1, 2, 3])
    // log(e + e² + e³), and its parts.
    let total = 3.4076059644443806
    let shares = [0.09003057317038046, 0.24472847105479767, 0.6652409557748219]
    expectClose(try evaluate(.logSumExp, x, axis: 0), [total])
    expectClose(try evaluate(.softmax, x, axis: 0), shares)
    expectClose(try evaluate(.logSoftmax, x, axis: 0), [1 - total, 2 - total, 3 - total])
    expectClose(try evaluate(.mean, x, axis: 0), [2])
  }

  @Test func largeNumbersDoNotOverflow() throws {
    let x = Tensor(f64: [1e4, 1e4])
    #expect(try evaluate(.softmax, x, axis: 0) == [0.5, 0.5])
    expectClose(try evaluate(.logSumExp, x, axis: 0), [1e4 + 0.6931471805599453])
  }

  @Test func aRowWithoutMassHasNone() throws {
    let x = Tensor([-Double.infinity, -.infinity, 0, -.infinity], shape: [2, 2])
    #expect(try evaluate(.logSumExp, x, axis: 1) == [-.infinity, 0])
    #expect(try evaluate(.softmax, x, axis: 1) == [0, 0, 1, 0])
  }

  @Test func gradientOfARowWithoutMassIsZero() throws {
    let x = Tensor([-Double.infinity, -.infinity, 0, -.infinity], shape: [2, 2])
    let builder = GraphBuilder()
    let value = builder.parameter("x", x.type)
    let loss = builder.reduce(.sum, builder.logSumExp(value, axis: 1), axes: [0])
    let gradient = try differentiate(builder, value: loss, withRespectTo: [value])
    let result = try ReferenceInterpreter.evaluate(builder.finish(outputs: gradient), [x])
    #expect(result[0].doubles == [0, 0, 1, 0])
  }

  @Test func oneHotMarksThePosition() throws {
    let builder = GraphBuilder()
    let labels = Tensor(i32: [2, 0], bound: 3)
    let value = builder.parameter("labels", labels.type)
    let graph = builder.finish(outputs: [builder.oneHot(value, 3, .f32)])
    let result = try ReferenceInterpreter.evaluate(graph, [labels])[0]
    #expect(result == Tensor([0, 0, 1, 1, 0, 0] as [Float], shape: [2, 3]))
  }

  /// Checks numbers to 1e-14.
  func expectClose(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-14 * max(1, abs(b))) }
  }
}
