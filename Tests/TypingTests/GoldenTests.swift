import GoldenSupport
import MartletSource
import Testing

/// The programs under `Tests/Golden/types` and `Tests/Golden/shapes`, with their messages.
@Suite struct TypingGoldenTests {
  @Test(arguments: GoldenFile.files(in: "types") + GoldenFile.files(in: "shapes"))
  func programHasItsMessages(_ golden: GoldenFile) {
    let (result, map) = Workbench.check(golden.source)
    let markers = golden.problems(withMarkersFor: result.diagnostics)
    #expect(markers == [])
    let rendering = DiagnosticRenderer(sources: map).render(result.diagnostics)
    #expect(golden.problems(with: rendering) == [])
    let hasErrors = result.diagnostics.contains { $0.severity == .error }
    #expect((result.program == nil) == hasErrors)
  }

  @Test(arguments: ["types", "shapes"]) func everyExpectationHasAProgram(_ folder: String) {
    #expect(GoldenFile.orphans(in: folder) == [])
  }
}
