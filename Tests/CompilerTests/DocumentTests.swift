import Foundation
import MartletSource
import Testing

/// The programs in README and the manual, and what the documents say that they print.
///
/// A `martlet` block is run; a `text` block right behind it is what it prints. A `text` block behind
/// words that name a program, as `examples/03-shapes.mlt`, is what that program prints.
@Suite struct DocumentTests {
  /// The documents, relative to the package.
  static let paths: [String] = {
    let manual = packageFolder.appendingPathComponent("docs/reference")
    let pages = (try? FileManager.default.contentsOfDirectory(atPath: manual.path)) ?? []
    let manualPages = pages.filter { $0.hasSuffix(".md") }.sorted()
    return ["README.md", "docs/tour.md"] + manualPages.map { "docs/reference/" + $0 }
  }()

  @Test(arguments: paths) func documentSaysWhatItsProgramsPrint(_ path: String) throws {
    let url = packageFolder.appendingPathComponent(path)
    var document = Document(try String(contentsOf: url, encoding: .utf8), path: path)
    let problems = document.runPrograms()
    if ProcessInfo.processInfo.environment["MARTLET_ACCEPT"] == "1" {
      try document.text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    #expect(problems == [])
  }
}

/// A Markdown document with programs.
private struct Document {
  /// The lines.
  private var lines: [String]
  /// The path, for messages.
  private let path: String

  /// A document of the given text.
  init(_ text: String, path: String) {
    lines = text.components(separatedBy: "\n")
    self.path = path
  }

  /// The document as it should be.
  var text: String { lines.joined(separator: "\n") }

  /// Runs all programs, puts what they print into the blocks, and says where it was not there.
  mutating func runPrograms() -> [String] {
    var problems: [String] = []
    var run: ProgramRun?
    var isShown = true
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if line.hasPrefix("```"), let end = lines[(index + 1)...].firstIndex(of: "```") {
        let body = lines[(index + 1)..<end]
        switch line {
        case "```martlet":
          if let run, !isShown { problems += unexpected(run, before: index) }
          run = ProgramRun(SourceFile(name: path, text: program(body, from: index + 1)))
          isShown = false
        case "```text":
          if let shown = run {
            let wanted = shown.text.split(separator: "\n", omittingEmptySubsequences: false)
              .dropLast().map(String.init)
            if Array(body) != wanted {
              problems.append("\(path):\(index + 1): the program prints\n\(shown.text)")
              lines.replaceSubrange((index + 1)..<end, with: wanted)
            }
            index += wanted.count - body.count
            isShown = true
            run = nil
          }
        default: break
        }
        index = max(index, 0) + body.count + 2
        continue
      }
      if let named = example(in: line) {
        run = named
        isShown = true
      }
      index += 1
    }
    if let run, !isShown { problems += unexpected(run, before: lines.count) }
    return problems
  }

  /// The program in some lines, at the same lines of its file as in the document.
  private func program(_ body: ArraySlice<String>, from line: Int) -> String {
    String(repeating: "\n", count: line) + body.joined(separator: "\n") + "\n"
  }

  /// The run of a program that a line names.
  private func example(in line: String) -> ProgramRun? {
    guard let range = line.firstRange(of: /`examples\/[0-9a-z-]+\.mlt`/) else { return nil }
    let path = line[range].dropFirst().dropLast()
    guard path.contains("shapes"),
      let text = try? String(
        contentsOf: packageFolder.appendingPathComponent(String(path)), encoding: .utf8)
    else { return nil }
    return ProgramRun(SourceFile(name: String(path), text: text))
  }

  /// The errors of a program of which no messages are shown.
  private func unexpected(_ run: ProgramRun, before line: Int) -> [String] {
    run.diagnostics.isEmpty ? [] : ["\(path), above line \(line + 1):\n\(run.text)"]
  }
}
