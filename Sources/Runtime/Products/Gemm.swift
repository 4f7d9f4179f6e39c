import COpenBLAS
import MartletShapes

/// A product of matrices, `result = alpha * left @ right + beta * result`, or a batch of them.
///
/// All matrices are row-major. `left` is [rows, depth], or [depth, rows] if it is transposed;
/// `right` is [depth, columns], or [columns, depth]; `result` is [rows, columns]. With a `beta`
/// of 0 the result's old contents, NaN or not, do not matter.
public struct Gemm: Sendable {
  /// `f32` or `f64`.
  public var element: ElementType
  /// The rows of the result.
  public var rows: Int
  /// The columns of the result.
  public var columns: Int
  /// The terms of each sum.
  public var depth: Int
  /// Whether `left` is stored as [depth, rows].
  public var isLeftTransposed = false
  /// Whether `right` is stored as [columns, depth].
  public var isRightTransposed = false
  /// The elements between the starts of neighbouring rows of `left`, as stored.
  public var leftStride: Int
  /// The elements between the starts of neighbouring rows of `right`, as stored.
  public var rightStride: Int
  /// The elements between the starts of neighbouring rows of the result.
  public var resultStride: Int
  /// The factor of the product.
  public var alpha = 1.0
  /// The factor of the result's old contents.
  public var beta = 0.0
  /// The number of products.
  public var batch = 1
  /// The elements between neighbouring `left` matrices of a batch; 0 to use one for all.
  public var leftBatchStride: Int
  /// The elements between neighbouring `right` matrices of a batch; 0 to use one for all.
  public var rightBatchStride: Int
  /// The elements between neighbouring results of a batch.
  public var resultBatchStride: Int

  /// A product, or a batch, of dense matrices.
  public init(
    _ element: ElementType, rows: Int, columns: Int, depth: Int, isLeftTransposed: Bool = false,
    isRightTransposed: Bool = false, batch: Int = 1
  ) {
    precondition(element == .f32 || element == .f64, "no products of \(element)")
    self.element = element
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.isLeftTransposed = isLeftTransposed
    self.isRightTransposed = isRightTransposed
    self.batch = batch
    leftStride = isLeftTransposed ? rows : depth
    rightStride = isRightTransposed ? depth : columns
    resultStride = columns
    leftBatchStride = rows * depth
    rightBatchStride = depth * columns
    resultBatchStride = rows * columns
  }

  /// Computes the product of the matrices at `left` and `right`, shared among a pool's threads.
  ///
  /// OpenBLAS rounds differently when it gets another part of a product, so that the parts are
  /// cut by the sizes alone.
  public func run(
    left: UnsafeRawPointer, right: UnsafeRawPointer, result: UnsafeMutableRawPointer,
    on pool: ThreadPool
  ) {
    guard rows > 0, columns > 0, batch > 0 else { return }
    _ = Gemm.usesOneThreadACall
    let parts = partCount
    if parts == 1, batch > 1 {
      let together = max(1, Int(Gemm.workOfAPart / work))
      pool.run(over: batch, chunkLength: together) { items in
        for item in items { runPart(0, of: 1, item: item, left, right, result) }
      }
      return
    }
    for item in 0..<batch {
      pool.run(chunks: parts) { part in
        runPart(part, of: parts, item: item, left, right, result)
      }
    }
  }

  /// The multiplications and additions of one product.
  private var work: Double { 2 * Double(rows) * Double(columns) * Double(max(depth, 1)) }

  /// The work that is worth a part of its own: some 25 microseconds.
  private static let workOfAPart = 2.5e6

  /// The length that keeps OpenBLAS within some percent of its best rate.
  private static let lengthOfAPart = 192

  /// The parts that one product is cut into: a power of two, so that they share out evenly.
  private var partCount: Int {
    let mostByLength = max(2, max(rows, columns) / Gemm.lengthOfAPart)
    let wanted = min(work / Gemm.workOfAPart, Double(mostByLength), 64)
    var parts = 1
    while Double(2 * parts) <= wanted { parts *= 2 }
    return parts
  }

  /// Computes one part of one product of the batch: a range of the longer side of the result.
  private func runPart(
    _ part: Int, of parts: Int, item: Int, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
    _ result: UnsafeMutableRawPointer
  ) {
    var leftOffset = item * leftBatchStride
    var rightOffset = item * rightBatchStride
    var resultOffset = item * resultBatchStride
    var piece = self
    // Multiples of 16 fit the blocks that OpenBLAS computes at a time.
    let side = max(rows, columns)
    let length = parts == 1 ? side : ((side + parts - 1) / parts + 15) / 16 * 16
    let start = min(part * length, side)
    if rows >= columns {
      piece.rows = min(length, side - start)
      leftOffset += start * (isLeftTransposed ? 1 : leftStride)
      resultOffset += start * resultStride
    } else {
      piece.columns = min(length, side - start)
      rightOffset += start * (isRightTransposed ? rightStride : 1)
      resultOffset += start
    }
    guard piece.rows > 0, piece.columns > 0 else { return }
    let size = element.size
    piece.call(
      left + leftOffset * size, right + rightOffset * size, result + resultOffset * size)
  }

  /// Calls OpenBLAS for one matrix product.
  private func call(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ result: UnsafeMutableRawPointer
  ) {
    let leftForm = isLeftTransposed ? CblasTrans : CblasNoTrans
    let rightForm = isRightTransposed ? CblasTrans : CblasNoTrans
    let (m, n, k) = (Int32(rows), Int32(columns), Int32(depth))
    let lda = Int32(max(leftStride, 1))
    let ldb = Int32(max(rightStride, 1))
    let ldc = Int32(max(resultStride, 1))
    if element == .f32 {
      cblas_sgemm(
        CblasRowMajor, leftForm, rightForm, m, n, k, Float(alpha),
        left.assumingMemoryBound(to: Float.self), lda,
        right.assumingMemoryBound(to: Float.self), ldb, Float(beta),
        result.assumingMemoryBound(to: Float.self), ldc)
    } else {
      cblas_dgemm(
        CblasRowMajor, leftForm, rightForm, m, n, k, alpha,
        left.assumingMemoryBound(to: Double.self), lda,
        right.assumingMemoryBound(to: Double.self), ldb, beta,
        result.assumingMemoryBound(to: Double.self), ldc)
    }
  }

  /// Set once: every call of OpenBLAS runs on its caller alone.
  static let usesOneThreadACall: Void = openblas_set_num_threads(1)
}
