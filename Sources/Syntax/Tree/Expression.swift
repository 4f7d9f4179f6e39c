import MartletSource

/// Anything with a value.
public struct Expression: Sendable {
  /// The forms of an expression.
  public indirect enum Kind: Sendable {
    case integer(Int)
    case float(Double)
    case string([StringPart])
    case boolean(Bool)
    case none
    case selfValue
    /// A name; `_` stands for a size that is known when built.
    case name(String)
    /// An expression in parentheses.
    case group(Expression)
    /// `(a, b)`; never of one part.
    case tuple([Expression])
    case list([Expression])
    case block(Block)
    case lambda(Lambda)
    case conditional(Conditional)
    case match(Match)
    case loop(Loop)
    case gradient(GradientExpression)
    case jvp([Place], along: Expression, Block)
    case vjp([Place], with: Expression, Block)
    case recompute(Block)
    case with([SettingBinding], Block)
    case call(Expression, [Argument])
    /// `base[items]`: an index of a value, or sizes for a function, a model or a type.
    case `subscript`(Expression, [BracketItem])
    case member(Expression, Name)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case pipe(Expression, Expression)
    case coalesce(Expression, Expression)
    case range(Expression, Expression)
    case cast(Expression, TypeSyntax)
    /// An element type or a tensor type: `f32` in `f32(x)`, `i32<N>[E]` between brackets.
    case tensorType(TensorTypeSyntax)
    case invalid
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan
}
