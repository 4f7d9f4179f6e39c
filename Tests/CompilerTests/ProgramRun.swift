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
  /// What is said of its progress.
  private(set) var messages = ""
  /// What is said about it: by the checker, or by what ends it early.
  private(set) var diagnostics: [Diagnostic] = []
  /// The graphs that it builds, as text at the observed stage.
  private(set) var graphs: [String] = []
  /// All that a user sees, the messages behind the output.
  private(set) var text = ""

  /// A run of a program.
  ///
  /// - Parameter directory: where `beside` looks, with a slash at its end.
  /// - Parameter tick: the seconds by which the clock moves each time that it is read.
  /// - Parameter columns: those of the terminal for messages; nil for none.
  init(
    _ file: SourceFile, directory: String = "", arguments: [String] = [], threads: Int = 2,
    seed: Int = 0, tick: Double = 0, columns: Int? = nil, refusingNaN: Bool = false,
    observing stage: GraphStage = .graph
  ) {
    let checked = compiler.check(file)
    let (printed, said) = (Printed(), Printed())
    var now = 0.0
    diagnostics = checked.diagnostics
    let streams = HostContext.Streams(
      output: { printed.text += $0 }, messages: { said.text += $0 },
      messageColumns: { columns })
    let context = HostContext(
      streams: streams,
      clock: {
        now += tick
        return now
      }, arguments: ScriptArguments(arguments), directory: directory, seed: seed)
    // Programs may nest a thousand calls, which need more than the stack of a test.
    nonisolated(unsafe) var fault: Diagnostic?
    nonisolated(unsafe) var warnings: [Diagnostic] = []
    nonisolated(unsafe) let surroundings = context
    let finished = DispatchSemaphore(value: 0)
    let thread = Thread {
      do {
        try compiler.run(
          checked, in: surroundings, on: ThreadPool(threads: threads), verifying: true,
          refusingNaN: refusingNaN, observing: stage, warning: { warnings.append($0) }
        ) { printed.graphs.append($0) }
      } catch {
        fault = Diagnostic(error, in: file)
      }
      finished.signal()
    }
    thread.stackSize = 512 << 20
    thread.start()
    finished.wait()
    diagnostics += warnings
    if let fault { diagnostics.append(fault) }
    output = printed.text
    graphs = printed.graphs
    messages = said.text
    text = output + DiagnosticRenderer(sources: checked.sources).render(diagnostics)
  }

  /// A run of the program of the given text.
  init(
    _ text: String, arguments: [String] = [], seed: Int = 0, tick: Double = 0, columns: Int? = nil,
    refusingNaN: Bool = false
  ) {
    self.init(
      SourceFile(name: "program.mlt", text: text), arguments: arguments, seed: seed, tick: tick,
      columns: columns, refusingNaN: refusingNaN)
  }

  /// Text that a closure adds to.
  private final class Printed: @unchecked Sendable {
    /// The text so far.
    var text = ""
    /// The graphs so far.
    var graphs: [String] = []
  }
}
