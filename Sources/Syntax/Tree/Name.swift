import MartletSource

/// A word that the program chose, with its place.
public struct Name: Sendable {
  /// The word itself; `_` where the program declines to name something.
  public var text: String
  /// Where it stands.
  public var span: SourceSpan

  /// Whether it is `_`, which names nothing.
  public var isWildcard: Bool { text == "_" }
}
