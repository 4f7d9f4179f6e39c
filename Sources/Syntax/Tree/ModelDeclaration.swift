import MartletSource

/// `model Name[binders](parameters): Protocol where facts { members }`.
public struct ModelDeclaration: Sendable {
  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What it is called.
  public var name: Name
  /// The names in brackets; empty without brackets.
  public var binders: [Binder]
  /// What its constructor takes.
  public var parameters: [Parameter]
  /// The protocols after `:`.
  public var conformances: [TypeSyntax]
  /// The comparisons after `where`.
  public var facts: [Expression]
  /// The fields and methods, in the order of the text.
  public var members: [Member]
  /// From `model` to the closing brace.
  public var span: SourceSpan
}
