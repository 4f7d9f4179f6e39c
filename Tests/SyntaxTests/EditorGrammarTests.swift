import Foundation
import MartletShapes
import MartletSyntax
import Testing

/// The grammars that editors read.
@Suite struct EditorGrammarTests {
  /// The words that the language reserves, with the element types.
  static let words = Keyword.allCases.map(\.rawValue) + ElementType.allCases.map(\.rawValue)

  /// The words of the TextMate grammar's lists of words: `\b(?:one|two)\b`.
  static let listed: [String] = GrammarTests.text("grammar/martlet.tmLanguage.json")
    .matches(of: /\\\\b\(\?:([\w|]+)\)\\\\b/)
    .flatMap { $0.1.split(separator: "|").map(String.init) }

  @Test func textMateGrammarIsJSONWhoseIncludesExist() throws {
    let text = GrammarTests.text("grammar/martlet.tmLanguage.json")
    let grammar = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(grammar?["scopeName"] as? String == "source.martlet")
    let names = Set((grammar?["repository"] as? [String: Any] ?? [:]).keys)
    let includes = Set(text.matches(of: /"include": "#(\w+)"/).map { String($0.1) })
    #expect(includes == names)
  }

  @Test func textMateGrammarHasValidExpressions() throws {
    let text = GrammarTests.text("grammar/martlet.tmLanguage.json")
    let grammar = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let expressions = Self.expressions(in: grammar)
    #expect(expressions.count > 20)
    for expression in expressions {
      #expect(throws: Never.self) { try NSRegularExpression(pattern: expression) }
    }
  }

  @Test(arguments: words) func textMateGrammarKnowsTheWord(_ word: String) {
    #expect(Self.listed.contains(word))
  }

  @Test func textMateGrammarListsNoOtherWord() {
    #expect(Set(Self.listed).subtracting(Self.words) == [])
  }

  /// The regular expressions in a part of the grammar.
  private static func expressions(in part: Any) -> [String] {
    if let list = part as? [Any] { return list.flatMap(expressions) }
    guard let object = part as? [String: Any] else { return [] }
    return object.flatMap { key, value in
      if let text = value as? String {
        return ["match", "begin", "end", "firstLineMatch"].contains(key) ? [text] : []
      }
      return expressions(in: value)
    }
  }
}
