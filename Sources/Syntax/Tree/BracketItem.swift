import MartletSource

/// What stands between commas in square brackets: an index, a slice, a size or a type.
///
/// A type that reads like an expression (`Mlp[I, C]`, `(A, B)`, `f32[N]`) is an `.expression`;
/// `Expression.asType` turns it into one.
public struct BracketItem: Sendable {
  /// The forms of an item.
  public enum Kind: Sendable {
    /// `...` or `...S`.
    case rest(Name?)
    /// `None`.
    case newAxis
    /// `lower:upper:step`, all optional.
    case slice(lower: Expression?, upper: Expression?, step: Expression?)
    /// An index, a size, or a type that reads like one of them.
    case expression(Expression)
    /// What can only be a type: `T?`, `(A) -> B`, `fn[N](…) -> …`.
    case type(TypeSyntax)
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan
}
