import Foundation
import GoldenSupport
import MartletSource
import MartletSyntax
import Testing

/// What `martlet fmt` makes of programs.
@Suite struct FormatterTests {
  /// The folders of programs that must survive being formatted.
  static let folders = [
    "format", "syntax", "design", "programs", "shapes", "types", "run", "training", "constructs",
  ]
  /// Their programs.
  static let goldens = folders.flatMap { GoldenFile.files(in: $0) }
  /// The identity of a file that stands alone.
  static let id = SourceID(index: 0)

  @Test(arguments: GoldenFile.files(in: "format"))
  func formattedTextIsTheExpectedOne(_ golden: GoldenFile) {
    let formatted = Formatter.format(golden.source, id: Self.id).text ?? ""
    #expect(golden.problems(with: formatted) == [])
    let tooLong = formatted.split(separator: "\n").filter { $0.count > 100 }
    #expect(tooLong == [])
  }

  @Test func everyExpectationHasAProgram() {
    #expect(GoldenFile.files(in: "format").count >= 6)
    #expect(GoldenFile.orphans(in: "format") == [])
  }

  @Test(arguments: goldens) func goldenKeepsItsMeaningAndItsComments(_ golden: GoldenFile) {
    expectToSurvive(golden.source)
  }

  @Test(arguments: ShippedProgramTests.paths)
  func shippedProgramKeepsItsMeaningAndItsComments(_ path: String) {
    expectToSurvive(SourceFile(name: path, text: GrammarTests.text(path)))
  }

  @Test(arguments: ShippedProgramTests.paths.filter { !$0.hasPrefix("Tests") })
  func shippedProgramIsInTheStyle(_ path: String) {
    let text = GrammarTests.text(path)
    #expect(Formatter.format(SourceFile(name: path, text: text), id: Self.id).text == text)
  }

  @Test func fileWithErrorsIsLeftAlone() {
    let file = SourceFile(name: "wrong", text: "let x=1\nlet y = = 2\n")
    let (text, diagnostics) = Formatter.format(file, id: Self.id)
    #expect(text == nil)
    #expect(diagnostics.map(\.code) == [.expectedExpression])
  }

  @Test(arguments: ["", "\n\n", "# only\n\n\n", "  \r\n"]) func almostEmptyFileIsFormatted(
    _ text: String
  ) {
    let formatted = Formatter.format(SourceFile(name: "empty", text: text), id: Self.id).text
    #expect(formatted == (text.hasPrefix("#") ? "# only\n" : ""))
  }

  @Test(arguments: 1...8) func blanksAndCommentsInOddPlacesSurvive(_ seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let texts = Self.goldens.map(\.text)
    for _ in 0..<150 {
      var text = ""
      for character in texts[random.below(texts.count)] {
        text.append(character)
        guard " ,([{)".contains(character), random.below(12) == 0 else { continue }
        text += ["\n", "\n\n    ", "  # note\n", "  ", "\n# note\n"][random.below(5)]
      }
      expectToSurvive(SourceFile(name: "odd", text: text))
    }
  }

  /// Expects that formatting moves the words and comments of a file and changes none, and that a
  /// second time changes nothing.
  private func expectToSurvive(_ file: SourceFile) {
    guard let text = Formatter.format(file, id: Self.id).text else { return }
    let formatted = SourceFile(name: file.name, text: text)
    #expect(Formatter.format(formatted, id: Self.id).text == text)
    #expect(
      Parser.parse(formatted, id: Self.id).tree.dump == Parser.parse(file, id: Self.id).tree.dump)
    #expect(comments(of: formatted) == comments(of: file))
  }

  /// What the comments of a file say.
  private func comments(of file: SourceFile) -> [String] {
    Lexer.tokenize(file, id: Self.id).tokens.flatMap { $0.comments.map(\.text) }
  }
}
