import GraphSupport
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Blocks whose nodes are computed again: the same bits in less memory.
@Suite struct RecomputationTests {
  /// The gradient by the input, and perhaps the weight, of a deep chain of products and functions,
  /// whose blocks of four layers are computed again or kept.
  static func gradient(
    blocks: Int, again: Bool, byWeight: Bool = false, withValue: Bool = true
  ) throws -> Graph {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f32, [n, n]))
    let w = builder.parameter("w", TensorType(.f32, [n, n]))
    var value = x
    for block in 0..<blocks {
      value = builder.recomputing(at: again ? [UInt64(block + 1)] : []) {
        var inner = value
        for _ in 0..<4 {
          let product = builder.add(Contract(lhsContracted: [1], rhsContracted: [0]), [inner, w])
          inner = builder.elementwise(.sin, [product])
        }
        return inner
      }
    }
    let loss = builder.mean(builder.elementwise(.multiply, [value, value]), axes: [0, 1])
    let gradients = try differentiate(builder, value: loss, withRespectTo: byWeight ? [x, w] : [x])
    let graph = builder.finish(outputs: (withValue ? [loss] : []) + gradients)
    try graph.verify()
    return optimised(graph, verifying: true)
  }

  /// An input for the graph.
  static func inputs(_ size: Int) -> [Tensor] {
    var draw = Draw(seed: 3)
    return (0..<2).map { _ in draw.tensor([size, size], as: .f32) }
  }

  @Test(arguments: [true, false]) func memoryIsThatOfABlock(withValue: Bool) throws {
    let inputs = Self.inputs(64)
    let matrix = 64 * 64 * 4
    let kept = try Executable(Self.gradient(blocks: 6, again: false, withValue: withValue))
      .workingBytes(for: inputs)
    let again = try Executable(Self.gradient(blocks: 6, again: true, withValue: withValue))
      .workingBytes(for: inputs)
    // Each of 24 layers leaves its product; or each block its result, and one of them its products.
    #expect(kept >= 24 * matrix, "\(kept / matrix) matrices")
    #expect(again <= 16 * matrix, "\(again / matrix) matrices")
  }

  @Test func bitsAreTheSame() throws {
    let inputs = Self.inputs(9)
    let kept = try ExecutableTests.run(
      Self.gradient(blocks: 3, again: false, byWeight: true), inputs)
    let again = try ExecutableTests.run(
      Self.gradient(blocks: 3, again: true, byWeight: true), inputs)
    #expect(zip(kept, again).allSatisfy { $0.hasSameBits(as: $1) })
  }

  @Test func theFirstPassIsNotSharedWithTheSecond() throws {
    let products = { (again: Bool) in
      try Self.gradient(blocks: 2, again: again, byWeight: true).nodes.count {
        $0.operation is Contract
      }
    }
    // Eight in the first pass, sixteen for the gradients, eight in the second pass.
    #expect(try products(false) == 24)
    #expect(try products(true) == 32)
  }
}
