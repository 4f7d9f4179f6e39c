import MartletShapes
import MartletSource

/// A type as it is written.
public struct TypeSyntax: Sendable {
  /// The forms of a type.
  public indirect enum Kind: Sendable {
    /// `(A, B)`; never of one part.
    case tuple([TypeSyntax])
    /// `(A, B) -> C` or `fn[N](f32[N]) -> f32[N]`.
    case function([Binder], [TypeSyntax], TypeSyntax)
    /// `[T]`.
    case list(TypeSyntax)
    /// `f32[B, 3]`, `i32<N>[E]`, or a bare `f32`.
    case tensor(TensorTypeSyntax)
    /// A dotted name and its brackets: `nn.Mlp[784, 10][K]` has two.
    case named([Name], [[BracketItem]])
    /// `T?`.
    case optional(TypeSyntax)
    /// What could not be parsed, and has been reported.
    case invalid
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan
}

/// A type that begins with the name of an element type.
public struct TensorTypeSyntax: Sendable {
  /// The type of the elements.
  public var element: ElementType
  /// The bound between `<` and `>`.
  public var bound: Expression?
  /// The sizes; nil without brackets, as in `f32(x)`.
  public var dimensions: [BracketItem]?
}
