import MartletSource
import Testing

@testable import MartletTyping

/// What the typed program says, beyond being well typed.
@Suite struct ProgramTests {
  /// The program of a text without errors.
  private func program(_ text: String, extra: [String: String] = [:]) throws -> TypedProgram {
    let (result, map) = Workbench.check(SourceFile(name: "test.mlt", text: text), extra: extra)
    #expect(DiagnosticRenderer(sources: map).render(result.diagnostics) == "")
    return try #require(result.program)
  }

  @Test func onlyWhatIsReachedIsChecked() throws {
    let program = try program("let x = relu(ones[3]())")
    #expect(program.functions.map(\.name) == ["relu"])
    #expect(program.models.isEmpty)
  }

  @Test func argumentsStandInTheOrderOfTheParameters() throws {
    let program = try program(
      """
      fn f(a: Int, b: Int = 2, c: Int = 3) -> Int { a + b + c }
      let x = f(c: 1, a: 7)
      print(x)
      """)
    guard case .bind(_, let value) = try #require(program.script.statements.first).kind,
      case .call(let call) = value.kind
    else {
      Issue.record("no call")
      return
    }
    let numbers = call.arguments.map { argument -> Int? in
      if case .integer(let number)? = argument?.kind { number } else { nil }
    }
    #expect(numbers == [7, nil, 1])
  }

  @Test func resultSolvesARun() throws {
    let program = try program("let x: f32[2, 3] = zeros()\nprint(x)")
    guard case .bind(_, let value) = try #require(program.script.statements.first).kind,
      case .call(let call) = value.kind, case .run(let run, let items)? = call.binders.first
    else {
      Issue.record("no run")
      return
    }
    #expect(run.name == "S")
    #expect(items == [.dim(2), .dim(3)])
  }

  @Test func opaqueSizeIsDefinedBesideItsUse() throws {
    let program = try program(
      """
      let sizes = [3, 4]
      let net = Linear[sizes[0], 2]()
      print(net.I)
      """)
    guard case .bind(_, let value) = try #require(program.script.statements.dropFirst().first).kind
    else {
      Issue.record("no binding")
      return
    }
    #expect(value.definitions.map(\.symbol.name) == ["sizes[0]"])
  }

  @Test func elidedSizesAreImplicitBinders() throws {
    let program = try program("fn f(net: Linear, x: f32[4, net.I]) -> f32[4, net.O] { net(x) }")
    let function = try #require(program.functions.first { $0.name == "f" })
    #expect(function.writtenBinderCount == 0)
    let names = function.binders.map { binder in
      if case .dim(let symbol) = binder { symbol.name } else { "" }
    }
    #expect(names == ["net.I", "net.O"])
  }

  @Test func modelKnowsItsFieldsAndSizes() throws {
    let program = try program(
      """
      model Net[I](width: Int = 8, rate: Float = 0.5) {
          let inner = Linear[I, width]()
          param gain: f32[width] = ones()
          state seen: f32[] = 0.0
          frozen let still = Linear[I, I]()
      }
      let net = Net[3]()
      """)
    let model = try #require(program.models.first { $0.name == "Net" })
    #expect(model.sizes.map(\.path) == [["I"], ["width"]])
    #expect(
      model.fields.map(\.role) == [.argument, .argument, .constant, .parameter, .state, .frozen])
  }

  @Test func scriptCannotBeImported() {
    let messages = Workbench.messages(
      "import \"./train\"\nprint(train.x)", extra: ["./train": "var x = 1"])
    #expect(messages.count == 1)
    #expect(messages.first?.hasPrefix("script-import") == true)
  }

  @Test func importedNamesAreCheckedInTheirOwnFile() throws {
    let program = try program(
      "import \"./layers\"\nprint(layers.twice(ones[3]()))",
      extra: ["./layers": "fn twice(x: f32[3]) -> f32[3] { 2 * x }"])
    #expect(program.functions.map(\.name) == ["twice"])
  }

  @Test func exportsAreListed() throws {
    let program = try program("export fn f[B](x: f32[B]) -> f32[B] { x }")
    #expect(program.exports.map(\.name) == ["f"])
    #expect(program.script.statements.isEmpty)
  }

  @Test func nothingTrapsOnATruncatedProgram() {
    let text = """
      model Net[I, O](hidden: Int) where hidden >= 2 {
          param weight: f32[I, hidden] = zeros()
          fn call[B](x: f32[B, I]) -> f32[B, hidden] { let y[b, h] = sum[i](x[b, i] * weight[i, h])
              y }
      }
      let (value, g) = value_and_grad net { mean(net(x)[0, 1:]) }
      """
    for length in 0..<text.count { _ = Workbench.messages(String(text.prefix(length))) }
  }
}
