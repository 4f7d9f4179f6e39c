import ArgumentParser
import MartletCompiler
import MartletSource

/// `martlet check`.
struct CheckCommand: ParsableCommand {
  /// What the help says.
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check programs without running them.")

  /// The programs.
  @Argument(help: "The files to check.", completion: .file(extensions: ["mlt"]))
  var files: [String]

  /// Whether tools read the messages.
  @Flag(help: "Print the messages as JSON, one object a line.")
  var json = false

  /// The stage to print.
  @Option(help: "Print a stage of the front end instead: tokens, tree or typed.")
  var emit: Stage?

  /// What happens with warnings.
  @Option(help: "What to do with warnings: show, error or hide.")
  var warnings = WarningTreatment.show

  /// The options of all commands.
  @OptionGroup var shared: SharedOptions

  /// Checks each file with everything that it imports.
  func run() throws {
    let compiler = try shared.compiler()
    var isFine = true
    for path in files {
      let file = try shared.source(path)
      if let emit { Terminal.output.write(compiler.text(of: emit, file)) }
      let checked = compiler.check(file)
      let shown = checked.diagnostics + (warnings == .hide ? [] : checked.warnings)
      if json {
        for diagnostic in shown.presented() {
          Terminal.output.write(diagnostic.json(sources: checked.sources) + "\n")
        }
      } else {
        Terminal.messages.show(shown, checked.sources)
      }
      if shown.contains(where: { $0.severity == .error || warnings == .error }) { isFine = false }
    }
    if !isFine { throw ExitStatus.sourceErrors }
  }
}

/// What happens with warnings.
enum WarningTreatment: String, CaseIterable, ExpressibleByArgument {
  /// They are shown and change nothing.
  case show
  /// They are shown, and the command fails as of errors.
  case error
  /// They are not shown.
  case hide
}

extension Stage: ExpressibleByArgument {}
