import Foundation
import GoldenSupport
import MartletSource
import Testing

/// What is legal and likely not meant, and how silent the shipped programs are.
@Suite struct WarningTests {
  @Test(arguments: GoldenFile.files(in: "warnings"))
  func programHasItsWarnings(_ golden: GoldenFile) {
    let checked = compiler.check(golden.source)
    let all = checked.diagnostics + checked.warnings
    #expect(golden.problems(withMarkersFor: all) == [])
    #expect(
      golden.problems(with: DiagnosticRenderer(sources: checked.sources).render(all)) == [])
  }

  @Test func everyExpectationHasAProgram() {
    #expect(GoldenFile.orphans(in: "warnings") == [])
  }

  /// The library and the examples.
  static let shipped: [URL] = ["stdlib", "examples"].flatMap { folder -> [URL] in
    let url = packageFolder.appendingPathComponent(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted().filter { $0.hasSuffix(".mlt") }.map(url.appendingPathComponent)
  }

  @Test(arguments: shipped) func shippedProgramHasNone(_ url: URL) throws {
    let text = try String(contentsOf: url, encoding: .utf8)
    let checked = compiler.check(SourceFile(name: url.path, text: text))
    #expect(checked.warnings == [])
  }
}
