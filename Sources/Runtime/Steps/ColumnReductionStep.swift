import MartletKernels
import MartletOperations
import MartletShapes

/// Runs a tile program over [outer, rows, columns] and reduces the rows.
final class ColumnReductionStep: Step {
  /// The program.
  private let tiles: TileProgram
  /// What is reduced, and how.
  private let reduction: Reduction
  /// The sizes.
  private let (outer, rows, columns): (Int, Int, Int)
  /// The columns that are handed to a thread at a time.
  private let columnChunk: Int
  /// The rows that are reduced by themselves, if they are many and the columns few.
  private let rowBlock: Int
  /// What joins the blocks' results.
  private let joining: TileProgram?

  /// The rows of a block, if the rows are cut into blocks; by the sizes alone.
  static func rowBlock(outer: Int, rows: Int, columns: Int) -> Int? {
    guard outer == 1, columns < 512, rows * columns > 1 << 17 else { return nil }
    return max(64, 65536 / max(columns, 1) / 64 * 64)
  }

  /// A step that reduces rows.
  init(
    _ tiles: TileProgram, _ reduction: Reduction, outer: Int, rows: Int, columns: Int, cost: Int,
    scratchType: ElementType
  ) {
    self.tiles = tiles
    self.reduction = reduction
    (self.outer, self.rows, self.columns) = (outer, rows, columns)
    if let block = ColumnReductionStep.rowBlock(outer: outer, rows: rows, columns: columns) {
      rowBlock = block
      joining = reduction.partials([(rows + block - 1) / block, columns], scratchType)
    } else {
      rowBlock = rows
      joining = nil
    }
    let tile = Int(MARTLET_TILE_LENGTH)
    let wanted = max(200_000 / max(cost * rows, 1), 1)
    columnChunk = columns <= tile ? max(columns, 1) : max(wanted / tile, 1) * tile
  }

  override func run(_ context: RunContext) throws(RunFault) {
    tiles.bind(context)
    let size = reduction.element.size * columns
    if let joining {
      let partial = context.addresses[reduction.scratch]
      let rowSize =
        columns * (reduction.type == MARTLET_F64 || reduction.type == MARTLET_I64 ? 8 : 4)
      joining.bind(context)
      let blocks = (rows + rowBlock - 1) / rowBlock
      context.pool.run(chunks: blocks) { block in
        let part = block * rowBlock..<min((block + 1) * rowBlock, rows)
        reduce(
          tiles, reduction.register, 0, rows, part, 0..<columns, partial + block * rowSize,
          reduction.type, context)
      }
      reduce(
        joining, 0, 0, blocks, 0..<blocks, 0..<columns, context.addresses[reduction.storage],
        reduction.element.inC, context)
      return
    }
    let out = context.addresses[reduction.storage]
    let parts = (columns + columnChunk - 1) / columnChunk
    func work(_ item: Int) {
      let index = item / parts
      let start = item % parts * columnChunk
      let part = start..<min(start + columnChunk, columns)
      reduce(
        tiles, reduction.register, index, rows, 0..<rows, part,
        out + index * size + start * reduction.element.size, reduction.element.inC, context)
    }
    // Small ones are not worth waking anyone for.
    if outer * rows * columns <= 32768 {
      for item in 0..<outer * parts { work(item) }
    } else {
      context.pool.run(chunks: outer * parts, work)
    }
  }

  /// Reduces one block.
  private func reduce(
    _ tiles: TileProgram, _ register: Int32, _ outer: Int, _ rowCount: Int, _ rows: Range<Int>,
    _ columns: Range<Int>, _ out: UnsafeMutableRawPointer, _ element: martlet_element,
    _ context: RunContext
  ) {
    let block = martlet_column_block(
      rows: Int64(rowCount), columns: Int64(self.columns), outer: Int64(outer),
      row_begin: Int64(rows.lowerBound), row_end: Int64(rows.upperBound),
      column_begin: Int64(columns.lowerBound), column_end: Int64(columns.upperBound))
    martlet_tiles_reduce_columns(
      context.tier, tiles.program, reduction.kind, register, block, out, element)
  }

  override var summary: String { "\(rows) rows of \(outer) x \(columns) columns joined" }
}
