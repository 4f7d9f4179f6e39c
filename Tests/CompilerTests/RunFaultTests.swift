import MartletCompiler
import MartletElaboration
import MartletRuntime
import MartletScript
import MartletSource
import MartletTyping
import Testing

/// What ends a run: where it says that it happened, and that a session can go on behind it.
@Suite struct RunFaultTests {
  /// A program that makes NaN, with what is said of it.
  struct Case: CustomTestStringConvertible, Sendable {
    /// What is special about it.
    var testDescription: String
    /// The text.
    var program: String
    /// The text of the place that makes it.
    var place: String
    /// What is said there.
    var label: String
    /// A part of another thing that is said.
    var note: String
  }

  /// Programs that make NaN.
  static let cases = [
    Case(
      testDescription: "a function of single elements",
      program: "let x = tensor([[1.0, 2.0], [3.0, -0.5]])\nprint(2.0 * log(x))",
      place: "log(x)", label: "at [1, 1]: log(-0.5)", note: "the only one of 4 elements"),
    Case(
      testDescription: "along an axis",
      program: """
        fn scaled[B, D](x: f32[B, D]) -> f32[B, D] { x / sum(x, axis: 1, keep: true) }
        print(scaled(tensor([[1.0, 2.0], [0.0, 0.0], [4.0, 4.0]])))
        """,
      place: "x / sum(x, axis: 1, keep: true)", label: "at [1, 0]: 0 / 0",
      note: "at 1 of axis 0; all along axis 1"),
    Case(
      testDescription: "an infinity before",
      program: """
        fn parts[N](w: f32[N]) -> f32[N] {
            let e = exp(w)
            e / sum(e)
        }
        print(parts(tensor([1.0, 800.0])))
        """,
      place: "e / sum(e)", label: "at [1]: inf / inf", note: "the infinity comes from here"),
    Case(
      testDescription: "a step of a loop",
      program: """
        fn f[N](x: f32[N]) -> f32[N] {
            var s = x
            for i in 0..<6 { s = sqrt(s - 1.0) + 0.25 }
            s
        }
        print(f(tensor([30.0, 2.0])))
        """,
      place: "sqrt(s - 1.0)", label: "at [1]: sqrt(-0.25)", note: "it is step 2 of a loop"),
    Case(
      testDescription: "a loop while something holds",
      program: """
        fn f(x: f32[]) -> f32[] {
            var s = x
            while s > -5.0 limit 9 { s = log(s) }
            s
        }
        print(f(tensor(20.0)))
        """,
      place: "log(s)", label: "log(-2.3778348)", note: "step 4"),
    Case(
      testDescription: "a choice",
      program: """
        fn f(x: f32[]) -> f32[] { if x > 0.0 { x } else { sqrt(x) } }
        print(f(tensor(-4.0)))
        """,
      place: "sqrt(x)", label: "sqrt(-4)", note: "single number"),
    Case(
      testDescription: "a gradient",
      program: "let z = zeros[3]()\nlet g = grad z { sum(sqrt(z * z)) }\nprint(g)",
      place: "z * z", label: "at [0]: inf * 0", note: "slope"),
    Case(
      testDescription: "NaN in the program",
      program: "print(nan * ones[2]())", place: "nan * ones[2]()", label: "`constant`",
      note: "in the program itself"),
  ]

  @Test(arguments: cases) func nanIsTracedToItsPlace(_ example: Case) throws {
    let run = ProgramRun(example.program, refusingNaN: true)
    let found = try #require(run.diagnostics.first { $0.severity == .error })
    #expect(found.code == .nanFound)
    let bytes = Array(example.program.utf8)[found.span.start..<found.span.end]
    #expect(String(decoding: bytes, as: UTF8.self) == example.place)
    #expect(found.primary.text == example.label)
    #expect(run.text.contains(example.note), "\(run.text)")
  }

  @Test func nanThatIsNotChosenPasses() {
    let program = "let x = tensor([0.0, 1.0])\nprint(select(x > 0.0, log(x - x), x))"
    #expect(ProgramRun(program, refusingNaN: false).output == "[  0. -inf]\n")
    let safe = "let x = tensor([-1.0, 1.0])\nprint(select(x > 0.0, log(x), x))"
    #expect(ProgramRun(safe, refusingNaN: true).text == "[-1.  0.]\n")
  }

  @Test func numbersAreTheSameWhereNaNIsRefused() {
    let program = """
      var w = normal[8]()
      for k in 0..<20 { w -= 0.1 * (grad w { sum(w * w * uniform[8]()) }) }
      print(w)
      """
    #expect(ProgramRun(program, refusingNaN: true).text == ProgramRun(program).text)
  }

  @Test func sessionGoesOnBehindAFault() throws {
    let program = """
      var w = tensor([[4.0, 0.0], [0.0, 9.0]])
      w = w - tensor([[5.0, 0.0], [0.0, 0.0]])
      w = 2.0 * w + cholesky(w)
      var t = 2.0 * w
      t = t + sum(sort(normal[1_000_000, 1_000_000, 1_000]()))
      let k = tensor([0, 7]) as i32<3>[2]
      print(w, t)
      """
    let (faults, output) = try session(program)
    #expect(faults == [.singularMatrix, .outOfMemory, .valueOutOfBound])
    #expect(output == "[[-1.  0.]\n [ 0.  9.]] [[-2.  0.]\n [ 0. 18.]]\n")
  }

  /// Executes the statements of a script one by one, and goes on behind those that fail.
  private func session(_ text: String) throws -> (faults: [DiagnosticCode], output: String) {
    let checked = compiler.check(SourceFile(name: "session.mlt", text: text))
    let program = try #require(checked.program, "\(checked.diagnostics)")
    var output = ""
    let streams = HostContext.Streams(
      output: { output += $0 }, messages: { _ in }, messageColumns: { nil })
    let context = HostContext(
      streams: streams, clock: { 0 }, arguments: ScriptArguments([]), directory: "", seed: 0)
    let interpreter = try Interpreter(program, context: context, pool: ThreadPool(threads: 2))
    let frame = Frame(slotCount: program.scriptFrameSize)
    var faults: [DiagnosticCode] = []
    for statement in program.script.statements {
      let block = TypedBlock(
        statements: [statement], value: nil, type: .unit, span: statement.span)
      do {
        _ = try interpreter.execute(block, in: frame)
      } catch {
        faults.append(Diagnostic(error, in: checked.file).code)
      }
    }
    return (faults, output)
  }
}
