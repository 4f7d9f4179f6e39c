import MartletRuntime
import MartletShapes
import MartletTensors
import Testing

/// Products of matrices against naive loops.
struct GemmTests {
  /// Numbers in -1...1 that follow from their position.
  private static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 40) / Double(1 << 23)
    }
  }

  /// A product by three loops.
  private static func naive(_ gemm: Gemm, _ a: [Double], _ b: [Double], old: Double) -> [Double] {
    var result = [Double]()
    for item in 0..<gemm.batch {
      for i in 0..<gemm.rows {
        for j in 0..<gemm.columns {
          var sum = 0.0
          for k in 0..<gemm.depth {
            let left = gemm.isLeftTransposed ? k * gemm.leftStride + i : i * gemm.leftStride + k
            let right =
              gemm.isRightTransposed ? j * gemm.rightStride + k : k * gemm.rightStride + j
            sum += a[item * gemm.leftBatchStride + left] * b[item * gemm.rightBatchStride + right]
          }
          result.append(gemm.alpha * sum + (gemm.beta == 0 ? 0 : gemm.beta * old))
        }
      }
    }
    return result
  }

  /// The product of `a` and `b`, into memory that holds `old` everywhere.
  private static func compute(
    _ gemm: Gemm, _ a: [Double], _ b: [Double], old: Double, threads: Int
  ) -> Tensor {
    let left = Tensor(a).converted(to: gemm.element)
    let right = Tensor(b).converted(to: gemm.element)
    let count = gemm.batch * gemm.rows * gemm.columns
    let result = Tensor([Double](repeating: old, count: count)).converted(to: gemm.element)
    gemm.run(
      left: left.address, right: right.address, result: result.address,
      on: ThreadPool(threads: threads))
    withExtendedLifetime((left, right)) {}
    return result
  }

  @Test(arguments: [
    (1, 1, 1), (3, 5, 7), (64, 10, 33), (1, 100, 20), (100, 1, 20), (17, 33, 0), (0, 4, 4),
  ])
  func everyFormAgreesWithLoops(rows: Int, columns: Int, depth: Int) {
    for element in [ElementType.f32, .f64] {
      for form in 0..<4 {
        var gemm = Gemm(
          element, rows: rows, columns: columns, depth: depth,
          isLeftTransposed: form & 1 != 0, isRightTransposed: form & 2 != 0, batch: 3)
        let a = GemmTests.numbers(3 * rows * depth, seed: 1)
        let b = GemmTests.numbers(3 * depth * columns, seed: 2)
        for (alpha, beta, old) in [(1.0, 0.0, Double.nan), (-0.5, 2, 3)] {
          (gemm.alpha, gemm.beta) = (alpha, beta)
          let result = GemmTests.compute(gemm, a, b, old: old, threads: 2)
          let expected = Tensor(GemmTests.naive(gemm, a, b, old: old))
          #expect(result.isClose(to: expected, relative: 1e-5, absolute: 1e-5))
        }
      }
    }
  }

  @Test func oneMatrixServesAWholeBatch() {
    var gemm = Gemm(.f64, rows: 4, columns: 3, depth: 5, batch: 6)
    gemm.rightBatchStride = 0
    let a = GemmTests.numbers(6 * 20, seed: 3)
    let b = GemmTests.numbers(15, seed: 4)
    let result = GemmTests.compute(gemm, a, b, old: 0, threads: 2)
    #expect(result.isClose(to: Tensor(GemmTests.naive(gemm, a, b, old: 0)), relative: 1e-12))
  }

  @Test(arguments: [(64, 256, 784), (513, 257, 511), (33, 1065, 400), (1000, 64, 200)])
  func bitsDoNotDependOnTheThreads(rows: Int, columns: Int, depth: Int) {
    for form in 0..<4 {
      let gemm = Gemm(
        .f32, rows: rows, columns: columns, depth: depth, isLeftTransposed: form & 1 != 0,
        isRightTransposed: form & 2 != 0)
      let a = GemmTests.numbers(rows * depth, seed: 5)
      let b = GemmTests.numbers(depth * columns, seed: 6)
      let alone = GemmTests.compute(gemm, a, b, old: 0, threads: 1)
      for threads in 2...4 {
        #expect(GemmTests.compute(gemm, a, b, old: 0, threads: threads).hasSameBits(as: alone))
      }
    }
  }
}
