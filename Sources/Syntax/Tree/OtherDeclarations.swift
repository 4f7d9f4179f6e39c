import MartletSource

/// `gradient f(x, dy) { … }`: the reverse rule of a function.
public struct GradientDeclaration: Sendable {
  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// The function whose rule it is.
  public var function: Name
  /// The function's parameters and, last, the gradient of its result.
  public var parameters: [Name]
  /// What the gradients are.
  public var body: Block
  /// From `gradient` to the end of the body.
  public var span: SourceSpan
}

/// `test "name" { … }`.
public struct TestDeclaration: Sendable {
  /// What the test claims.
  public var title: String
  /// Where the title stands.
  public var titleSpan: SourceSpan
  /// What it does.
  public var body: Block
  /// From `test` to the end of the body.
  public var span: SourceSpan
}

/// `setting training: Bool = false`.
public struct SettingDeclaration: Sendable {
  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What it is called.
  public var name: Name
  /// The type.
  public var type: TypeSyntax
  /// What it is outside every `with`.
  public var value: Expression
  /// The whole declaration.
  public var span: SourceSpan
}
