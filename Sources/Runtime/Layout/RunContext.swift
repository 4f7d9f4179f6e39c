import MartletKernels

/// What steps need while a graph runs.
final class RunContext {
  /// Where each storage begins.
  let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer>
  /// The threads.
  var pool: ThreadPool
  /// The instruction set.
  let tier: martlet_tier

  /// A context for a number of storages.
  init(storageCount: Int, pool: ThreadPool) {
    // Storages without memory, as scratch of no bytes, point here; nothing is read there.
    let nowhere = UnsafeMutableRawPointer(bitPattern: 64)!
    addresses = .allocate(capacity: max(storageCount, 1))
    addresses.initialize(repeating: nowhere, count: max(storageCount, 1))
    self.pool = pool
    tier = martlet_best_tier()
  }

  deinit { addresses.deallocate() }
}
