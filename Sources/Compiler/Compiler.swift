import MartletElaboration
import MartletRuntime
import MartletScript
import MartletSource
import MartletTyping

/// The way of a program through all rooms, from its text to its effects.
///
///     let compiler = Compiler(library: StandardLibrary(near: executable))
///     let checked = compiler.check(try SourceFile(reading: "digits.mlt", as: "digits.mlt"))
///     try compiler.run(checked, in: context, on: pool)
///
/// It prints nothing: results and messages are values.
public struct Compiler: Sendable {
  /// Where imports are found that are no files of the user's.
  let library: StandardLibrary?

  /// A compiler with the given library.
  public init(library: StandardLibrary?) { self.library = library }

  /// Parses and checks a program with everything that it imports.
  ///
  /// - Parameter observer: Is told of each question about sizes.
  public func check(_ file: SourceFile, observing observer: ((SizeQuestion) -> Void)? = nil)
    -> CheckedFile
  {
    var sources = SourceMap()
    var checker = Checker(builtins: Compiler.builtins, loader: FileLoader(library: library))
    checker.observer = observer
    let checked = checker.check(file, in: &sources)
    return CheckedFile(
      file: file, program: checked.program, diagnostics: checked.diagnostics,
      warnings: checked.warnings, sources: sources)
  }

  /// Runs the script that a checked program is; throws the `Diagnostic` that ends it early.
  ///
  /// - Parameters:
  ///   - refusingNaN: Whether NaN in a result ends the run, with the place where it was made.
  ///   - warning: Is told what is legal and likely not meant.
  ///   - observer: Is told of each graph that the run builds, as text at a stage.
  public func run(
    _ checked: CheckedFile, in context: HostContext, on pool: ThreadPool,
    verifying: Bool = false, refusingNaN: Bool = false, observing stage: GraphStage? = nil,
    warning: ((Diagnostic) -> Void)? = nil, _ observer: @escaping (String) -> Void = { _ in }
  ) throws {
    guard let program = checked.program else { return }
    var treatment = GraphTreatment(
      verifies: verifying, refusesNaN: refusingNaN, warner: warning)
    if let stage {
      treatment.observer = { span, graph, plan in
        let file = checked.sources[span.file]
        let line = file.position(at: span.start).line
        let text = stage == .graph ? graph.description : plan.description
        observer("# \(file.name):\(line)\n\(text)\n")
      }
    }
    try Interpreter(program, context: context, pool: pool, treatment: treatment).run()
  }

  /// The modules that the implementation provides: the operations, and the host library.
  static let builtins: [BuiltinModule] = {
    HostLibrary.signatures.map { module, text in
      BuiltinModule(
        name: module,
        signatures: module.isEmpty ? Builtins.signatures + "\n" + text : text)
    }
  }()
}
