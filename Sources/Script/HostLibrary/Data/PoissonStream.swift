import MartletElaboration
import MartletOperations
import MartletTensors

/// Batches into each of which every row comes with one probability, independently.
final class PoissonStream: HostStream {
  /// The tree of tensors.
  let data: Value
  /// The rows of the tree.
  let rowCount: Int
  /// The probability of each row.
  let rate: Double
  /// How many batches there are.
  let steps: Int
  /// The key of the draws.
  let key: Int
  /// For the names and sizes of structs.
  let context: HostContext

  /// Batches of the given kind.
  init(data: Value, rowCount: Int, rate: Double, steps: Int, key: Int, context: HostContext) {
    self.data = data
    self.rowCount = rowCount
    self.rate = rate
    self.steps = steps
    self.key = key
    self.context = context
  }

  /// The name in messages.
  var typeName: String { "stream of random batches" }

  /// How many batches there are.
  var count: Int? { steps }

  /// A walk from the first batch.
  func makeSequence() -> any ValueSequence { PoissonSequence(self) }

  /// The rows of a batch.
  func rows(of step: Int) -> [Int] {
    let draws = Philox(key: key, place: UInt64(step))
    return (0..<rowCount).filter { draws.uniform(at: UInt64($0), .f64) < rate }
  }
}

/// A walk over random batches.
private final class PoissonSequence: ValueSequence {
  /// The batches.
  private let stream: PoissonStream
  /// The next batch.
  private var step = 0

  /// A walk from the first batch.
  init(_ stream: PoissonStream) { self.stream = stream }

  /// The next batch.
  func next() -> Value? {
    guard step < stream.steps else { return nil }
    defer { step += 1 }
    let rows = stream.rows(of: step)
    return stream.data.mappingRows(in: stream.context) { $0.gatheringRows(rows[...]) }
  }
}
