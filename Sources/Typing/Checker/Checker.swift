import MartletSource

/// The signatures of one module that the implementation provides.
public struct BuiltinModule: Sendable {
  /// The dotted name that imports it, `data.csv`; empty for what needs no import.
  public let name: String
  /// Martlet text: `fn` for what is pure, `proc` for what only scripts and procs can call.
  public let signatures: String

  /// A module of the given name and signatures.
  public init(name: String, signatures: String) {
    self.name = name
    self.signatures = signatures
  }
}

/// Where the files that a program imports come from.
public protocol ModuleLoader {
  /// The library of a dotted name, such as `optim`.
  func library(named name: String) -> SourceFile?
  /// The file of a path as it is written in a file.
  func file(_ path: String, relativeTo file: SourceFile) -> SourceFile?
  /// The paths that would import the files in the folder of a path, as it is written in a file.
  func files(beside path: String, relativeTo file: SourceFile) -> [String]
  /// The libraries whose declarations are visible without an import.
  var preludeLibraries: [String] { get }
  /// The prelude library that declares a name.
  func preludeIndex(_ name: String) -> String?
}

/// A program as far as it could be checked.
public struct CheckedProgram: Sendable {
  /// The program; nil if there are errors.
  public var program: TypedProgram?
  /// What there is to say about it, sorted by position.
  public var diagnostics: [Diagnostic]
  /// What is legal and likely not meant, in a program without errors.
  public var warnings: [Diagnostic]
}

/// The checker of names, types and sizes.
///
/// It resolves every name, infers the types of locals, proves the sizes of `fn`s for all values of
/// their binders, and yields the typed program that the later rooms need no syntax for. Imported
/// files are read when a name needs them, and of a library only what the program reaches is checked.
public struct Checker {
  /// What the implementation provides.
  private let builtins: [BuiltinModule]
  /// Where imports come from.
  private let loader: any ModuleLoader
  /// Is told of each question about sizes that the solver is asked.
  public var observer: ((SizeQuestion) -> Void)?

  /// A checker with the given builtins and imports.
  public init(builtins: [BuiltinModule], loader: some ModuleLoader) {
    self.builtins = builtins
    self.loader = loader
  }

  /// Checks the program whose main file is `file`; adds every file that it reads to `map`.
  public func check(_ file: SourceFile, in map: inout SourceMap) -> CheckedProgram {
    let checker = ProgramChecker(builtins: builtins, loader: loader, map: map)
    checker.observer = observer
    checker.checkMain(file)
    map = checker.map
    if !checker.hasErrors {
      let program = checker.typedProgram
      for message in StateEffects(program).diagnostics { checker.report(message) }
      for message in ScriptReach(program).diagnostics { checker.report(message) }
    }
    let hasErrors = checker.hasErrors
    return CheckedProgram(
      program: hasErrors ? nil : checker.typedProgram, diagnostics: checker.sortedDiagnostics,
      warnings: hasErrors ? [] : checker.warnings)
  }
}
