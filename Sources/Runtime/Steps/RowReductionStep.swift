import MartletKernels
import MartletOperations
import MartletShapes

/// Runs a tile program and reduces the last axes of its space.
final class RowReductionStep: Step {
  /// The program.
  private let tiles: TileProgram
  /// What is reduced, and how.
  private let reduction: Reduction
  /// The number of results.
  private let rows: Int
  /// The elements of each.
  private let length: Int
  /// The rows, or blocks of a single row, that are handed to a thread at a time.
  private let chunk: Int
  /// The blocks that a single long row is cut into; by the length alone.
  private let blocks: Int
  /// What joins the blocks' results.
  private let joining: TileProgram?

  /// The elements of a block.
  private static let blockLength = 16384

  /// The blocks that one long row is cut into; 1 for what is reduced at once.
  static func blocks(rows: Int, length: Int) -> Int {
    rows == 1 && length > 2 * blockLength ? (length + blockLength - 1) / blockLength : 1
  }

  /// A step that reduces rows of the given length.
  init(
    _ tiles: TileProgram, _ reduction: Reduction, rows: Int, length: Int, cost: Int,
    scratchType: ElementType
  ) {
    self.tiles = tiles
    self.reduction = reduction
    self.rows = rows
    self.length = length
    blocks = RowReductionStep.blocks(rows: rows, length: length)
    if blocks > 1 {
      chunk = max(1, 200_000 / cost / RowReductionStep.blockLength)
      joining = reduction.partials([blocks], scratchType)
    } else {
      let perRow = max(cost * length, 100)
      chunk = rows * perRow <= 300_000 ? max(rows, 1) : max(1, 200_000 / perRow)
      joining = nil
    }
  }

  override func run(_ context: RunContext) throws(RunFault) {
    tiles.bind(context)
    let out = context.addresses[reduction.storage]
    let (length, total) = (Int64(self.length), Int64(rows * self.length))
    if let joining {
      let partial = context.addresses[reduction.scratch]
      joining.bind(context)
      context.pool.run(over: blocks, chunkLength: chunk) { part in
        martlet_tiles_reduce(
          context.tier, tiles.program, reduction.kind, reduction.register,
          Int64(RowReductionStep.blockLength), total, Int64(part.lowerBound),
          Int64(part.upperBound), partial, reduction.type)
      }
      martlet_tiles_reduce(
        context.tier, joining.program, reduction.kind, 0, Int64(blocks), Int64(blocks), 0, 1, out,
        reduction.element.inC)
      return
    }
    context.pool.run(over: rows, chunkLength: chunk) { part in
      martlet_tiles_reduce(
        context.tier, tiles.program, reduction.kind, reduction.register, length, total,
        Int64(part.lowerBound), Int64(part.upperBound), out, reduction.element.inC)
    }
  }

  override func hasRows(_ rows: Int) -> Bool { joining == nil && rows == self.rows }

  override func prepare(_ context: RunContext) { tiles.bind(context) }

  override func runRows(_ part: Range<Int>, of rows: Int, _ context: RunContext) {
    martlet_tiles_reduce(
      context.tier, tiles.program, reduction.kind, reduction.register, Int64(length),
      Int64(rows * length), Int64(part.lowerBound), Int64(part.upperBound),
      context.addresses[reduction.storage], reduction.element.inC)
  }

  override var summary: String { "\(rows) rows of \(length) reduced" }
}
