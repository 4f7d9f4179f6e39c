import Foundation
import MartletCompiler
import MartletRuntime
import MartletSource
import Testing

/// The sixteen programs that the language was designed with: each is accepted, and its tests pass.
@Suite struct DesignProgramTests {
  /// The folder of the programs.
  static let folder = packageFolder.appendingPathComponent("Tests/Programs")

  /// The names of the programs.
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".mlt") }.sorted()

  @Test func allProgramsAreThere() { #expect(Self.names.count == 16) }

  @Test(arguments: names) func programIsAcceptedAndItsTestsPass(_ name: String) throws {
    let path = Self.folder.appendingPathComponent(name).path
    let file = try SourceFile(reading: path, as: path)
    let checked = compiler.check(file)
    let text = DiagnosticRenderer(sources: checked.sources, usesColor: false)
      .render(checked.diagnostics)
    #expect(checked.program != nil, "\(text)")
    let outcomes = compiler.test(file, clock: { 0 }, on: ThreadPool(threads: 2))
    for outcome in outcomes where !outcome.isSuccess {
      let text = DiagnosticRenderer(sources: outcome.sources, usesColor: false)
        .render(outcome.diagnostics)
      Issue.record("\(outcome.name)\n\(text)")
    }
  }
}
