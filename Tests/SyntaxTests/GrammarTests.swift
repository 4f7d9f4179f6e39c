import Foundation
import Testing

/// `grammar/martlet.ebnf` describes what the parser does, production by production.
@Suite struct GrammarTests {
  /// The text of a file of the package.
  static func text(_ path: String) -> String {
    let url = ShippedProgramTests.root.appendingPathComponent(path)
    return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }

  /// The grammar without its comments.
  static let grammar = text("grammar/martlet.ebnf").replacing(/\(\*[\s\S]*?\*\)/, with: "")

  /// The names of the productions.
  static let productions = grammar.matches(of: /(?m)^(\w+) +=/).map { String($0.1) }

  /// The parser.
  static let parser: String = {
    let folder = "Sources/Syntax/Parsing"
    let path = ShippedProgramTests.root.appendingPathComponent(folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.map { text(folder + "/" + $0) }.joined()
  }()

  @Test(arguments: productions) func productionIsAMethodOfTheParser(_ name: String) {
    #expect(Self.parser.contains("func \(name)("))
  }

  @Test func noNameHasTwoProductions() {
    #expect(Set(Self.productions).count == Self.productions.count)
  }

  @Test func everyNameInTheGrammarIsAProduction() {
    let words = Self.grammar.replacing(/"[^"\n]*"/, with: "").matches(of: /[a-z]\w*/)
      .map { String($0.0) }
    #expect(Set(words).subtracting(Self.productions) == [])
    #expect(Self.productions.count > 50)
  }
}
