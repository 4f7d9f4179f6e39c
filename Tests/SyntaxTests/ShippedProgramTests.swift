import Foundation
import GoldenSupport
import MartletSource
import MartletSyntax
import Testing

/// The programs that come with Martlet, and the right programs of `docs/errors.md`.
@Suite struct ShippedProgramTests {
  /// The folder of the package.
  static let root = GoldenFile.folder.deletingLastPathComponent().deletingLastPathComponent()

  /// The paths of the programs, relative to the package.
  static let paths: [String] = ["stdlib", "examples", "Tests/Golden/run"].flatMap { folder in
    let entries = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    let paths = entries?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".mlt") }.sorted().map { folder + "/" + $0 }
  }

  @Test(arguments: paths) func shippedProgramIsParsedWithoutErrors(_ path: String) throws {
    let url = Self.root.appendingPathComponent(path)
    let file = SourceFile(name: path, text: try String(contentsOf: url, encoding: .utf8))
    #expect(messages(about: file) == "")
    expectRoundTrip(file)
  }

  @Test func errorPageShowsWrongAndRightPrograms() throws {
    let url = Self.root.appendingPathComponent("docs/errors.md")
    let page = try String(contentsOf: url, encoding: .utf8)
    let form = page.components(separatedBy: "\n## ").first { $0.hasPrefix("The text") } ?? ""
    for section in form.components(separatedBy: "\n### ").dropFirst() {
      let code = section.split(separator: "`")[0]
      let blocks = section.components(separatedBy: "\n```").enumerated()
        .filter { $0.offset % 2 == 1 }.map(\.element)
      guard blocks.count == 2 else { continue }
      let wrong = messages(about: SourceFile(name: "wrong", text: blocks[0]))
      #expect(wrong.contains("[\(code)]"), "\(code): \(wrong)")
      #expect(messages(about: SourceFile(name: "right", text: blocks[1])) == "", "\(code)")
    }
  }

  /// What the parser says about a file.
  private func messages(about file: SourceFile) -> String {
    var sources = SourceMap()
    let id = sources.add(file)
    return DiagnosticRenderer(sources: sources).render(Parser.parse(file, id: id).diagnostics)
  }
}
