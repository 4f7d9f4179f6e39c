import MartletSource

/// A word that the program chose, with its place.
public struct Name: Sendable {
  /// The word itself; `_` where the program declines to name something.
  public var text: String
  /// Where it stands.
  public var span: SourceSpan

  /// A name of the given text and place.
  public init(text: String, span: SourceSpan) {
    self.text = text
    self.span = span
  }

  /// Whether it is `_`, which names nothing.
  public var isWildcard: Bool { text == "_" }
}
