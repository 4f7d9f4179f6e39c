import MartletShapes

/// The static type of an expression, a binding or a declaration's part.
public indirect enum Type: Hashable, Sendable {
  /// A whole number that exists while the graph is built: a known number or a size.
  case int
  /// A real number; data, never part of a graph's identity.
  case float
  case bool
  case string
  /// The value of what returns nothing.
  case unit
  /// The type of `None`, before it meets an optional.
  case none
  case tensor(TensorType)
  /// A tensor of which nothing is known, from `load`: good only for printing and `as`.
  case anyTensor
  case list(Type)
  case tuple([Type])
  case optional(Type)
  case function(FunctionType)
  case model(ModelType)
  case structure(StructureType)
  case enumeration(EnumerationType)
  /// Some model that conforms to a protocol; which one is known when built.
  case conforming(ProtocolType)
  /// `Grad[T]` where `T` still holds a type binder; otherwise it is computed (see `GradientShape`).
  case gradient(Type)
  /// A type binder such as `T: Tree`.
  case variable(TypeVariable)
  /// A stack, `M[K]`: as many values of the type in one, each of their tensors with a leading axis.
  ///
  /// Tensors and tuples have no stacks of their own, see `Type.stacked`.
  case stack(Type, TensorType.Item)
  /// The host's sequence of values, such as `batches(…)`: what a `for` of a script walks.
  case stream(Type)
  /// A value that only the host library can make and use, such as a csv table.
  case host(String)
  /// A range of Ints, `a ..< b`.
  case range
  /// What an expression with a reported error has; silences what follows from it.
  case error
}

/// A type binder of a declaration: `T: Tree`, `M: Mlp[I, C]`, `T: Floating`.
public struct TypeVariable: Hashable, Sendable {
  /// What the binder may stand for.
  public enum Constraint: Hashable, Sendable {
    /// Any type.
    case type
    /// Any nesting of structs, tuples, lists and models with tensor leaves.
    case tree
    /// Any model.
    case model
    /// A value of the given (model) type.
    case value(Type)
    /// An element type: any, numeric, or floating.
    case element, numeric, floating, integer

    /// Whether the binder stands for an element type, `T` in `T[N]`.
    public var isElement: Bool {
      switch self {
      case .element, .numeric, .floating, .integer: true
      case .type, .tree, .model, .value: false
      }
    }
  }

  /// The variable's identity; handed out by the checker.
  public let id: Int
  /// The name as written.
  public let name: String
  /// What it may stand for.
  public let constraint: Constraint

  /// A variable of the given parts.
  public init(id: Int, name: String, constraint: Constraint) {
    self.id = id
    self.name = name
    self.constraint = constraint
  }
}

/// `(A, B) -> C` or `fn[N](f32[N, 3]) -> f32[N]`.
public struct FunctionType: Hashable, Sendable {
  /// The binders of a polymorphic function type, rigid inside.
  public var binders: [BinderSymbol]
  /// The types of the parameters, which have no labels.
  public var parameters: [Type]
  /// The type of the result.
  public var result: Type

  /// A function type of the given parts.
  public init(binders: [BinderSymbol] = [], parameters: [Type], result: Type) {
    self.binders = binders
    self.parameters = parameters
    self.result = result
  }
}

/// What a binder in square brackets introduces.
public enum BinderSymbol: Hashable, Sendable {
  /// `N`: a dim.
  case dim(DimSymbol)
  /// `...S`: a run of dims.
  case run(DimRun)
  /// `T: Tree`: a type.
  case type(TypeVariable)

  /// Whether it is a run of dims.
  var isRun: Bool { if case .run = self { true } else { false } }

  /// The dim's symbol, if it is a dim.
  var dim: DimSymbol? { if case .dim(let symbol) = self { symbol } else { nil } }

  /// The run, if it is one.
  var run: DimRun? { if case .run(let run) = self { run } else { nil } }
}
