import MartletElaboration
import MartletOperations
import MartletTensors

/// A tree of tensors cut into batches of rows, epoch after epoch.
///
/// Batches in the order of the rows are views; shuffled ones are copies.
final class BatchStream: HostStream {
  /// The tree.
  let data: Value
  /// The rows of the tree.
  let rowCount: Int
  /// The rows of a batch, of which the last of an epoch may have fewer.
  let size: Int
  /// How often all rows come.
  let epochs: Int
  /// The key of the orders; nil where the rows keep theirs.
  let key: Int?
  /// For the names and sizes of structs.
  let context: HostContext

  /// Batches of the given kind.
  init(data: Value, rowCount: Int, size: Int, epochs: Int, key: Int?, context: HostContext) {
    self.data = data
    self.rowCount = rowCount
    self.size = size
    self.epochs = epochs
    self.key = key
    self.context = context
  }

  /// The name in messages.
  var typeName: String { "stream of batches" }

  /// How many batches there are in all epochs.
  var count: Int? { batchesPerEpoch * epochs }

  /// How many batches hold all rows.
  var batchesPerEpoch: Int { (rowCount + size - 1) / size }

  /// A walk from the first batch.
  func makeSequence() -> any ValueSequence { BatchSequence(self) }
}

/// A walk over batches.
private final class BatchSequence: ValueSequence {
  /// The batches.
  private let stream: BatchStream
  /// The present epoch.
  private var epoch = 0
  /// The next batch of the epoch.
  private var batch = 0
  /// The order of the rows in this epoch; empty where they keep their order.
  private var order: [Int] = []

  /// A walk from the first batch.
  init(_ stream: BatchStream) { self.stream = stream }

  /// The next batch.
  func next() -> Value? {
    if batch == stream.batchesPerEpoch {
      batch = 0
      epoch += 1
    }
    guard epoch < stream.epochs, stream.rowCount > 0 else { return nil }
    if batch == 0, let key = stream.key {
      order = Philox(key: key, place: UInt64(epoch)).permutation(of: stream.rowCount)
    }
    let start = batch * stream.size
    let end = min(start + stream.size, stream.rowCount)
    batch += 1
    return stream.data.mappingRows(in: stream.context) { tensor in
      stream.key == nil ? tensor.slice(start..<end) : tensor.gatheringRows(order[start..<end])
    }
  }
}
