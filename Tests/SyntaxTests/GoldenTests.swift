import GoldenSupport
import MartletSource
import MartletSyntax
import Testing

/// The programs under `Tests/Golden` and what the parser makes of them.
@Suite struct GoldenTests {
  /// The folders whose files the parser is tested with.
  static let folders = ["syntax", "design", "programs"]
  /// All those files.
  static let files = folders.flatMap { GoldenFile.files(in: $0) }

  @Test(arguments: files) func parserGivesTheExpectedTreeOrMessages(_ golden: GoldenFile) {
    var sources = SourceMap()
    let id = sources.add(golden.source)
    let (tree, diagnostics) = Parser.parse(golden.source, id: id)
    let rendered =
      diagnostics.isEmpty
      ? tree.dump : DiagnosticRenderer(sources: sources).render(diagnostics)
    #expect(golden.problems(withMarkersFor: diagnostics) == [])
    #expect(golden.problems(with: rendered) == [])
  }

  @Test(arguments: files) func printedTreeParsesToTheSameTree(_ golden: GoldenFile) {
    expectRoundTrip(golden.source)
  }

  @Test(arguments: folders) func everyExpectationHasAProgram(_ folder: String) {
    #expect(GoldenFile.orphans(in: folder) == [])
  }

  @Test func designPagesAndProgramsAreThere() {
    #expect(GoldenFile.files(in: "programs").count == 16)
    #expect(GoldenFile.files(in: "design").count >= 9)
  }
}

/// Expects that a file without errors is printed as a program with the same tree.
func expectRoundTrip(_ file: SourceFile) {
  let id = SourceID(index: 0)
  let (tree, diagnostics) = Parser.parse(file, id: id)
  guard diagnostics.isEmpty else { return }
  let printed = Printer.text(of: tree)
  let again = Parser.parse(SourceFile(name: "printed", text: printed), id: id)
  #expect(again.diagnostics.map(\.message) == [], "\(printed)")
  #expect(again.tree.dump == tree.dump, "\(printed)")
}
