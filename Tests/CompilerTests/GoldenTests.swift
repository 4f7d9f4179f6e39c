import GoldenSupport
import MartletSource
import Testing

/// The programs under `Tests/Golden` that are run, and what they print.
@Suite struct GoldenTests {
  /// The folders whose programs are run.
  static let folders = ["run", "training", "constructs"]
  /// All those programs.
  static let files = folders.flatMap { GoldenFile.files(in: $0) }

  @Test(arguments: files) func programPrintsWhatIsExpected(_ golden: GoldenFile) {
    let folder = GoldenFile.folder.appendingPathComponent(golden.name).deletingLastPathComponent()
    let run = ProgramRun(golden.source, directory: folder.path + "/")
    #expect(golden.problems(withMarkersFor: run.diagnostics) == [])
    #expect(golden.problems(with: run.text) == [])
  }

  @Test(arguments: folders) func everyExpectationHasAProgram(_ folder: String) {
    #expect(GoldenFile.orphans(in: folder) == [])
  }
}
