import MartletShapes
import MartletSource
import MartletSyntax

/// What a name of a module means.
enum Entity {
  case function(FunctionEntry)
  case model(ModelEntry)
  case structure(StructureEntry)
  case enumeration(EnumerationEntry)
  case requirements(ProtocolEntry)
  case alias(Type)
  case setting(SettingEntry)
  case global(GlobalEntry)
  case module(Module)
  /// A function whose typing is a rule of the checker's own.
  case special(SpecialRule)
  /// A number that the language names, such as `pi`.
  case number(Double)
  /// Something with a reported error.
  case failed
}

/// A function, method or proc, with what is known of it so far.
final class FunctionEntry {
  /// Its identity; nil for a builtin.
  let id: FunctionID?
  /// The name that messages and the typed program use.
  let name: String
  /// The qualified name of a builtin.
  let builtin: String?
  /// The file that declares it.
  let module: Module
  /// The declaration.
  let declaration: FunctionDeclaration
  /// The model whose method it is.
  let model: ModelEntry?
  /// The checker of its signature and, later, of its body.
  var checker: BodyChecker?
  /// The checked signature.
  var signature: Signature?
  /// The parameters for the typed program.
  var parameters: [TypedFunction.Parameter] = []
  /// Whether the signature is being checked.
  var isResolving = false
  /// The `gradient` rule that this is; its `declaration` is that of the rule's function.
  var rule: GradientDeclaration?
  /// The finished function.
  var typed: TypedFunction?

  /// An entry of the given parts.
  init(
    id: FunctionID?, name: String, builtin: String?, module: Module,
    declaration: FunctionDeclaration, model: ModelEntry?
  ) {
    self.id = id
    self.name = name
    self.builtin = builtin
    self.module = module
    self.declaration = declaration
    self.model = model
  }
}

/// A top-level binding.
final class GlobalEntry {
  /// Its identity.
  let id: GlobalID
  /// The finished binding.
  var typed: TypedGlobal
  /// The size that an Int is, if that is a number.
  var constant: Int?

  /// An entry of the given parts.
  init(id: GlobalID, typed: TypedGlobal) {
    self.id = id
    self.typed = typed
  }
}

/// A declared setting.
final class SettingEntry {
  /// Its identity.
  let id: SettingID
  /// The finished setting.
  var typed: TypedSetting

  /// An entry of the given parts.
  init(id: SettingID, typed: TypedSetting) {
    self.id = id
    self.typed = typed
  }
}

/// What a call needs to know of a function, a method or a constructor.
struct Signature {
  /// A parameter.
  struct Parameter {
    /// The name, which is the label too.
    var name: String
    /// The type.
    var type: Type
    /// The place of the type.
    var span: SourceSpan
    /// The symbol that stands for the value of an Int.
    var size: DimSymbol?
    /// The symbol that stands for how many elements a list has.
    var count: DimSymbol?
    /// Whether a call can leave it out.
    var hasDefault: Bool
    /// The size that the default is.
    var defaultSize: Dim?
  }

  /// The name for messages.
  var name: String
  /// Whether only scripts and procs can call it.
  var isHost: Bool
  /// The binders, written ones first.
  var binders: [BinderSymbol]
  /// How many of the binders were written.
  var writtenBinderCount: Int
  /// The parameters.
  var parameters: [Parameter]
  /// The result.
  var result: Type
  /// What must hold at a call.
  var facts: [TypedFunction.Fact]
  /// The binders that may be 0.
  var zeros: Set<DimSymbol>
  /// The place of the name.
  var span: SourceSpan

  /// Whether a type or fact speaks of a symbol.
  func mentions(_ symbol: DimSymbol) -> Bool {
    for parameter in parameters where parameter.type.symbols.contains(symbol) { return true }
    if result.symbols.contains(symbol) { return true }
    return facts.contains { fact in
      switch fact.claim {
      case .equal(let a, let b), .atLeast(let a, let b), .different(let a, let b):
        a.symbols.contains(symbol) || b.symbols.contains(symbol)
      }
    }
  }
}
