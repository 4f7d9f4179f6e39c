import Foundation
import MartletSource
import Testing

/// How diagnostics are shown.
@Suite struct RendererTests {
  /// Two files and the diagnostics about them.
  struct Case {
    /// Both files.
    var sources = SourceMap()
    /// The file of four lines.
    var main: SourceID
    /// The file with signs outside ASCII.
    var other: SourceID

    /// The same case each time.
    init() {
      main = sources.add(
        SourceFile(
          name: "main.mlt", text: "let w = zeros[512, 10]()\nlet a = 1\nlet b = 2\nlet y = x @ w\n")
      )
      other = sources.add(SourceFile(name: "other.mlt", text: "# päd 鳥 x\n"))
    }

    /// Where a text first stands in a file.
    func span(_ text: String, in id: SourceID) -> SourceSpan {
      let source = sources[id]
      let bytes = Array(text.utf8)
      let start = source.bytes.indices.first { source.bytes[$0...].starts(with: bytes) } ?? 0
      return SourceSpan(file: id, start: start, end: start + bytes.count)
    }
  }

  @Test func labelsOfSeveralLinesAndFilesAreShown() {
    let test = Case()
    let diagnostic = Diagnostic(
      .expectedToken, "these sizes differ", at: test.span("@", in: test.main),
      label: "expected 784 rows",
      labels: [
        .init(test.span("zeros[512, 10]()", in: test.main), "512 comes from here"),
        .init(test.span("鳥", in: test.other), "and this"),
      ],
      notes: ["left   f32[B, 784]\nright  f32[512, 10]"], help: ["transpose one"])
    #expect(
      DiagnosticRenderer(sources: test.sources).render(diagnostic) == """
        error[expected-token]: these sizes differ
         --> main.mlt:4:11
          |
        1 | let w = zeros[512, 10]()
          |         ---------------- 512 comes from here
        ...
        4 | let y = x @ w
          |           ^ expected 784 rows
         ::: other.mlt:1:7
          |
        1 | # päd 鳥 x
          |       -- and this
          |
          = note: left   f32[B, 784]
                  right  f32[512, 10]
          = help: transpose one

        """)
  }

  @Test func labelsOfOneLineAreWrittenFromRightToLeft() {
    let test = Case()
    let diagnostic = Diagnostic(
      .expectedToken, "no", at: test.span("x", in: test.main), label: "left",
      labels: [
        .init(test.span("@", in: test.main), ""), .init(test.span("y", in: test.main), "up"),
      ])
    #expect(
      DiagnosticRenderer(sources: test.sources).render(diagnostic) == """
        error[expected-token]: no
         --> main.mlt:4:9
          |
        4 | let y = x @ w
          |     -   ^ -
          |     |   left
          |     up

        """)
  }

  @Test func spanOfSeveralLinesIsMarkedOnItsFirst() {
    let test = Case()
    let span = SourceSpan(file: test.main, start: 29, end: 44)
    let text = DiagnosticRenderer(sources: test.sources)
      .render(Diagnostic(.expectedToken, "no", at: span))
    #expect(text.hasSuffix("2 | let a = 1\n  |     ^^^^^\n"))
  }

  /// The lines of a message about one word of a text, without its title.
  private func lines(about word: String, in text: String) -> [String] {
    var sources = SourceMap()
    let id = sources.add(SourceFile(name: "a.mlt", text: text))
    let bytes = Array(text.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: Array(word.utf8)) } ?? 0
    let span = SourceSpan(file: id, start: start, end: start + word.utf8.count)
    let rendered = DiagnosticRenderer(sources: sources)
      .render(Diagnostic(.expectedToken, "no", at: span))
    return rendered.split(separator: "\n").dropFirst().map(String.init)
  }

  @Test func tabsAndReturnsTakeOneColumn() {
    #expect(
      lines(about: "here", in: "let a\r\n\tx\there\r\n")
        == [" --> a.mlt:2:4", "  |", "2 |  x here", "  |    ^^^^"])
  }

  @Test func lastLineNeedsNoEnd() {
    #expect(
      lines(about: "here", in: "one\nx here")
        == [" --> a.mlt:2:3", "  |", "2 | x here", "  |   ^^^^"])
  }

  @Test func wideSignsAreMarkedInFull() {
    #expect(
      lines(about: "鳥鳥", in: "\"鳥\" 鳥鳥 x")
        == [" --> a.mlt:1:5", "  |", "1 | \"鳥\" 鳥鳥 x", "  |      ^^^^"])
  }

  @Test func veryLongLineIsCutAroundItsMark() throws {
    let long = String(repeating: "12345, ", count: 60)
    let shown = lines(about: "here", in: "let x = [" + long + "here, " + long + "0]\n")
    let (text, marks) = (shown[2], shown[3])
    #expect(text.count == 165, "four columns of the gutter, 160 of the line, and the cut")
    #expect(text.hasPrefix("1 | …"))
    #expect(text.hasSuffix("…"))
    let word = try #require(text.range(of: "here"))
    let mark = try #require(marks.range(of: "^^^^"))
    #expect(
      text.distance(from: text.startIndex, to: word.lowerBound)
        == marks.distance(from: marks.startIndex, to: mark.lowerBound))
  }

  @Test func whatIsBuiltInHasNoLineNumbers() {
    var sources = SourceMap()
    let user = SourceFile(name: "a.mlt", text: "f(x)")
    let signatures = SourceFile(name: "<prelude>", text: "#\n#\nfn f(y: i32[])\n")
    let (main, prelude) = (sources.add(user), sources.add(signatures))
    let diagnostic = Diagnostic(
      .shapeMismatch, "no", at: SourceSpan(file: main, start: 2, end: 3),
      labels: [Diagnostic.Label(SourceSpan(file: prelude, start: 9, end: 10), "declared here")])
    #expect(
      DiagnosticRenderer(sources: sources).render(diagnostic) == """
        error[shape-mismatch]: no
         --> a.mlt:1:3
          |
        1 | f(x)
          |   ^
         ::: built in
          |
          | fn f(y: i32[])
          |      - declared here

        """)
  }

  @Test func colorsSurroundWhatTheyPaint() {
    let test = Case()
    let diagnostic = Diagnostic(.expectedToken, "no", at: test.span("@", in: test.main))
    let text = DiagnosticRenderer(sources: test.sources, usesColor: true).render(diagnostic)
    #expect(text.hasPrefix("\u{1B}[1;31merror[expected-token]\u{1B}[0m\u{1B}[1m: no\u{1B}[0m\n"))
  }

  @Test func manyAreSortedWithoutRepetitionAndCut() {
    let test = Case()
    let all = (0..<25).reversed().flatMap { offset in
      let span = SourceSpan(file: test.main, start: offset, end: offset + 1)
      return Array(repeating: Diagnostic(.expectedToken, "no", at: span), count: 2)
    }
    #expect(all.presented().map(\.span.start) == Array(0..<20))
    #expect(DiagnosticRenderer(sources: test.sources).render(all).hasSuffix("\n… and 5 more\n"))
  }

  @Test func jsonHoldsEverything() {
    let test = Case()
    let diagnostic = Diagnostic(
      .expectedToken, "a \"b\"\n", at: test.span("鳥", in: test.other), label: "here",
      labels: [.init(test.span("@", in: test.main), "there")], notes: ["n"], help: ["h"])
    #expect(
      diagnostic.json(sources: test.sources)
        == #"{"code":"expected-token","severity":"error","message":"a \"b\"\n","#
        + #""primary":{"file":"other.mlt","start":{"line":1,"column":7},"#
        + #""end":{"line":1,"column":8},"text":"here"},"#
        + #""labels":[{"file":"main.mlt","start":{"line":4,"column":11},"#
        + #""end":{"line":4,"column":12},"text":"there"}],"notes":["n"],"help":["h"]}"#)
  }
}
