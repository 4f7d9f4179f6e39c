import MartletSource

/// A field or a method of a model.
public enum Member: Sendable {
  /// `param` or `state`.
  case tensor(TensorField)
  /// `let`: a sub-model, a static value or a derived buffer.
  case constant(LetStatement, isFrozen: Bool, span: SourceSpan)
  /// A method.
  case function(FunctionDeclaration)

  /// The text of the member, without its documentation.
  public var span: SourceSpan {
    switch self {
    case .tensor(let field): field.span
    case .constant(_, isFrozen: _, let span): span
    case .function(let declaration): declaration.span
    }
  }
}

/// `param weight: f32[I, O] = glorot_uniform()` or `state seen: i64[] = 0`.
public struct TensorField: Sendable {
  /// Whether a field is trained or carried.
  public enum Role: String, Sendable {
    /// Trained.
    case param
    /// Carried from one call to the next.
    case state
  }

  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// `param` or `state`.
  public var role: Role
  /// What it is called.
  public var name: Name
  /// The type, where it is written.
  public var type: TypeSyntax?
  /// What it starts as.
  public var value: Expression
  /// The whole field.
  public var span: SourceSpan
}
