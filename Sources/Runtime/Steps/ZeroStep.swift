import Glibc
import MartletOperations

/// Fills a storage with zeros.
final class ZeroStep: Step {
  /// The storage.
  private let storage: Int
  /// Its size.
  private let byteCount: Int

  /// A step that fills a storage.
  init(storage: Int, byteCount: Int) {
    self.storage = storage
    self.byteCount = byteCount
  }

  override func run(_ context: RunContext) throws(RunFault) {
    memset(context.addresses[storage], 0, byteCount)
  }

  override var summary: String { "\(byteCount) bytes of zeros" }
}
