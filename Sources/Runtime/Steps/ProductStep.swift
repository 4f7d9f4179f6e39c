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

  /// A constant times scalars in memory, each `f64` or `f32`.
  struct Factor {
    /// The constant.
    var constant: Double
    /// The scalars.
    var scalars: [(place: Place, isDouble: Bool)]

    /// Its value now.
    func value(_ context: RunContext) -> Double {
      var value = constant
      for scalar in scalars {
        let address = context.addresses[scalar.place.storage] + scalar.place.byte
        value *=
          scalar.isDouble ? address.load(as: Double.self) : Double(address.load(as: Float.self))
      }
      return value
    }
  }

  /// A scaled sum that the product ends with.
  struct Update {
    /// The factor of the product.
    var alpha: Factor
    /// The factor of what it is added to.
    var beta: Factor
    /// What it is added to.
    var base: Place
    /// The size of that.
    var byteCount: Int
  }

  /// The product.
  private let gemm: Gemm
  /// The operands.
  private let (left, right): (Place, Place)
  /// The storage of the result.
  private let target: Int
  /// What copies operands.
  private let copies: [TileStep]
  /// The sum that it ends with.
  private let update: Update?

  /// A step that computes a product.
  init(
    _ gemm: Gemm, left: Place, right: Place, target: Int, copies: [TileStep], update: Update?
  ) {
    self.update = update
    self.gemm = gemm
    self.left = left
    self.right = right
    self.target = target
    self.copies = copies
  }

  override func run(_ context: RunContext) throws(RunFault) {
    for copy in copies { try copy.run(context) }
    var gemm = gemm
    if let update {
      gemm.alpha = update.alpha.value(context)
      gemm.beta = update.beta.value(context)
      let base = context.addresses[update.base.storage] + update.base.byte
      let target = context.addresses[target]
      // In place if the base's memory was donated.
      if base != target {
        context.pool.run(over: update.byteCount, chunkLength: 1 << 18) { bytes in
          let start = bytes.lowerBound
          (target + start).copyMemory(from: base + start, byteCount: bytes.count)
        }
      }
    }
    gemm.run(
      left: context.addresses[left.storage] + left.byte,
      right: context.addresses[right.storage] + right.byte, result: context.addresses[target],
      on: context.pool)
  }

  override var summary: String {
    "product of \(gemm.rows) x \(gemm.depth) and \(gemm.depth) x \(gemm.columns)"
      + (gemm.batch == 1 ? "" : ", \(gemm.batch) times")
      + (update == nil ? "" : ", added") + (copies.isEmpty ? "" : ", copying operands")
  }
}
