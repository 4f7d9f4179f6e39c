import Foundation
import MartletCompiler
import MartletSource
import Testing

/// The library's files and the examples are well typed.
@Suite struct LibraryTests {
  /// The paths of the library's files and of the examples that are right, within the package.
  static let paths: [String] = {
    let folder = packageFolder.appendingPathComponent("stdlib").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasSuffix(".mlt") }.sorted().map { "stdlib/" + $0 }
    return files + ["examples/01-digits.mlt", "examples/02-mnist.mlt"]
  }()

  @Test(arguments: paths) func fileIsWellTyped(_ path: String) throws {
    let file = try SourceFile(
      reading: packageFolder.appendingPathComponent(path).path, as: path)
    let checked = compiler.check(file)
    let renderer = DiagnosticRenderer(sources: checked.sources)
    #expect(renderer.render(checked.diagnostics) == "")
    #expect(checked.program != nil)
  }

  @Test func noNameIsDeclaredInTwoFiles() throws {
    var places: [String: String] = [:]
    for page in compiler.libraryDocumentation.pages {
      for entry in page.entries {
        let other = places.updateValue(page.name, forKey: entry.name)
        #expect(other == nil || page.name.contains("."), "`\(entry.name)` of \(page.name)")
      }
    }
  }
}
