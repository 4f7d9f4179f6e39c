import MartletSource

/// `struct Graph[N, E, F] { x: f32[N, F], source: i32<N>[E] }`.
public struct StructDeclaration: Sendable {
  /// A named part of a struct.
  public struct Field: Sendable {
    /// The text of the `##` lines in front of it.
    public var documentation: String?
    /// What it is called.
    public var name: Name
    /// The type.
    public var type: TypeSyntax
  }

  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What it is called.
  public var name: Name
  /// The names in brackets; empty without brackets.
  public var binders: [Binder]
  /// The comparisons after `where`.
  public var facts: [Expression]
  /// The parts, in the order of the text.
  public var fields: [Field]
  /// From `struct` to the closing brace.
  public var span: SourceSpan
}

/// `enum Join { stack average }`.
public struct EnumDeclaration: Sendable {
  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What it is called.
  public var name: Name
  /// The values, in the order of the text.
  public var cases: [Name]
  /// From `enum` to the closing brace.
  public var span: SourceSpan
}

/// `protocol Operation[C] { fn call[B](x: f32[B, C]) -> f32[B, C] }`.
public struct ProtocolDeclaration: Sendable {
  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What it is called.
  public var name: Name
  /// The names in brackets; empty without brackets.
  public var binders: [Binder]
  /// The signatures.
  public var methods: [FunctionDeclaration]
  /// From `protocol` to the closing brace.
  public var span: SourceSpan
}

/// `type Images = f32[_, 3, 32, 32]`.
public struct AliasDeclaration: Sendable {
  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What it is called.
  public var name: Name
  /// What it stands for.
  public var type: TypeSyntax
  /// The whole declaration.
  public var span: SourceSpan
}
