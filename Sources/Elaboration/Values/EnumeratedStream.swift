/// A stream whose values come with their positions.
final class EnumeratedStream: HostStream {
  private let source: any HostStream

  /// The given stream with positions.
  init(_ source: any HostStream) { self.source = source }

  var typeName: String { source.typeName }
  var count: Int? { source.count }

  func makeSequence() -> any ValueSequence { Walk(source.makeSequence()) }

  /// A walk that counts.
  private final class Walk: ValueSequence {
    private let source: any ValueSequence
    private var position = 0

    /// A walk over the given one.
    init(_ source: any ValueSequence) { self.source = source }

    func next() throws -> Value? {
      guard let value = try source.next() else { return nil }
      defer { position += 1 }
      return .tuple([.int(position), value])
    }
  }
}
