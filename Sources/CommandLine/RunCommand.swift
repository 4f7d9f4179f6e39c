import ArgumentParser
import MartletCompiler
import MartletScript
import MartletSource

/// `martlet run`.
struct RunCommand: ParsableCommand {
  /// What the help says.
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script.",
    usage: "martlet run [<options>] <file> [-- <arguments>]")

  /// The script.
  @Argument(help: "The script to run.", completion: .file(extensions: ["mlt"]))
  var file: String

  /// The seed of random numbers.
  @Option(help: ArgumentHelp("The seed of the random numbers.", valueName: "n"))
  var seed = 0

  /// Whether the passes are checked.
  @Flag(help: "Check every graph after each pass.")
  var verify = false

  /// Whether NaN ends the run.
  @Flag(help: "Stop where NaN is made first, and say where and of what.")
  var checkNan = false

  /// The stage to print.
  @Option(help: "Print each graph that is built at a stage: graph or plan.")
  var emit: GraphStage?

  /// The options of all commands.
  @OptionGroup var shared: SharedOptions

  /// What the script reads with `argument`.
  @Argument(
    parsing: .postTerminator,
    help: "What the script reads with `argument(name, default: …)`: --name value.")
  var arguments: [String] = []

  /// Checks the script and runs it.
  func run() throws {
    let compiler = try shared.compiler()
    let checked = compiler.check(try shared.source(file))
    Terminal.messages.show(checked.diagnostics + checked.warnings, checked.sources)
    guard let program = checked.program else { throw ExitStatus.sourceErrors }
    if program.script.statements.isEmpty, program.script.value == nil {
      Terminal.messages.write(
        "martlet: \(file) only declares things, so it is a library: there is nothing to run\n")
    }
    let context = context()
    defer { warnOfUnreadArguments(context) }
    do {
      try compiler.run(
        checked, in: context, on: shared.pool(), verifying: verify, refusingNaN: checkNan,
        observing: emit,
        warning: { Terminal.messages.show([$0], checked.sources) }, Terminal.output.write)
    } catch {
      let diagnostic = Diagnostic(error, in: checked.file)
      Terminal.messages.show([diagnostic], checked.sources)
      throw diagnostic.code == .internalFault ? ExitStatus.fault : ExitStatus.failure
    }
  }

  /// Says which arguments the script did not ask for: they may be misspelt.
  private func warnOfUnreadArguments(_ context: HostContext) {
    let unread = context.unreadArguments
    guard !unread.isEmpty else { return }
    Terminal.messages.write("martlet: the script did not read \(unread.joined(separator: ", "))\n")
  }

  /// The script's surroundings: this terminal and the folder of the file.
  private func context() -> HostContext {
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    return HostContext(
      streams: HostContext.Streams(
        output: Terminal.output.write, messages: Terminal.messages.write,
        messageColumns: { Terminal.messages.columns }),
      clock: monotonicSeconds, arguments: ScriptArguments(arguments), directory: folder,
      seed: seed)
  }
}

extension GraphStage: ExpressibleByArgument {}
