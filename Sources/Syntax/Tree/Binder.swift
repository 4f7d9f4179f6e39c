import MartletSource

/// A name in the brackets of a declaration: `N`, `...S` or `M: Mlp[I, C]`.
public struct Binder: Sendable {
  /// Whether it stands for zero or more dims: `...S`.
  public var isRun: Bool
  /// The name that is bound.
  public var name: Name
  /// What it must be; nil for a dim.
  public var constraint: TypeSyntax?
  /// The whole binder.
  public var span: SourceSpan
}
