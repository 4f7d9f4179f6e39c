import ArgumentParser
import MartletCompiler
import MartletSource

/// `martlet test`.
struct TestCommand: ParsableCommand {
  /// What the help says.
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the tests of programs.",
    discussion: "These are `test` blocks and, in library files, the examples in `##` comments.")

  /// The files and folders.
  @Argument(
    help: "Files, or folders whose .mlt files are meant.",
    completion: .file(extensions: ["mlt"]))
  var paths: [String] = ["."]

  /// A part of the names of the tests to run.
  @Option(help: ArgumentHelp("Run only tests with this in their names.", valueName: "text"))
  var filter: String?

  /// Whether NaN fails a test.
  @Flag(help: "Fail where NaN is made first, and say where and of what.")
  var checkNan = false

  /// The options of all commands.
  @OptionGroup var shared: SharedOptions

  /// Runs the tests of each file and counts them.
  func run() throws {
    let compiler = try shared.compiler()
    let pool = shared.pool()
    var (passed, failed) = (0, 0)
    for path in paths.flatMap(ProgramFiles.at) {
      let outcomes = compiler.test(
        try shared.source(path), clock: monotonicSeconds, on: pool,
        refusingNaN: checkNan, where: { name in filter.map { name.contains($0) } ?? true })
      guard !outcomes.isEmpty else { continue }
      Terminal.output.write(path + "\n")
      for outcome in outcomes {
        show(outcome)
        if outcome.isSuccess { passed += 1 } else { failed += 1 }
      }
    }
    Terminal.output.write("\(passed) passed, \(failed) failed\n")
    if failed > 0 { throw ExitStatus.failure }
  }

  /// Shows how a test went; of one that failed, what it printed and what was wrong.
  private func show(_ outcome: TestOutcome) {
    let terminal = Terminal.output
    let word = outcome.isSuccess ? "ok    " : "FAILED"
    let colour = outcome.isSuccess ? "32" : "1;31"
    let mark = terminal.usesColor ? "\u{1B}[\(colour)m\(word)\u{1B}[0m" : word
    terminal.write("  \(mark)  \(outcome.name)\n")
    guard !outcome.isSuccess else { return }
    terminal.write(outcome.output)
    terminal.show(outcome.diagnostics, outcome.sources)
  }
}
