import Foundation
import GoldenSupport
import MartletCompiler
import MartletRuntime
import MartletScript
import MartletSource

/// The folder of the package.
let packageFolder = GoldenFile.folder.deletingLastPathComponent().deletingLastPathComponent()

/// A compiler with the package's own library.
let compiler = Compiler(
  library: StandardLibrary(folder: packageFolder.appendingPathComponent("stdlib").path))

/// What a program does when it is run as `martlet run` runs it.
struct ProgramRun {
  /// What it prints.
  private(set) var output = ""
  /// What is said about it: by the checker, or by what ends it early.
  private(set) var diagnostics: [Diagnostic] = []
  /// All that a user sees, the messages behind the output.
  private(set) var text = ""

  /// A run of a program.
  ///
  /// - Parameter directory: where `beside` looks, with a slash at its end.
  init(
    _ file: SourceFile, directory: String = "", arguments: [String] = [], threads: Int = 2,
    seed: Int = 0
  ) {
    let checked = compiler.check(file)
    let printed = Printed()
    diagnostics = checked.diagnostics
    let streams = HostContext.Streams(
      output: { printed.text += $0 }, messages: { _ in }, messageColumns: { nil })
    let context = HostContext(
      streams: streams, clock: { 0 }, arguments: ScriptArguments(arguments), directory: directory,
      seed: seed)
    do {
      try compiler.run(checked, in: context, on: ThreadPool(threads: threads), verifying: true)
    } catch {
      diagnostics.append(Diagnostic(error, in: file))
    }
    output = printed.text
    text = output + DiagnosticRenderer(sources: checked.sources).render(diagnostics)
  }

  /// Text that a closure adds to.
  private final class Printed {
    /// The text so far.
    var text = ""
  }
}
