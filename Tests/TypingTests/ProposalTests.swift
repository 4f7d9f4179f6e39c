import Foundation
import GoldenSupport
import MartletSource
import Testing

/// Code that a message proposes: put in the place of what is wrong, it must be right.
@Suite struct ProposalTests {
  /// The starts of help whose code stands for the whole place that the message is about.
  private static let replacements = [
    "did you mean `", "the sizes agree in `", "a product of matrices is written `",
    "sizes are written out: `", "convert it: `", "convert the truth values: `",
    "convert the elements: `", "check the values once, where they enter: `",
    "say what the file holds: `",
  ]

  /// The code of a help that replaces the place; nil for advice of another kind.
  private func replacement(_ help: String) -> String? {
    guard let start = Self.replacements.first(where: help.hasPrefix) else { return nil }
    let code = help.dropFirst(start.count).prefix { $0 != "`" }
    return code.contains("…") ? nil : String(code)
  }

  @Test(arguments: GoldenFile.files(in: "types") + GoldenFile.files(in: "shapes"))
  func proposedCodeRemovesItsError(_ golden: GoldenFile) {
    let (result, _) = Workbench.check(golden.source)
    for diagnostic in result.diagnostics where diagnostic.span.file == SourceID(index: 0) {
      for code in diagnostic.help.compactMap(replacement) {
        var bytes = golden.source.bytes
        bytes.replaceSubrange(diagnostic.span.start..<diagnostic.span.end, with: Array(code.utf8))
        let corrected = SourceFile(
          name: golden.source.name, text: String(decoding: bytes, as: UTF8.self))
        let (after, _) = Workbench.check(corrected)
        let isLeft = after.diagnostics.contains {
          $0.span.start == diagnostic.span.start && $0.severity == .error
        }
        #expect(
          !isLeft, "\(golden): `\(code)` is wrong, too: \(after.diagnostics.first?.message ?? "")")
      }
    }
  }
}
