import MartletKernels

/// Threads that share the chunks of one region of work at a time, the caller among them.
///
///     pool.run(chunks: 8) { chunk in fill(rows: chunk * 100..<(chunk + 1) * 100) }
///
/// Chunks must be cut by sizes alone, never by the number of threads: then results are the same
/// on any machine.
public final class ThreadPool: @unchecked Sendable {
  /// The pool in C, which synchronises itself.
  private let pool: OpaquePointer

  /// A pool in which `threads` threads work; fewer if the system refuses more.
  public init(threads: Int) {
    guard let pool = martlet_pool_create(Int32(clamping: max(threads, 1))) else {
      preconditionFailure("out of memory: a thread pool")
    }
    self.pool = pool
  }

  deinit { martlet_pool_destroy(pool) }

  /// The threads that work, the caller among them.
  public var threads: Int { Int(martlet_pool_threads(pool)) }

  /// Calls `body` once for each chunk in `0..<chunks`, on any thread and in any order, and returns
  /// when all calls have returned.
  ///
  /// Within a body, and while another thread runs a region, the caller does all chunks itself.
  public func run(chunks: Int, _ body: (Int) -> Void) {
    if chunks <= 1 || threads == 1 {
      for chunk in 0..<max(chunks, 0) { body(chunk) }
      return
    }
    // A claim counts in 16 bits; more chunks are run in groups.
    let group = (chunks + ThreadPool.mostClaims - 1) / ThreadPool.mostClaims
    let claims = (chunks + group - 1) / group
    withoutActuallyEscaping(body) { body in
      var region = Region(body: body, chunks: chunks, group: group)
      withUnsafeMutablePointer(to: &region) {
        martlet_pool_run(pool, Int32(claims), Region.runClaim, $0)
      }
    }
  }

  /// Calls `body` with consecutive ranges that cover `0..<count`, all of `length` but the last.
  public func run(over count: Int, chunkLength length: Int, _ body: (Range<Int>) -> Void) {
    run(chunks: (count + length - 1) / length) { chunk in
      body(chunk * length..<min((chunk + 1) * length, count))
    }
  }

  /// The chunks that one region in C can have.
  private static let mostClaims = 65535
}

/// What the threads of a region share.
private struct Region {
  /// The work on one chunk.
  let body: (Int) -> Void
  /// The number of chunks.
  let chunks: Int
  /// The chunks that are claimed together.
  let group: Int

  /// Runs the chunks of one claim; the context points to a `Region` that outlives the call.
  static let runClaim: martlet_chunk_function = { context, claim in
    guard let context else { return }
    let region = context.assumingMemoryBound(to: Region.self).pointee
    let first = Int(claim) * region.group
    for chunk in first..<min(first + region.group, region.chunks) { region.body(chunk) }
  }
}
