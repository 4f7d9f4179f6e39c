import Foundation
import GrammarSupport
import MartletSource
import MartletSyntax
import Testing

/// The grammar for tree-sitter says what `grammar/martlet.ebnf` says.
@Suite struct TreeSitterTests {
  /// The folder of the grammar.
  static let folder = "grammar/tree-sitter-martlet/"
  /// What it evaluates to.
  static let grammar = Result {
    try Grammar(treeSitter: Data(GrammarTests.text(folder + "src/grammar.json").utf8))
  }

  @Test(arguments: GrammarTests.productions) func productionIsARule(_ name: String) throws {
    let snake = name.replacing(/[A-Z]/) { "_" + $0.output.lowercased() }
    #expect(try Self.grammar.get().index(of: snake) != nil)
    #expect(GrammarTests.text(Self.folder + "grammar.js").contains("    \(snake): ("))
  }

  @Test(arguments: DerivationTests.programs.indices)
  func acceptedProgramDerivesFromTheRules(_ index: Int) throws {
    let program = DerivationTests.programs[index]
    let grammar = try Self.grammar.get()
    #expect(Recognizer.failure(of: program, from: "syntax_tree", in: grammar) == nil)
  }

  @Test(arguments: EditorGrammarTests.words) func highlightingKnowsTheWord(_ word: String) {
    let grammar = GrammarTests.text(Self.folder + "grammar.js")
    #expect(grammar.contains("'\(word)'"))
    guard !["true", "false", "None", "self"].contains(word), Keyword(rawValue: word) != nil else {
      return
    }
    #expect(GrammarTests.text(Self.folder + "queries/highlights.scm").contains("\"\(word)\""))
  }
}
