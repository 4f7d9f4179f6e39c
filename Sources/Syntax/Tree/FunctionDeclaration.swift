import MartletSource

/// A `fn` or a `proc`, at the top level, in a model or in a protocol.
public struct FunctionDeclaration: Sendable {
  /// Which of the two moments the body belongs to.
  public enum Kind: String, Sendable {
    /// Pure, built into a graph.
    case function = "fn"
    /// Run as written.
    case procedure = "proc"
  }

  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// Whether an artifact offers it: `export fn`.
  public var isExported: Bool
  /// `fn` or `proc`.
  public var kind: Kind
  /// What it is called.
  public var name: Name
  /// The names in brackets; empty without brackets.
  public var binders: [Binder]
  /// The parameters in parentheses.
  public var parameters: [Parameter]
  /// The type after `->`; only a `proc` can lack it.
  public var result: TypeSyntax?
  /// The comparisons after `where`.
  public var facts: [Expression]
  /// What it does; nil for a signature alone.
  public var body: Block?
  /// From `fn`, `proc` or `export` to the end of the body.
  public var span: SourceSpan
}
