import MartletElaboration

/// A sequence that shows how far its walk is.
final class ProgressStream: HostStream {
  /// Starts a walk over what is shown.
  private let source: () -> any ValueSequence
  /// How many values there are, if that is known.
  let count: Int?
  /// Where the bar is shown.
  private let context: HostContext

  /// The name in messages.
  var typeName: String { "progress bar" }

  /// The progress over `source`.
  init(_ source: @escaping () -> any ValueSequence, count: Int?, context: HostContext) {
    self.source = source
    self.count = count
    self.context = context
  }

  /// A walk from the start, with a bar of its own.
  func makeSequence() -> any ValueSequence {
    ProgressSequence(source(), bar: ProgressBar(count: count, context: context))
  }
}

/// A walk that moves a bar.
private final class ProgressSequence: ValueSequence {
  /// The walk itself.
  private let source: any ValueSequence
  /// The bar.
  private let bar: ProgressBar

  /// A walk over `source` that moves `bar`.
  init(_ source: any ValueSequence, bar: ProgressBar) {
    self.source = source
    self.bar = bar
    bar.start()
  }

  // A loop that is left early drops its walk.
  deinit { bar.finish(isComplete: false) }

  /// The next value; the value before it is done.
  func next() throws -> Value? {
    guard let value = try source.next() else {
      bar.finish(isComplete: true)
      return nil
    }
    bar.begin()
    return value
  }
}
