import MartletSource

/// What takes a value apart: `x`, `(a, _)`, `Join.stack`, `3`.
public struct Pattern: Sendable {
  /// The forms of a pattern.
  public indirect enum Kind: Sendable {
    /// `_`.
    case wildcard
    /// A lone name: it binds, or in a `match` may be a case in scope.
    case name(Name)
    /// `(a, b)`; never of one part.
    case tuple([Pattern])
    /// A number (perhaps negative), a string, a truth value or `None`.
    case literal(Expression)
    /// A dotted name, or any name with parts in parentheses.
    case path([Name], parts: [Pattern]?)
    /// What could not be parsed, and has been reported.
    case invalid
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan

  /// A pattern of the given form and place.
  public init(kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}
