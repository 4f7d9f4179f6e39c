import Glibc

/// A thread with room for deep recursion: programs may nest a thousand calls, each of which takes
/// many frames of the evaluator's.
enum LargeStack {
  /// The bytes of the stack; the system gives only what is used.
  private static let byteCount = 512 << 20

  /// The work of the thread.
  private final class Work {
    /// The closure to run.
    let body: () -> Void
    /// The work of running `body`.
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Runs `body` and waits for it; on the present stack if the system refuses another.
  static func run(_ body: @escaping () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, byteCount)
    defer { pthread_attr_destroy(&attributes) }
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, &attributes,
      { argument in
        Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    if failure == 0 {
      pthread_join(thread, nil)
    } else {
      work.takeRetainedValue().body()
    }
  }
}
