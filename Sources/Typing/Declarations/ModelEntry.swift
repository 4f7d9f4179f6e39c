import MartletShapes
import MartletSource
import MartletSyntax

/// A model, with what is known of it so far.
final class ModelEntry {
  /// How far the check has come.
  enum Progress { case declared, inHeader, header, inFields, complete }

  /// Its identity.
  let id: ModelID
  /// The name.
  let name: String
  /// The file that declares it.
  let module: Module
  /// The declaration.
  let declaration: ModelDeclaration
  /// The frame of the constructor.
  let checker: BodyChecker
  /// How far the check has come.
  var progress = Progress.declared
  /// What a call of the constructor needs.
  var signature: Signature?
  /// The constructor's parameters.
  var parameters: [TypedFunction.Parameter] = []
  /// The names of sizes and type binders, for methods.
  var binders: [String: Binding] = [:]
  /// The sizes that the header gives.
  var headerSizes: [DimSymbol] = []
  /// The runs that the header gives.
  var headerRuns: [DimRun] = []
  /// Every static size.
  var sizes: [TypedModel.Size] = []
  /// Every run of dims.
  var runs: [TypedModel.Run] = []
  /// The sizes that may be 0.
  var zeros: Set<DimSymbol> = []
  /// The fields so far.
  var fields: [TypedModel.Field] = []
  /// The sizes that static Int fields are, by name.
  var fieldSizes: [String: Dim] = [:]
  /// The names of all fields, also of those that are not checked yet.
  private(set) var fieldNames: Set<String>
  /// The methods' declarations by name.
  let methodDeclarations: [String: FunctionDeclaration]
  /// The methods that were reached.
  var methods: [String: FunctionEntry] = [:]
  /// The protocols that the model conforms to, with the places where it says so.
  var conformances: [(type: ProtocolType, span: SourceSpan)] = []
  /// How it keeps the promises of each protocol.
  var witnesses: [ProtocolID: [String: TypedConformance.Witness]] = [:]
  /// The finished model.
  var typed: TypedModel?

  /// An entry of a declaration.
  init(id: ModelID, module: Module, declaration: ModelDeclaration, checker: BodyChecker) {
    self.id = id
    self.module = module
    self.declaration = declaration
    name = declaration.name.text
    var fields: Set<String> = []
    var methods: [String: FunctionDeclaration] = [:]
    for member in declaration.members {
      switch member {
      case .tensor(let field): fields.insert(field.name.text)
      case .constant(let constant, isFrozen: _, span: _):
        switch constant.target {
        case .pattern(let pattern): for name in pattern.names { fields.insert(name.text) }
        case .equation(let name, _): fields.insert(name.text)
        }
      case .function(let method): methods[method.name.text] = method
      }
    }
    fieldNames = fields
    methodDeclarations = methods
    self.checker = checker
  }

  /// Adds a parameter that is kept as a field.
  func add(argument: TypedModel.Field) {
    fields.append(argument)
    fieldNames.insert(argument.name)
  }

  /// The model's own type, in its own symbols.
  var selfType: ModelType {
    var type = ModelType(model: id, name: name, sizes: [:])
    for size in sizes { type.sizes[size.symbol] = Dim(size.symbol) }
    for run in runs { type.runs[run.run] = [.run(run.run)] }
    for case .type(let variable) in signature?.binders ?? [] {
      type.types[variable] = .variable(variable)
    }
    return type
  }
}
