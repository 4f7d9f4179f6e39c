import MartletOperations
import MartletShapes

/// Steps that follow each other and keep to their rows, so that some rows can go through all of
/// them while they are in the cache: a softmax, a layer norm.
struct RowGroup {
  /// The steps, by position.
  var steps: Range<Int>
  /// The rows.
  var rows: Int
  /// The rows that go through all steps at a time.
  var chunk: Int

  /// The bytes that the rows of a chunk may take: what fits the second level of caches.
  private static let chunkBytes = 1 << 17
  /// The elements below which it does not pay.
  private static let fewestElements = 1 << 15

  /// The groups among some steps: around every reduction of rows, as far as it goes.
  static func groups(of steps: [Step], _ builder: LayoutBuilder) -> [RowGroup] {
    var groups: [RowGroup] = []
    var next = 0
    for (index, step) in steps.enumerated() where index >= next {
      guard case .tiles(let tiles) = builder.plan.steps[index], let tail = tiles.tail,
        case .rows(let reduced) = tail.form
      else { continue }
      let space = builder.values(tiles.space)
      let rows = space.dropLast(reduced).reduce(1, *)
      guard rows >= 4, space.reduce(1, *) >= fewestElements, step.hasRows(rows) else { continue }
      var range = index..<index + 1
      func isGroup(_ range: Range<Int>) -> Bool {
        range.lowerBound >= next && range.upperBound <= steps.count
          && range.allSatisfy { steps[$0].hasRows(rows) }
          && keepsToRows(range, rows, builder)
      }
      while isGroup(range.lowerBound..<range.upperBound + 1) {
        range = range.lowerBound..<range.upperBound + 1
      }
      while isGroup(range.lowerBound - 1..<range.upperBound) {
        range = range.lowerBound - 1..<range.upperBound
      }
      next = range.upperBound
      guard range.count > 1 else { continue }
      let chunk = max(1, chunkBytes / max(bytesOfARow(range, rows, builder), 1))
      groups.append(RowGroup(steps: range, rows: rows, chunk: chunk))
    }
    return groups
  }

  /// The bytes that a row takes in all storages that some steps use.
  private static func bytesOfARow(_ range: Range<Int>, _ rows: Int, _ builder: LayoutBuilder)
    -> Int
  {
    var storages: Set<Int> = []
    for index in range {
      let (read, written) = builder.plan.steps[index].storages
      storages.formUnion(read + written)
    }
    return storages.reduce(0) { $0 + builder.bytes[$1] / rows }
  }

  /// Whether what some steps write is read, among them, only in the row where it is written.
  private static func keepsToRows(_ range: Range<Int>, _ rows: Int, _ builder: LayoutBuilder)
    -> Bool
  {
    var written: Set<Int> = []
    var accesses: [(operand: TilePlan.Operand, space: [Int])] = []
    for index in range {
      guard case .tiles(let tiles) = builder.plan.steps[index] else { return false }
      if let tail = tiles.tail { written.insert(tail.storage) }
      for output in tiles.outputs {
        written.insert(output.storage)
        // Parameters are the first storages; the donor's memory is written, too.
        if let donor = builder.plan.storages[output.storage].donor { written.insert(donor) }
      }
      accesses += (tiles.inputs + tiles.outputs).map { ($0, builder.values(tiles.space)) }
    }
    return accesses.allSatisfy { operand, space in
      !written.contains(operand.storage) || isInRow(operand, space, rows, builder)
    }
  }

  /// Whether row r of a space touches only the r-th part of a storage.
  private static func isInRow(
    _ operand: TilePlan.Operand, _ space: [Int], _ rows: Int, _ builder: LayoutBuilder
  ) -> Bool {
    var axes = 0
    var count = 1
    while count < rows, axes < space.count {
      count *= space[axes]
      axes += 1
    }
    let elements = builder.bytes[operand.storage] / operand.element.size
    let strides = builder.values(operand.strides)
    guard count == rows, builder.numbers[operand.offset] == 0, elements % rows == 0,
      let outer = CollapsedAxes(
        sizes: Array(space.prefix(axes)), strides: Array(strides.prefix(axes))),
      outer.stride == elements / rows
    else { return false }
    let reach = (axes..<space.count).reduce(0) { $0 + (space[$1] - 1) * strides[$1] }
    return reach < elements / rows
  }
}

/// Runs steps that keep to their rows, some rows at a time.
final class RowGroupStep: Step {
  /// The steps.
  private let steps: [Step]
  /// The rows.
  private let rows: Int
  /// The rows that go through all steps at a time.
  private let chunk: Int

  /// A step that runs others.
  init(_ steps: [Step], rows: Int, chunk: Int) {
    self.steps = steps
    self.rows = rows
    self.chunk = chunk
  }

  override func run(_ context: RunContext) throws(RunFault) {
    for step in steps { step.prepare(context) }
    context.pool.run(over: rows, chunkLength: chunk) { part in
      for step in steps { step.runRows(part, of: rows, context) }
    }
  }

  override var summary: String {
    "\(chunk) of \(rows) rows through: \(steps.map(\.summary).joined(separator: "; "))"
  }
}
