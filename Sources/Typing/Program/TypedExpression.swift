import MartletShapes
import MartletSource
import MartletSyntax

/// An expression whose names are resolved and whose type is known.
public struct TypedExpression: Sendable {
  /// What the expression is.
  public indirect enum Kind: Sendable {
    case integer(Int)
    case float(Double)
    case boolean(Bool)
    case string([TypedStringPart])
    /// `Join.stack`: a value of an enum, by its position among the cases.
    case enumerationCase(EnumerationID, Int)
    case none
    /// The value of the enclosing method's model.
    case selfValue
    case local(LocalID)
    case global(GlobalID)
    case setting(SettingID)
    /// An Int made from binders and static sizes, such as `B` or `W // heads`.
    case size(Dim)
    /// A function, proc, method (with its base), or model as a value.
    case function(FunctionReference)
    case field(TypedExpression, FieldReference)
    /// A property that the language defines: `xs.count`, `text.count`.
    case property(TypedExpression, String)
    case tuple([TypedExpression])
    case list([TypedExpression])
    case range(TypedExpression, TypedExpression)
    case lambda(TypedLambda)
    case block(TypedBlock)
    case conditional(TypedExpression, then: TypedBlock, else: TypedBlock?)
    /// `if let name = optional`.
    case optionalBinding(LocalDeclaration, TypedExpression, then: TypedBlock, else: TypedBlock?)
    /// The first arm whose pattern fits; the checker has seen to it that one does.
    case match(TypedExpression, [TypedArm])
    case coalesce(TypedExpression, TypedExpression)
    case loop(TypedLoop)
    /// `grad`, `value_and_grad`, `jvp` and `vjp`.
    case gradient(TypedGradient)
    /// `recompute { … }`: the block's value, computed again where a gradient needs its parts.
    case recompute(TypedBlock)
    case with([(setting: SettingReference, value: TypedExpression)], TypedBlock)
    case call(TypedCall)
    /// `x[1:, None, ..., k]` on tensors; `xs[k]` on lists.
    case index(TypedExpression, [TypedIndexItem])
    case negate(TypedExpression)
    case not(TypedExpression)
    /// Arithmetic, comparison, logic: on static values, tensors or trees, as the types say.
    case binary(BinaryOperator, TypedExpression, TypedExpression)
    /// `e as type`, checked where the type has unknown parts.
    case cast(TypedExpression, TypeUse)

    // Only inside the body of an equation:

    /// An index name as a number.
    case equationIndex(IndexID)
    /// `x[b, t + 1, ...]` on a tensor; at full rank, so a scalar.
    case access(TypedExpression, [TypedAccessItem])
    case reducer(ReducerKind, [TypedEquationIndex], TypedExpression)
    /// `softmax[j](…)`: keeps its index.
    case normaliser(NormaliserKind, IndexID, TypedExpression)
  }

  /// What the expression is.
  public var kind: Kind
  /// Its type.
  public var type: Type
  /// Its place in the source.
  public var span: SourceSpan
  /// Opaque sizes that this expression's types mention, to be evaluated before it.
  public var definitions: [SizeDefinition]

  /// An expression of the given parts.
  public init(
    _ kind: Kind, type: Type, span: SourceSpan, definitions: [SizeDefinition] = []
  ) {
    self.kind = kind
    self.type = type
    self.span = span
    self.definitions = definitions
  }
}

/// A dim symbol that stands for the value of an Int expression, such as `sizes[k]`.
public struct SizeDefinition: Sendable {
  /// The symbol.
  public let symbol: DimSymbol
  /// The expression that gives its value.
  public let value: TypedExpression

  /// The definition of a symbol.
  public init(symbol: DimSymbol, value: TypedExpression) {
    self.symbol = symbol
    self.value = value
  }
}

/// A type in a program's text, with what is needed to evaluate its dims.
public struct TypeUse: Sendable {
  /// The type.
  public var type: Type
  /// Its place in the source.
  public var span: SourceSpan

  /// A use of a type.
  public init(_ type: Type, span: SourceSpan) {
    self.type = type
    self.span = span
  }
}

/// A piece of an interpolated string.
public enum TypedStringPart: Sendable {
  case text(String)
  /// A value and its format, checked to fit the value's type.
  case interpolation(TypedExpression, format: String?)
}

/// Something that can be called, as a value.
public enum FunctionReference: Sendable {
  case function(FunctionID)
  case method(FunctionID, base: TypedExpression)
  case model(ModelID)
  case builtin(String)
}

/// A field of a model, struct or gradient.
public struct FieldReference: Sendable {
  /// The index in the declaration's fields.
  public let index: Int
  /// The name.
  public let name: String

  /// A field of the given parts.
  public init(index: Int, name: String) {
    self.index = index
    self.name = name
  }
}

/// What a `with` sets.
public enum SettingReference: Sendable {
  case declared(SettingID)
  /// `with seed = 7 { … }`.
  case seed
}

/// An entry in the brackets behind a tensor or list.
public enum TypedIndexItem: Sendable {
  case rest
  case newAxis
  case slice(lower: TypedExpression?, upper: TypedExpression?, step: TypedExpression?)
  /// An Int or an integer scalar; at most one entry may be a tensor of indices.
  case position(TypedExpression)
}

/// An entry in the brackets of an access inside an equation.
public enum TypedAccessItem: Sendable {
  /// The run `...` of the equation.
  case rest
  /// A bare index, an affine or divided form of indices, a gather, or an Int.
  case position(TypedExpression)
}
