import MartletShapes
import MartletSource
import MartletSyntax

/// A call whose target is resolved and whose arguments stand in the order of the parameters.
public struct TypedCall: Sendable {
  /// What is called.
  public enum Target: Sendable {
    case function(FunctionID)
    /// A method, with the model (or `self`) that it is called on.
    case method(FunctionID, base: TypedExpression)
    /// A method of whatever model the base is, by the protocol that promises it.
    case requirement(ProtocolID, String, base: TypedExpression)
    /// A model's constructor.
    case model(ModelID)
    /// A struct's constructor.
    case structure(StructureID)
    /// An operation of the graph or of the host library, by its qualified name.
    case builtin(String)
    /// A function value.
    case value(TypedExpression)
    /// `f32(x)`, `i32(x)`, and `T(x)` of a binder `T: Floating`.
    case element(TensorType.Element)
  }

  /// What is called.
  public var target: Target
  /// One entry a parameter; nil where the default is taken.
  public var arguments: [TypedExpression?]
  /// The values of the binders that the arguments alone do not determine, or that were written.
  public var binders: [BinderArgument]

  /// A call of the given parts.
  public init(
    target: Target, arguments: [TypedExpression?], binders: [BinderArgument] = []
  ) {
    self.target = target
    self.arguments = arguments
    self.binders = binders
  }
}

/// The value of one binder at a call, in the caller's symbols.
public enum BinderArgument: Sendable {
  case dim(DimSymbol, Dim)
  case run(DimRun, [TensorType.Item])
  case type(TypeVariable, Type)
}

/// `(x) => e`.
public struct TypedLambda: Sendable {
  /// A variable of the script, whose value the lambda takes along when it is made.
  public struct Capture: Sendable {
    /// The local of the frame around that holds it for the lambda.
    public var local: LocalID
    /// The variable.
    public var value: TypedExpression

    /// A capture of the given parts.
    public init(local: LocalID, value: TypedExpression) {
      self.local = local
      self.value = value
    }
  }

  /// The parameters, in the frame of the function around.
  public var parameters: [TypedPattern]
  /// The parameters' types, with the binders that they introduce.
  public var signature: FunctionType
  /// The body.
  public var body: TypedExpression
  /// The script's variables that the body reads.
  public var captures: [Capture]

  /// A lambda of the given parts.
  public init(
    parameters: [TypedPattern], signature: FunctionType, body: TypedExpression,
    captures: [Capture] = []
  ) {
    self.parameters = parameters
    self.signature = signature
    self.body = body
    self.captures = captures
  }
}

/// `for` or `map`.
public struct TypedLoop: Sendable {
  /// How the iterations run.
  public enum Mode: Sendable {
    /// Over lists, inside a `fn`: the body is built once an element.
    case unrolled
    /// A `for` over ranges, tensors and stacks inside a `fn`: one loop in the graph.
    case rolled
    /// A `map` over ranges, tensors and stacks: the body for all elements at once.
    case batched
    /// A `map` over ranges in a proc or script whose body takes their Ints as data: the body for all
    /// elements at once, if building it finds nothing that needs one after the other.
    case numbered
    /// In a proc or script: run as written, over lists, ranges, streams and tensors.
    case host
  }

  /// `for` or `map`.
  public var kind: Loop.Kind
  /// How the iterations run.
  public var mode: Mode
  /// What is walked, in step.
  public var clauses: [(pattern: TypedPattern, source: TypedExpression)]
  /// The body.
  public var body: TypedBlock
  /// What becomes of the body's values.
  public var collection: Collection

  /// What becomes of the values of a loop's body.
  public enum Collection: Sendable {
    /// Nobody uses them.
    case none
    /// They are the elements of a list.
    case list
    /// They are one value, whose tensors have a leading axis.
    case stack
  }

  /// A loop of the given parts.
  public init(
    kind: Loop.Kind, mode: Mode, clauses: [(pattern: TypedPattern, source: TypedExpression)],
    body: TypedBlock, collection: Collection
  ) {
    self.collection = collection
    self.kind = kind
    self.mode = mode
    self.clauses = clauses
    self.body = body
  }
}

/// `grad net, x.w { … }` and its relatives, which differentiate a block.
public struct TypedGradient: Sendable {
  /// What is asked for.
  public enum Kind: Sendable {
    /// `grad`: the gradient of the block's value, `f32[]` or a tuple that starts with one.
    case gradient
    /// `value_and_grad`: the value and its gradient.
    case valueAndGradient
    /// `jvp … along t`: a value of any type, and its change when the targets move along `t`.
    case forward(along: TypedExpression)
    /// `vjp … with ct`: a value of any type, and the gradient of its product with `ct`.
    case reverse(with: TypedExpression)

    /// The word that it starts with in a program.
    public var keyword: String {
      switch self {
      case .gradient: "grad"
      case .valueAndGradient: "value_and_grad"
      case .forward: "jvp"
      case .reverse: "vjp"
      }
    }

    /// The direction of `jvp`, or what `vjp` multiplies by; evaluated outside the block.
    public var operand: TypedExpression? {
      switch self {
      case .gradient, .valueAndGradient: nil
      case .forward(let operand), .reverse(let operand): operand
      }
    }
  }

  /// What is asked for.
  public var kind: Kind
  /// What the derivative is taken by; rebound inside the block.
  public var targets: [TypedPlace]
  /// The block.
  public var body: TypedBlock

  /// A gradient of the given parts.
  public init(kind: Kind, targets: [TypedPlace], body: TypedBlock) {
    self.kind = kind
    self.targets = targets
    self.body = body
  }
}

/// A variable or `self`, followed by fields and elements: what can be assigned or differentiated by.
public struct TypedPlace: Sendable {
  /// Where a place starts.
  public enum Root: Sendable {
    case local(LocalID)
    case global(GlobalID)
    case selfValue
  }

  /// A step into a part.
  public enum Step: Sendable {
    case field(FieldReference)
    /// An element of a list.
    case element(TypedExpression)
  }

  /// Where the place starts.
  public var root: Root
  /// The steps into it.
  public var steps: [Step]
  /// The type of the whole place.
  public var type: Type
  /// Its place in the source.
  public var span: SourceSpan

  /// A place of the given parts.
  public init(root: Root, steps: [Step], type: Type, span: SourceSpan) {
    self.root = root
    self.steps = steps
    self.type = type
    self.span = span
  }
}

/// A binding: a `let`, `var`, parameter or loop variable.
public struct LocalDeclaration: Sendable {
  /// Where a binding lives.
  public enum Storage: Hashable, Sendable {
    case local(LocalID)
    /// Top-level bindings of a script or library.
    case global(GlobalID)
  }

  /// Where it lives.
  public var storage: Storage
  /// The name.
  public var name: String
  /// Its type.
  public var type: Type
  /// Whether it is a `var`.
  public var isVariable: Bool
  /// Sizes and runs of `type` that the bound value determines, since the program left them out.
  public var introduces: [BinderSymbol]
  /// The symbol that stands for this binding's own value, if it is an opaque Int.
  public var size: DimSymbol?
  /// The symbol that stands for how many elements this binding has, if it is a parameter's list.
  public var count: DimSymbol?
  /// Its place in the source.
  public var span: SourceSpan

  /// A binding of the given parts.
  public init(
    storage: Storage, name: String, type: Type, isVariable: Bool = false,
    introduces: [BinderSymbol] = [], size: DimSymbol? = nil, span: SourceSpan
  ) {
    self.storage = storage
    self.name = name
    self.type = type
    self.isVariable = isVariable
    self.introduces = introduces
    self.size = size
    self.span = span
  }
}

/// The left side of a `let`, a loop variable or a lambda's parameter.
public indirect enum TypedPattern: Sendable {
  case wildcard
  case binding(LocalDeclaration)
  case tuple([TypedPattern])
}

/// Statements, and the value of the last expression where it is used.
public struct TypedBlock: Sendable {
  /// The statements before the value.
  public var statements: [TypedStatement]
  /// The block's value; nil for one that yields nothing.
  public var value: TypedExpression?
  /// The type of the value, or unit.
  public var type: Type
  /// Its place in the source.
  public var span: SourceSpan
  /// Whether the value may drive the building of a graph; it may not where it is a size.
  var isKnown = true

  /// A block of the given parts.
  public init(
    statements: [TypedStatement], value: TypedExpression?, type: Type, span: SourceSpan
  ) {
    self.statements = statements
    self.value = value
    self.type = type
    self.span = span
  }
}

/// A statement whose names are resolved.
public struct TypedStatement: Sendable {
  /// What the statement is.
  public indirect enum Kind: Sendable {
    /// `let` and `var`.
    case bind(TypedPattern, TypedExpression)
    /// `let y[i, j] = e`.
    case equation(LocalDeclaration, TypedEquation)
    /// `place = e`, `place += e`; several places for a tuple of places.
    case assign([TypedPlace], BinaryOperator?, TypedExpression)
    case expression(TypedExpression)
    /// `while condition limit n { … }`.
    case whileLoop(TypedExpression, limit: TypedExpression?, TypedBlock)
    case breakLoop
    case continueLoop
    case returnValue(TypedExpression?)
  }

  /// What the statement is.
  public var kind: Kind
  /// Its place in the source.
  public var span: SourceSpan

  /// A statement of the given parts.
  public init(_ kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}
