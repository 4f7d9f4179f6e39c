import MartletKernels
import MartletOperations
import MartletShapes

/// Runs a tile program over its space.
final class TileStep: Step {
  /// The program.
  private let tiles: TileProgram
  /// The places that are handed to a thread at a time.
  private let chunkLength: Int
  /// The matrix that the program transposes, if that is all it does.
  private let transposition: (rows: Int, columns: Int)?
  /// The bytes of an element.
  private let elementSize: Int

  /// A step that runs a program, a place of which takes `cost` tenths of a nanosecond.
  init(_ tiles: TileProgram, cost: Int, elementSize: Int) {
    self.tiles = tiles
    chunkLength = TileStep.chunkLength(count: tiles.count, cost: cost)
    transposition = tiles.isTransposition
    self.elementSize = elementSize
  }

  /// The places that make some 20 microseconds of work, in whole tiles.
  static func chunkLength(count: Int, cost: Int) -> Int {
    let tile = Int(MARTLET_TILE_LENGTH)
    let length = max(200_000 / max(cost, 1), 4 * tile) / tile * tile
    // A little more than a chunk is not worth waking anyone for.
    return count <= length + length / 2 ? max(count, 1) : length
  }

  override func run(_ context: RunContext) throws(RunFault) {
    guard tiles.count > 0 else { return }
    tiles.bind(context)
    if tiles.changesNothing { return }
    if let transposition {
      transpose(transposition.rows, transposition.columns, context)
      return
    }
    let program = tiles.program
    let tier = context.tier
    if chunkLength >= tiles.count {
      martlet_tiles_map(tier, program, 0, Int64(tiles.count))
      return
    }
    context.pool.run(over: tiles.count, chunkLength: chunkLength) { places in
      martlet_tiles_map(tier, program, Int64(places.lowerBound), Int64(places.upperBound))
    }
  }

  override func hasRows(_ rows: Int) -> Bool {
    transposition == nil && tiles.count > 0 && tiles.count % rows == 0
  }

  override func prepare(_ context: RunContext) { tiles.bind(context) }

  override func runRows(_ part: Range<Int>, of rows: Int, _ context: RunContext) {
    let length = tiles.count / rows
    martlet_tiles_map(
      context.tier, tiles.program, Int64(part.lowerBound * length),
      Int64(part.upperBound * length))
  }

  /// Transposes a matrix.
  private func transpose(_ rows: Int, _ columns: Int, _ context: RunContext) {
    let source = tiles.address(ofOperand: 0)
    let target = tiles.address(ofOperand: 1)
    let length = max(16, 32768 / max(columns, 1) / 16 * 16)
    context.pool.run(over: rows, chunkLength: length) { part in
      martlet_transpose(
        source, target, Int64(rows), Int64(columns), Int64(elementSize), Int64(part.lowerBound),
        Int64(part.upperBound))
    }
  }

  override var summary: String { "tiles over \(tiles.count)" }
}
