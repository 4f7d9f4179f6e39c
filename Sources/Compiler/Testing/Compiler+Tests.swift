import MartletRuntime
import MartletScript
import MartletSource
import MartletTyping

extension Compiler {
  /// Runs the tests of a file, each on its own: its `test` blocks and, if it is a library, the
  /// examples in its comments.
  ///
  /// - Parameters:
  ///   - refusingNaN: Whether a test fails where a result has NaN.
  ///   - isWanted: Whether a test of the given name is to be run.
  public func test(
    _ file: SourceFile, clock: @escaping () -> Double, on pool: ThreadPool,
    refusingNaN: Bool = false, where isWanted: (String) -> Bool = { _ in true }
  ) -> [TestOutcome] {
    let checked = check(file)
    guard let program = checked.program else {
      return [
        TestOutcome(
          name: "the file is well formed", diagnostics: checked.diagnostics, output: "",
          sources: checked.sources)
      ]
    }
    let blocks = program.tests.filter { isWanted($0.name) }.map { test in
      outcome(of: test.name, checked, clock) {
        try Interpreter(
          program, context: $0, pool: pool,
          treatment: GraphTreatment(verifies: true, refusesNaN: refusingNaN)
        ).run(test)
      }
    }
    guard checked.isLibrary else { return blocks }
    let examples = DocumentationExample.all(in: file).filter { isWanted($0.name) }
    return blocks
      + examples.map { example in
        let checked = check(example.file)
        return outcome(of: example.name, checked, clock) {
          try run(checked, in: $0, on: pool, verifying: true, refusingNaN: refusingNaN)
        }
      }
  }

  /// Runs a test and notes what came of it.
  private func outcome(
    of name: String, _ checked: CheckedFile, _ clock: @escaping () -> Double,
    _ body: (HostContext) throws -> Void
  ) -> TestOutcome {
    let transcript = Transcript()
    let context = HostContext(
      streams: HostContext.Streams(
        output: { transcript.text += $0 }, messages: { _ in }, messageColumns: { nil }),
      clock: clock, arguments: ScriptArguments(),
      directory: FileLoader.folder(of: checked.file.name), seed: 0)
    var diagnostics = checked.diagnostics.filter { $0.severity == .error }
    if diagnostics.isEmpty {
      do {
        try body(context)
      } catch {
        diagnostics.append(Diagnostic(error, in: checked.file))
      }
    }
    return TestOutcome(
      name: name, diagnostics: diagnostics, output: transcript.text, sources: checked.sources)
  }
}

/// Text that several closures add to.
private final class Transcript {
  /// The text so far.
  var text = ""
}
