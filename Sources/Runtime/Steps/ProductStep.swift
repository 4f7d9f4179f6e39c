import MartletOperations
import MartletShapes

/// Runs a product of matrices, after copying operands that lie in no form that products take.
final class ProductStep: Step {
  /// An operand's storage and the byte where it begins.
  struct Place {
    /// The storage.
    var storage: Int
    /// The byte.
    var byte: Int
  }

  /// The product.
  private let gemm: Gemm
  /// The operands.
  private let (left, right): (Place, Place)
  /// The storage of the result.
  private let target: Int
  /// What copies operands.
  private let copies: [TileStep]

  /// A step that computes a product.
  init(_ gemm: Gemm, left: Place, right: Place, target: Int, copies: [TileStep]) {
    self.gemm = gemm
    self.left = left
    self.right = right
    self.target = target
    self.copies = copies
  }

  override func run(_ context: RunContext) throws(RunFault) {
    for copy in copies { try copy.run(context) }
    gemm.run(
      left: context.addresses[left.storage] + left.byte,
      right: context.addresses[right.storage] + right.byte, result: context.addresses[target],
      on: context.pool)
  }

  override var summary: String {
    "product of \(gemm.rows) x \(gemm.depth) and \(gemm.depth) x \(gemm.columns)"
      + (gemm.batch == 1 ? "" : ", \(gemm.batch) times")
      + (copies.isEmpty ? "" : ", copying operands")
  }
}
