import MartletSource

/// A parameter of a function or a model: `eps: Float = 1e-5`.
public struct Parameter: Sendable {
  /// The name, which is also the label at a call.
  public var name: Name
  /// The type.
  public var type: TypeSyntax
  /// What it is when a call does not give it.
  public var defaultValue: Expression?
  /// The whole parameter.
  public var span: SourceSpan
}
