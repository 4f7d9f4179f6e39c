import MartletSource

/// Why a computation cannot be carried out on many lanes at once.
public struct BatchingFault: Error, Hashable, Sendable {
  /// The operation that cannot.
  public let operation: String
  /// Why it cannot.
  public let reason: String
  /// Where it stands in the source.
  public let span: SourceSpan?

  /// A fault of an operation.
  public init(operation: String, reason: String, span: SourceSpan?) {
    self.operation = operation
    self.reason = reason
    self.span = span
  }
}
