import Foundation
import MartletSource
import Testing

/// `docs/errors.md` explains every code, and nothing else.
@Suite struct ErrorPageTests {
  /// The page.
  static let page: String = {
    let url = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/errors.md")
    return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }()

  /// The codes that have a section.
  static let sections: [String] = page.split(separator: "\n").compactMap { line in
    guard line.hasPrefix("### `"), line.hasSuffix("`") else { return nil }
    return String(line.dropFirst(5).dropLast())
  }

  @Test(arguments: DiagnosticCode.allCases) func everyCodeHasASection(_ code: DiagnosticCode) {
    #expect(Self.sections.contains(code.rawValue))
  }

  @Test func everySectionHasACodeOfItsOwn() {
    let codes = Set(DiagnosticCode.allCases.map(\.rawValue))
    #expect(Self.sections.filter { !codes.contains($0) } == [])
    #expect(Set(Self.sections).count == Self.sections.count)
  }
}
