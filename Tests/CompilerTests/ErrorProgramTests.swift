import Foundation
import MartletSource
import Testing

/// The programs of `docs/errors.md`: the first of a section gets its message, the second does not.
@Suite struct ErrorProgramTests {
  /// A section with its programs.
  struct Section: CustomTestStringConvertible, Sendable {
    /// The code.
    var code: String
    /// The programs in the order of the page.
    var programs: [String]

    /// How test reports name it.
    var testDescription: String { code }
  }

  /// What no program of a page can show: other files, data, lines too many for a page, and faults of
  /// the compiler's own.
  static let withoutProgram: Set<String> = [
    "nesting-too-deep", "inaccessible-file", "malformed-file", "unsupported-file", "unknown-file",
    "import-cycle", "script-import", "input-mismatch", "host-failure", "internal-fault",
    "unbound-name",
  ]

  /// What the page shows in a piece of a program that lacks the names around it.
  static let pieces: Set<String> = [
    "size-unproved", "fact-unproved", "size-not-known",
    "state-outside-map", "condition-not-known", "not-scalar-in-equation", "changing-variable",
    "not-a-number", "size-out-of-range", "no-derivative",
  ]

  /// The sections whose programs are whole.
  static let sections: [Section] = {
    let url = packageFolder.appendingPathComponent("docs/errors.md")
    let page = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return page.components(separatedBy: "\n### `").dropFirst().compactMap { text in
      let code = String(text.prefix { $0 != "`" })
      if withoutProgram.contains(code) || pieces.contains(code) { return nil }
      let programs = text.components(separatedBy: "\n```").enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element.drop { $0 != "\n" }.dropFirst()) }
      return Section(code: code, programs: programs)
    }
  }()

  @Test(arguments: sections) func firstProgramHasTheMessage(_ section: Section) throws {
    let program = try #require(section.programs.first)
    #expect(codes(program).contains(section.code), "\(codes(program))\n\(program)")
  }

  @Test(arguments: sections) func secondProgramHasNot(_ section: Section) throws {
    guard section.programs.count > 1, section.code != "unknown-name" else { return }
    #expect(!codes(section.programs[1]).contains(section.code), "\(section.programs[1])")
  }

  @Test func mostSectionsAreWhole() { #expect(Self.sections.count >= 120) }

  /// The codes of what is said when a program is checked and run.
  private func codes(_ program: String) -> Set<String> {
    let file = SourceFile(name: "page.mlt", text: program)
    let checked = compiler.check(file)
    var all = checked.diagnostics + checked.warnings
    let refusesNaN = program.contains("log(")
    if checked.program != nil { all += ProgramRun(file, refusingNaN: refusesNaN).diagnostics }
    return Set(all.map(\.code.rawValue))
  }
}
