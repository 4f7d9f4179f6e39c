import MartletShapes
import MartletSource
import MartletSyntax

/// The check of one program: the modules, the declarations that were reached, and the messages.
final class ProgramChecker {
  /// All files that were read.
  var map: SourceMap
  /// Where imports come from.
  let loader: any ModuleLoader
  /// The implementation's modules, by name.
  private let builtins: [String: BuiltinModule]
  /// The modules that were read, by name.
  private var modules: [String: Module] = [:]
  /// What there is to say.
  private(set) var diagnostics: [Diagnostic] = []
  /// What is legal and likely not meant.
  private(set) var warnings: [Diagnostic] = []

  /// The functions that were reached.
  var functions: [FunctionEntry] = []
  /// The models that were reached.
  var models: [ModelEntry] = []
  /// The structs that were reached.
  var structures: [StructureEntry] = []
  /// The enums that were reached.
  var enumerations: [EnumerationEntry] = []
  /// The protocols that were reached.
  var protocols: [ProtocolEntry] = []
  /// The top-level bindings that were reached.
  var globals: [GlobalEntry] = []
  /// The settings that were reached.
  var settings: [SettingEntry] = []
  /// The tests of the main file.
  var tests: [TypedTest] = []
  /// The statements of the main file.
  var script: (body: TypedBlock, frameSize: Int)?
  /// What the main file exports.
  var exports: [(name: String, function: FunctionID)] = []
  /// Functions whose bodies are to be checked.
  var pending: [FunctionEntry] = []
  /// The places and stories of symbols, for messages.
  var births: [DimSymbol: Diagnostic.Label] = [:]

  /// The module of the file that is checked.
  var main: Module?

  /// The next number of a symbol, run or type binder.
  private var nextNumber = 0
  /// Who is told of each question about sizes.
  var observer: ((SizeQuestion) -> Void)?

  /// A check that starts with the given files.
  init(builtins: [BuiltinModule], loader: any ModuleLoader, map: SourceMap) {
    self.map = map
    self.loader = loader
    self.builtins = Dictionary(builtins.map { ($0.name, $0) }) { first, _ in first }
  }

  /// A number that no other symbol, run or type binder has.
  func freshNumber() -> Int {
    defer { nextNumber += 1 }
    return nextNumber
  }

  /// A symbol that no other place has.
  func freshSymbol(_ name: String, at span: SourceSpan? = nil, _ story: String = "") -> DimSymbol {
    let symbol = DimSymbol(id: freshNumber(), name: name)
    if let span { births[symbol] = Diagnostic.Label(span, story) }
    return symbol
  }

  /// Adds a message; a second error about the same words would only follow from the first.
  func report(_ diagnostic: Diagnostic) {
    let isKnown = diagnostics.contains {
      $0.span == diagnostic.span && ($0.severity == .error || $0 == diagnostic)
    }
    if !isKnown { diagnostics.append(diagnostic) }
  }

  /// Adds a warning.
  func warn(_ diagnostic: Diagnostic) {
    if !warnings.contains(diagnostic) { warnings.append(diagnostic) }
  }

  /// Whether a module is the file that is checked.
  func isMain(_ module: Module) -> Bool { module === main }

  /// Whether the program cannot run.
  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The messages in the order of the text.
  var sortedDiagnostics: [Diagnostic] {
    // No warning may crowd out an error: what is an error decides whether the program can run.
    let errors = sorted(diagnostics.filter { $0.severity == .error }).prefix(20)
    let others = sorted(diagnostics.filter { $0.severity != .error }).prefix(20 - errors.count)
    return sorted(Array(errors + others))
  }

  /// Diagnostics in the order of the text.
  private func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.sorted {
      ($0.span.file.index, $0.span.start, $0.span.end)
        < ($1.span.file.index, $1.span.start, $1.span.end)
    }
  }

  /// The module of the main file or of an import that was read; reads it if needed.
  func module(file: SourceFile, name: String) -> Module {
    if let module = modules[name] { return module }
    let id = map.add(file)
    let (tree, messages) = Parser.parse(file, id: id)
    for message in messages { report(message) }
    let module = Module(name: name, origin: .file(file), tree: tree)
    for (name, first) in module.duplicates {
      report(.duplicateName(name.text, first: first, at: name.span))
    }
    modules[name] = module
    return module
  }

  /// The implementation's module of a name.
  func builtinModule(_ name: String) -> Module? {
    if let module = modules["<\(name)>"] { return module }
    guard let builtin = builtins[name] else { return nil }
    let title = name.isEmpty ? "<prelude>" : "<\(name)>"
    let file = SourceFile(name: title, text: builtin.signatures)
    let id = map.add(file)
    let (tree, messages) = Parser.parse(file, id: id)
    for message in messages { report(message) }
    let module = Module(name: name, origin: .builtin, tree: tree)
    modules["<\(name)>"] = module
    return module
  }

  /// The implementation's module or the library of a dotted name.
  func library(_ name: String) -> Module? {
    if let module = builtinModule(name) { return module }
    if let module = modules[name] { return module }
    return loader.library(named: name).map { module(file: $0, name: name) }
  }

  /// The names of all modules that can be imported, as far as they are known.
  var importableNames: [String] {
    builtins.keys.filter { !$0.isEmpty }.sorted() + loader.preludeLibraries
  }

  /// The names that the prelude's libraries declare; reads them all, so for messages only.
  var preludeNames: [String] { loader.preludeLibraries.flatMap { library($0)?.order ?? [] } }

  /// The finished program.
  var typedProgram: TypedProgram {
    let span = SourceSpan(file: SourceID(index: 0), start: 0, end: 0)
    let empty = TypedBlock(statements: [], value: nil, type: .unit, span: span)
    return TypedProgram(
      functions: functions.compactMap(\.typed), models: models.compactMap(\.typed),
      structures: structures.map(\.typed), enumerations: enumerations.map(\.typed),
      protocols: protocols.map(\.typed), globals: globals.map(\.typed),
      settings: settings.map(\.typed), tests: tests, script: script?.body ?? empty,
      scriptFrameSize: script?.frameSize ?? 0, exports: exports,
      libraryFiles: Set(loader.preludeLibraries.compactMap { modules[$0]?.tree.span.file })
        .subtracting([span.file]))
  }
}
