import Foundation
import MartletSource
import Testing

@testable import MartletTyping

/// The standard library and the examples are well typed.
@Suite struct LibraryTests {
  @Test(arguments: Library.files.keys.sorted()) func libraryFileIsWellTyped(_ name: String) throws {
    let file = try #require(Library.files[name])
    let (result, map) = Workbench.check(file)
    #expect(DiagnosticRenderer(sources: map).render(result.diagnostics) == "")
    #expect(result.program != nil)
  }

  @Test(arguments: ["01-digits", "02-mnist"]) func exampleIsWellTyped(_ name: String) throws {
    let url = Library.repository.appendingPathComponent("examples/\(name).mlt")
    let text = try String(contentsOf: url, encoding: .utf8)
    let (result, map) = Workbench.check(SourceFile(name: "\(name).mlt", text: text))
    #expect(DiagnosticRenderer(sources: map).render(result.diagnostics) == "")
    #expect(result.program != nil)
  }
}
