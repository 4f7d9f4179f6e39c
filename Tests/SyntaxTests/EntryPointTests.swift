import MartletSource
import MartletSyntax
import Testing

/// What other rooms call.
@Suite struct EntryPointTests {
  /// A file of the given text.
  private func file(_ text: String) -> SourceFile { SourceFile(name: "test", text: text) }

  @Test(arguments: ["", "\n\n", "# nothing but a comment\n", "## nothing below"])
  func emptyFileHasAnEmptyTree(_ text: String) {
    let (tree, diagnostics) = Parser.parse(file(text), id: SourceID(index: 0))
    #expect(tree.items.isEmpty)
    #expect(diagnostics == [])
  }

  @Test(arguments: ["\0", "let x = 1\0", "$", "\\", "é"])
  func fileMayEndWithACharacterWithoutMeaning(_ text: String) {
    let diagnostics = Parser.parse(file(text), id: SourceID(index: 0)).diagnostics
    #expect(diagnostics.map(\.code) == [.unexpectedCharacter])
  }

  @Test func signaturesNeedNoBodies() {
    let text = """
      ## The exponential.
      fn exp[...S, T: Floating](x: T[...S]) -> T[...S]
      fn sum[...S](x: f32[...S], axis: Int = 0) -> f32[]
      """
    let (functions, diagnostics) = Parser.parseSignatures(file(text), id: SourceID(index: 0))
    #expect(diagnostics == [])
    #expect(functions.map(\.name.text) == ["exp", "sum"])
    #expect(functions[0].documentation == "The exponential.")
    #expect(functions.allSatisfy { $0.body == nil })
  }

  @Test func spansCoverWhatTheyName() {
    let source = file("let y = a + f(b)[0] |> g\nwhile c { d.e = (1, 2) }\n")
    let (tree, _) = Parser.parse(source, id: SourceID(index: 0))
    #expect(
      tree.items.map { source.text(in: $0.span) }
        == ["let y = a + f(b)[0] |> g", "while c { d.e = (1, 2) }"])
    guard case .statement(let statement) = tree.items[0],
      case .constant(let definition) = statement.kind,
      case .pipe(let left, let right) = definition.value.kind
    else {
      Issue.record("no pipe")
      return
    }
    #expect(source.text(in: left.span) == "a + f(b)[0]")
    #expect(source.text(in: right.span) == "g")
  }

  @Test func tokensAreShownWithTheirPlaces() {
    let source = file("# note\nlet y: i32<N>= x  # end\n    |> f\n")
    let lexed = Lexer.tokenize(source, id: SourceID(index: 0))
    #expect(
      lexed.dump(of: source) == """
        # note
        2:1 word let
        2:5 name y
        2:6 sign :
        2:8 type i32
        2:11 sign <
        2:12 name N
        2:13 sign >
        2:14 sign =
        2:16 name x
        # end
        3:5 sign |>
        3:8 name f
        3:9 newline
        4:1 end

        """)
  }

  @Test func typesAndIndicesLookAlikeUntilTheCheckerDecides() {
    let source = file("zeros[Mlp[I, C], i32<N>[E], (A, B), 2 * N]()\n")
    let (tree, _) = Parser.parse(source, id: SourceID(index: 0))
    guard case .statement(let statement) = tree.items[0],
      case .expression(let call) = statement.kind,
      case .call(let callee, _) = call.kind, case .subscript(_, let items) = callee.kind
    else {
      Issue.record("no call")
      return
    }
    let types = items.map { item -> TypeSyntax? in
      if case .expression(let expression) = item.kind { expression.asType } else { nil }
    }
    let texts = types.map { $0.map { Printer.text(of: $0) } ?? "no type" }
    #expect(texts == ["Mlp[I, C]", "i32<N>[E]", "(A, B)", "no type"])
  }
}
