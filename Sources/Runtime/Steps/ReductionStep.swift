import MartletKernels
import MartletOperations
import MartletShapes

extension Reduce.Kind {
  /// The reduction in C; truth values are 1 and 0 there.
  var inC: martlet_reduction {
    switch self {
    case .sum: MARTLET_REDUCE_SUM
    case .product: MARTLET_REDUCE_PRODUCT
    case .maximum, .any: MARTLET_REDUCE_MAXIMUM
    case .minimum, .all: MARTLET_REDUCE_MINIMUM
    }
  }
}

/// What the steps that reduce have in common.
struct Reduction {
  /// How numbers are joined.
  var kind: martlet_reduction
  /// The register that is reduced.
  var register: Int32
  /// The storage of the results.
  var storage: Int
  /// The results' type.
  var element: ElementType
  /// The storage of partial results, of the registers' type.
  var scratch: Int
  /// The registers' type.
  var type: martlet_element

  /// A program that loads partial results as they lie.
  func partials(_ space: [Int], _ type: ElementType) -> TileProgram {
    let operand = TileProgram.Operand(
      storage: scratch, element: type, register: 0,
      strides: space.indices.map { axis in space[(axis + 1)...].reduce(1, *) }, offset: 0)
    return TileProgram(
      type: RegisterType(type) ?? .f32, space: space, inputs: [operand], outputs: [])
  }
}

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
