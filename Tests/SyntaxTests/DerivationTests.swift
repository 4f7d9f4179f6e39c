import GoldenSupport
import GrammarSupport
import MartletSource
import MartletSyntax
import Testing

/// The parser and `grammar/martlet.ebnf` accept the same texts.
@Suite struct DerivationTests {
  /// The grammar.
  static let grammar = Result { try Grammar(reading: GrammarTests.text("grammar/martlet.ebnf")) }

  /// Programs that the parser accepts: shipped ones, and goldens without errors of form.
  static let programs: [SourceFile] = {
    let goldens = FormatterTests.folders.flatMap { GoldenFile.files(in: $0) }.map(\.source)
    let shipped = ShippedProgramTests.paths.filter { !$0.hasPrefix("Tests") }
      .map { SourceFile(name: $0, text: GrammarTests.text($0)) }
    return (goldens + shipped).filter {
      Parser.parse($0, id: SourceID(index: 0)).diagnostics.isEmpty
    }
  }()

  @Test func manyProgramsAreThere() { #expect(Self.programs.count > 300) }

  @Test(arguments: programs.indices) func acceptedProgramDerivesFromTheGrammar(_ index: Int) throws
  {
    let grammar = try Self.grammar.get()
    let failure = Recognizer.failure(of: Self.programs[index], from: "syntaxTree", in: grammar)
    #expect(failure == nil)
  }

  @Test(arguments: [
    "let x = (1", "let = 2", "fn f( -> f32 { }", "a < b < c", "x[1", "model M { proc f() { } }",
    "match x { 1 -> 2 }", "\"{a b}\"", "if a b", "grad { x }", "let x: = 1", "a b", "1..<2..<3",
  ])
  func wrongProgramDoesNotDerive(_ text: String) throws {
    let file = SourceFile(name: "wrong", text: text + "\n")
    let grammar = try Self.grammar.get()
    #expect(!Parser.parse(file, id: SourceID(index: 0)).diagnostics.isEmpty)
    #expect(Recognizer.failure(of: file, from: "syntaxTree", in: grammar) != nil)
  }

  @Test(arguments: UInt64(1)...20) func derivedProgramIsAccepted(_ seed: UInt64) throws {
    var generator = ProgramGenerator(try Self.grammar.get(), seed: seed)
    for _ in 0..<50 {
      let file = SourceFile(name: "derived", text: generator.text(of: "syntaxTree"))
      var sources = SourceMap()
      let diagnostics = Parser.parse(file, id: sources.add(file)).diagnostics
      let messages = DiagnosticRenderer(sources: sources).render(diagnostics)
      #expect(messages == "", "\(String(decoding: file.bytes, as: UTF8.self))")
      if diagnostics.isEmpty { expectRoundTrip(file) }
    }
  }

  @Test func derivedProgramsUseEveryProduction() throws {
    var generator = ProgramGenerator(try Self.grammar.get(), seed: 1)
    let text = (0..<400).map { _ in generator.text(of: "syntaxTree") }.joined()
    for word in Keyword.allCases { #expect(text.contains(word.rawValue)) }
  }
}
