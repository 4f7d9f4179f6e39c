import MartletSource

/// Anything with a value.
public struct Expression: Sendable {
  /// The forms of an expression.
  public indirect enum Kind: Sendable {
    /// `3`.
    case integer(Int)
    /// `1e-5`.
    case float(Double)
    /// `"loss {l:.3}"`.
    case string([StringPart])
    /// `true` or `false`.
    case boolean(Bool)
    /// `None`.
    case none
    /// `self`.
    case selfValue
    /// A name; `_` stands for a size that is known when built.
    case name(String)
    /// An expression in parentheses.
    case group(Expression)
    /// `(a, b)`; never of one part.
    case tuple([Expression])
    /// `[a, b]`.
    case list([Expression])
    /// `{ statements }`.
    case block(Block)
    /// `(x) => value`.
    case lambda(Lambda)
    /// `if c { a } else { b }`.
    case conditional(Conditional)
    /// `match v { pattern => value }`.
    case match(Match)
    /// `for x in xs { … }` or `map x in xs { … }`.
    case loop(Loop)
    /// `grad w { … }` or `value_and_grad w { … }`.
    case gradient(GradientExpression)
    /// `jvp v along t { … }`.
    case jvp([Place], along: Expression, Block)
    /// `vjp v with ct { … }`.
    case vjp([Place], with: Expression, Block)
    /// `recompute { … }`.
    case recompute(Block)
    /// `with training = true { … }`.
    case with([SettingBinding], Block)
    /// `f(x, axis: 0)`.
    case call(Expression, [Argument])
    /// `base[items]`: an index of a value, or sizes for a function, a model or a type.
    case `subscript`(Expression, [BracketItem])
    /// `base.name`.
    case member(Expression, Name)
    /// `-x` or `not x`.
    case unary(UnaryOperator, Expression)
    /// `a + b`, `a < b`, `a and b`…
    case binary(BinaryOperator, Expression, Expression)
    /// `x |> f`.
    case pipe(Expression, Expression)
    /// `a ?? b`.
    case coalesce(Expression, Expression)
    /// `a..<b`.
    case range(Expression, Expression)
    /// `x as f32[B, 3]`.
    case cast(Expression, TypeSyntax)
    /// An element type or a tensor type: `f32` in `f32(x)`, `i32<N>[E]` between brackets.
    case tensorType(TensorTypeSyntax)
    /// What could not be parsed, and has been reported.
    case invalid
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan
}
