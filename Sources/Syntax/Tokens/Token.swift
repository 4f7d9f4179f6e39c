import MartletShapes
import MartletSource

/// The smallest piece of a program that means something, with the comments in front of it.
public struct Token: Sendable {
  /// What a token is.
  public enum Kind: Hashable, Sendable {
    /// A word that is not reserved, or any word after `.`.
    case identifier(String)
    /// A reserved word.
    case keyword(Keyword)
    /// The name of an element type.
    case elementType(ElementType)
    /// `100_000`.
    case integer(Int)
    /// `1e-5`.
    case float(Double)
    /// A string literal.
    case string([StringSegment])
    /// A sign.
    case symbol(Symbol)
    /// The end of a line that ends a statement.
    case newline
    /// The end of the file.
    case end
    /// What the lexer has already reported.
    case invalid
  }

  /// What it is.
  public var kind: Kind
  /// Where it stands; empty for the end of a line or of the file.
  public var span: SourceSpan
  /// Whether it is the first token of its line.
  public var startsLine: Bool
  /// The comments between the token before and this one.
  public var comments: [Comment]

  /// The text of the `##` lines that end on the line above it.
  public var documentation: String?
}

/// `# …` or `## …`, to the end of the line.
public struct Comment: Hashable, Sendable {
  /// What it says, without the marks and the blank behind them.
  public var text: String
  /// Whether it begins with `##` and has a line of its own.
  public var isDocumentation: Bool
  /// Where it stands.
  public var span: SourceSpan
}

/// A stretch of a string literal, before the parser has looked into it.
public enum StringSegment: Hashable, Sendable {
  /// Text, with its escapes resolved.
  case text(String)
  /// The expression between `{` and `}`, and what follows its first `:`.
  case interpolation(SourceSpan, format: String?)
}
