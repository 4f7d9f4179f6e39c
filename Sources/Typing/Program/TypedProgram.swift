import MartletShapes
import MartletSource

/// A whole checked program: every declaration that its files and their imports make.
public struct TypedProgram: Sendable {
  /// All functions, methods and procs.
  public var functions: [TypedFunction]
  /// All models.
  public var models: [TypedModel]
  /// All structs.
  public var structures: [TypedStructure]
  /// All enums.
  public var enumerations: [TypedEnumeration]
  /// All protocols.
  public var protocols: [TypedProtocol]
  /// All top-level bindings.
  public var globals: [TypedGlobal]
  /// All declared settings.
  public var settings: [TypedSetting]
  /// All `test` blocks of the main file.
  public var tests: [TypedTest]
  /// The statements of the main file, in order; empty for a library.
  public var script: TypedBlock
  /// The slots that the script's own locals need.
  public var scriptFrameSize: Int
  /// The functions that an artifact offers, by name.
  public var exports: [(name: String, function: FunctionID)]
  /// The files of the standard library, whose lines a program's author cannot change.
  public var libraryFiles: Set<SourceID>

  /// A program of the given parts.
  public init(
    functions: [TypedFunction], models: [TypedModel], structures: [TypedStructure],
    enumerations: [TypedEnumeration], protocols: [TypedProtocol], globals: [TypedGlobal],
    settings: [TypedSetting], tests: [TypedTest], script: TypedBlock, scriptFrameSize: Int,
    exports: [(name: String, function: FunctionID)], libraryFiles: Set<SourceID> = []
  ) {
    self.functions = functions
    self.models = models
    self.structures = structures
    self.enumerations = enumerations
    self.protocols = protocols
    self.globals = globals
    self.settings = settings
    self.tests = tests
    self.script = script
    self.scriptFrameSize = scriptFrameSize
    self.exports = exports
    self.libraryFiles = libraryFiles
  }
}

/// A `fn`, method or `proc`.
public struct TypedFunction: Sendable {
  /// Pure and built into a graph, or ordinary sequential code.
  public enum Kind: Sendable { case fn, proc }

  /// A parameter: its binding and its default.
  public struct Parameter: Sendable {
    /// The binding in the function's frame.
    public var declaration: LocalDeclaration
    /// The default, evaluated in the callee's frame when no argument is given.
    public var defaultValue: TypedExpression?

    /// A parameter of the given parts.
    public init(declaration: LocalDeclaration, defaultValue: TypedExpression?) {
      self.declaration = declaration
      self.defaultValue = defaultValue
    }
  }

  /// A `where` clause's fact.
  public struct Fact: Sendable {
    /// The claim.
    public var claim: DimClaim
    /// Its place in the source.
    public var span: SourceSpan

    /// A fact of the given parts.
    public init(claim: DimClaim, span: SourceSpan) {
      self.claim = claim
      self.span = span
    }
  }

  /// The name.
  public var name: String
  /// Whether it is pure.
  public var kind: Kind
  /// The model whose method it is.
  public var model: ModelID?
  /// The binders in square brackets, explicit and implicit (elided sizes of parameters' models).
  public var binders: [BinderSymbol]
  /// How many of `binders` were written, and so can be given in brackets at a call.
  public var writtenBinderCount: Int
  /// The parameters, in order.
  public var parameters: [Parameter]
  /// The type of the result.
  public var result: Type
  /// The facts of the `where` clause.
  public var facts: [Fact]
  /// The body; empty where the function is declared only (never called).
  public var body: TypedBlock
  /// The slots that the frame needs.
  public var frameSize: Int
  /// The place of the name.
  public var span: SourceSpan
  /// The `##` comment.
  public var documentation: String?
  /// Its own reverse rule, `gradient f(x, dy) { … }`: a function of the same binders, and of the
  /// same parameters followed by the gradient of the result.
  public var rule: FunctionID?

  /// A function of the given parts.
  public init(
    name: String, kind: Kind, model: ModelID?, binders: [BinderSymbol],
    writtenBinderCount: Int, parameters: [Parameter], result: Type, facts: [Fact],
    body: TypedBlock, frameSize: Int, span: SourceSpan, documentation: String? = nil,
    rule: FunctionID? = nil
  ) {
    self.name = name
    self.kind = kind
    self.model = model
    self.binders = binders
    self.writtenBinderCount = writtenBinderCount
    self.parameters = parameters
    self.result = result
    self.facts = facts
    self.body = body
    self.frameSize = frameSize
    self.span = span
    self.documentation = documentation
    self.rule = rule
  }
}

/// A `model` declaration.
public struct TypedModel: Sendable {
  /// What a field is to training and to copies.
  public enum Role: Sendable {
    /// Trained.
    case parameter
    /// Carried; a cell (see decision M21).
    case state
    /// A part that `grad` does not see.
    case frozen
    /// Anything else: sub-models, static settings, derived tensors.
    case constant
    /// A static parameter of the constructor.
    case argument
  }

  /// A field: its role and how the constructor makes it.
  public struct Field: Sendable {
    /// The name.
    public var name: String
    /// The role.
    public var role: Role
    /// The type, in the declaration's symbols.
    public var type: Type
    /// The initialiser, in the constructor's frame; nil for an argument and for what a pattern takes.
    public var initialiser: TypedExpression?
    /// The pattern that this field is the first name of, and the value that it takes apart.
    public var taken: (pattern: TypedPattern, value: TypedExpression)?
    /// The constructor's local that holds it while the rest is made.
    public var local: LocalID
    /// The sizes and runs that the value determines (see `LocalDeclaration.introduces`).
    public var introduces: [BinderSymbol]
    /// The symbol of an opaque static Int's own value.
    public var size: DimSymbol?
    /// The symbol of a list's length.
    public var count: DimSymbol?
    /// Its place in the source.
    public var span: SourceSpan

    /// A field of the given parts.
    public init(
      name: String, role: Role, type: Type, initialiser: TypedExpression?,
      taken: (pattern: TypedPattern, value: TypedExpression)? = nil, local: LocalID,
      introduces: [BinderSymbol] = [], size: DimSymbol? = nil, count: DimSymbol? = nil,
      span: SourceSpan
    ) {
      self.name = name
      self.role = role
      self.type = type
      self.initialiser = initialiser
      self.taken = taken
      self.local = local
      self.introduces = introduces
      self.size = size
      self.count = count
      self.span = span
    }
  }

  /// A run of dims of the declaration and where a value of the model holds it.
  public struct Run: Sendable {
    /// The run.
    public var run: DimRun
    /// The dotted path, like that of a size.
    public var path: [String]

    /// A run of the given parts.
    public init(run: DimRun, path: [String]) {
      self.run = run
      self.path = path
    }
  }

  /// A static size of the declaration and where a value of the model holds it.
  public struct Size: Sendable {
    /// The symbol.
    public var symbol: DimSymbol
    /// The dotted path: a binder's or field's name, then names inside that field's model.
    public var path: [String]

    /// A size of the given parts.
    public init(symbol: DimSymbol, path: [String]) {
      self.symbol = symbol
      self.path = path
    }
  }

  /// The name.
  public var name: String
  /// The binders in square brackets.
  public var binders: [BinderSymbol]
  /// The constructor's parameters; static ones are also fields with role `argument`.
  public var parameters: [TypedFunction.Parameter]
  /// The facts of the `where` clause.
  public var facts: [TypedFunction.Fact]
  /// The fields in the order they are made.
  public var fields: [Field]
  /// Every static size.
  public var sizes: [Size]
  /// Every run of dims.
  public var runs: [Run]
  /// The methods by name; `call` is what calling a value means.
  public var methods: [String: FunctionID]
  /// The protocols that the model conforms to.
  public var conformances: [TypedConformance]
  /// The slots that the constructor's frame needs.
  public var frameSize: Int
  /// The place of the name.
  public var span: SourceSpan
  /// The `##` comment.
  public var documentation: String?

  /// A model of the given parts.
  public init(
    name: String, binders: [BinderSymbol], parameters: [TypedFunction.Parameter],
    facts: [TypedFunction.Fact], fields: [Field], sizes: [Size], runs: [Run],
    methods: [String: FunctionID], conformances: [TypedConformance], frameSize: Int,
    span: SourceSpan, documentation: String? = nil
  ) {
    self.name = name
    self.binders = binders
    self.parameters = parameters
    self.facts = facts
    self.fields = fields
    self.sizes = sizes
    self.runs = runs
    self.methods = methods
    self.conformances = conformances
    self.frameSize = frameSize
    self.span = span
    self.documentation = documentation
  }
}

/// A `struct` declaration.
public struct TypedStructure: Sendable {
  /// The name.
  public var name: String
  /// The binders in square brackets.
  public var binders: [BinderSymbol]
  /// The fields' names and types.
  public var fields: [(name: String, type: Type)]
  /// The facts of the `where` clause.
  public var facts: [TypedFunction.Fact]
  /// The place of the name.
  public var span: SourceSpan

  /// A struct of the given parts.
  public init(
    name: String, binders: [BinderSymbol], fields: [(name: String, type: Type)],
    facts: [TypedFunction.Fact], span: SourceSpan
  ) {
    self.name = name
    self.binders = binders
    self.fields = fields
    self.facts = facts
    self.span = span
  }
}

/// An `enum` declaration.
public struct TypedEnumeration: Sendable {
  /// The name.
  public var name: String
  /// The names of the values, in order.
  public var cases: [String]
  /// The place of the name.
  public var span: SourceSpan
  /// The `##` comment.
  public var documentation: String?

  /// An enum of the given parts.
  public init(name: String, cases: [String], span: SourceSpan, documentation: String? = nil) {
    self.name = name
    self.cases = cases
    self.span = span
    self.documentation = documentation
  }
}

/// A top-level `let` or `var`.
public struct TypedGlobal: Sendable {
  /// The name.
  public var name: String
  /// Its type.
  public var type: Type
  /// Whether it is a `var`.
  public var isVariable: Bool
  /// The value of a library's `let`, made when first used; nil in a script, where statements bind.
  public var lazyValue: TypedExpression?
  /// The slots that the lazy value needs.
  public var frameSize: Int
  /// Its place in the source.
  public var span: SourceSpan

  /// A global of the given parts.
  public init(
    name: String, type: Type, isVariable: Bool, lazyValue: TypedExpression?, frameSize: Int,
    span: SourceSpan
  ) {
    self.name = name
    self.type = type
    self.isVariable = isVariable
    self.lazyValue = lazyValue
    self.frameSize = frameSize
    self.span = span
  }
}

/// `setting training: Bool = false`.
public struct TypedSetting: Sendable {
  /// The name.
  public var name: String
  /// Its type; static.
  public var type: Type
  /// The value outside of any `with`.
  public var defaultValue: TypedExpression

  /// A setting of the given parts.
  public init(name: String, type: Type, defaultValue: TypedExpression) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
  }
}

/// `test "name" { … }`.
public struct TypedTest: Sendable {
  /// The name.
  public var name: String
  /// The statements.
  public var body: TypedBlock
  /// The slots that the body needs.
  public var frameSize: Int
  /// The place of the name.
  public var span: SourceSpan

  /// A test of the given parts.
  public init(name: String, body: TypedBlock, frameSize: Int, span: SourceSpan) {
    self.name = name
    self.body = body
    self.frameSize = frameSize
    self.span = span
  }
}
