import MartletCompiler
import MartletSource
import Testing

/// How a program finds the files that it imports, and the library.
@Suite struct ImportTests {
  /// Where the files of a test lie.
  let folder: TemporaryFolder

  /// A test with a folder of its own.
  init() throws { folder = try TemporaryFolder() }

  /// A run of a file in the folder with the given text.
  private func run(_ text: String) throws -> ProgramRun {
    let path = try folder.write(text, to: "main.mlt")
    return ProgramRun(try SourceFile(reading: path, as: path), directory: folder.path)
  }

  @Test func fileIsFoundBesideTheOneThatImportsIt() throws {
    _ = try folder.write("fn twice(x: f32[]) -> f32[] { 2 * x }\n", to: "parts.mlt")
    _ = try folder.write(
      "import \"./parts\"\nfn four(x: f32[]) -> f32[] { parts.twice(parts.twice(x)) }\n",
      to: "more.mlt")
    let run = try run(
      "import \"./more\"\nimport \"parts.mlt\" as p\nprint(more.four(1.0), p.twice(1.0))\n")
    #expect(run.text == "4.0 2.0\n")
  }

  @Test func filesThatImportEachOtherAreRefused() throws {
    _ = try folder.write("import \"./b\"\nfn f(n: Int) -> Int { b.g(n) }\n", to: "a.mlt")
    _ = try folder.write("import \"./c\"\nfn g(n: Int) -> Int { c.h(n) }\n", to: "b.mlt")
    _ = try folder.write("import \"./a\"\nfn h(n: Int) -> Int { a.f(n) }\n", to: "c.mlt")
    let run = try run("import \"./a\"\nprint(a.f(4))\n")
    #expect(run.diagnostics.map(\.code) == [.importCycle], "\(run.text)")
    #expect(run.text.contains("c.mlt:1:8"), "\(run.text)")
    #expect(run.text.contains("a.mlt` → "), "\(run.text)")
  }

  @Test func fileThatImportsItselfIsRefused() throws {
    let run = try run("import \"./main\"\nfn f(n: Int) -> Int { n }\n")
    #expect(run.diagnostics.map(\.code) == [.importCycle], "\(run.text)")
    #expect(run.text.contains("imports itself"), "\(run.text)")
  }

  @Test func filesMayMeetInAThird() throws {
    _ = try folder.write("fn h(n: Int) -> Int { n + 1 }\n", to: "c.mlt")
    _ = try folder.write("import \"./c\"\nfn f(n: Int) -> Int { c.h(n) }\n", to: "a.mlt")
    _ = try folder.write("import \"./c\"\nfn g(n: Int) -> Int { c.h(n) }\n", to: "b.mlt")
    #expect(
      try run("import \"./a\"\nimport \"./b\"\nprint(a.f(4), b.g(5))\n").text == "5 6\n")
  }

  @Test func misspeltFileGetsASuggestion() throws {
    _ = try folder.write("fn h(n: Int) -> Int { n + 1 }\n", to: "layers.mlt")
    let run = try run("import \"./layres\"\nprint(1)\n")
    #expect(run.diagnostics.map(\.code) == [.unknownFile], "\(run.text)")
    #expect(run.text.contains("did you mean `./layers`?"), "\(run.text)")
  }

  @Test func duplicateInAnImportedFileIsReportedThere() throws {
    _ = try folder.write("fn f() -> Int { 1 }\nfn f() -> Int { 2 }\n", to: "twice.mlt")
    let run = try run("import \"./twice\"\nprint(twice.f())\n")
    #expect(run.diagnostics.map(\.code) == [.duplicateName], "\(run.text)")
    #expect(run.text.contains("twice.mlt:2:4"), "\(run.text)")
  }

  @Test func errorInAnImportedFileIsShownThere() throws {
    _ = try folder.write("fn f(x: f32[]) -> f32[] { y }\n", to: "parts.mlt")
    let run = try run("import \"./parts\"\nprint(parts.f(1.0))\n")
    #expect(run.text.contains("parts.mlt:1:27"), "\(run.text)")
  }

  @Test func missingFileIsReportedAtItsImport() throws {
    let run = try run("import \"./nowhere\"\nprint(1)\n")
    #expect(run.diagnostics.map(\.code) == [.unknownFile], "\(run.text)")
  }

  @Test func scriptCannotBeImported() throws {
    _ = try folder.write("print(1)\n", to: "script.mlt")
    let run = try run("import \"./script\"\nprint(2)\n")
    #expect(run.output == "" && run.diagnostics.map(\.code) == [.scriptImport], "\(run.text)")
  }

  @Test func libraryNeedsNoImportAndCanBeImported() throws {
    let run = try run(
      """
      import optim.{Sgd}
      import losses
      print(losses.mse(ones[2](), zeros[2]()), mse(ones[2](), zeros[2]()))
      let opt = Sgd(ones[2]())
      """)
    #expect(run.text == "1.0 1.0\n")
  }

  @Test func programsOwnNameHidesTheLibrarys() throws {
    #expect(try run("fn relu(x: Float) -> Float { 7.0 }\nprint(relu(1.0))\n").text == "7.0\n")
  }
}
