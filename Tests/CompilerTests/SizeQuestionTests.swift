import Foundation
import GoldenSupport
import MartletCompiler
import MartletShapes
import MartletSource
import MartletTyping
import Testing

/// The questions about sizes that real programs raise, and how many the solver leaves open.
@Suite struct SizeQuestionTests {
  /// The library, the examples, the goldens and the programs of the design.
  static let files: [SourceFile] = {
    let folders = ["programs", "design", "run", "shapes", "types", "training"]
    let goldens = folders.flatMap { GoldenFile.files(in: $0) }.map(\.source)
    let shipped = ["stdlib", "examples"].flatMap { folder -> [SourceFile] in
      let url = packageFolder.appendingPathComponent(folder)
      let paths = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String }
      return (paths ?? []).filter { $0.hasSuffix(".mlt") }.sorted().compactMap { path in
        try? SourceFile(reading: url.path + "/" + path, as: folder + "/" + path)
      }
    }
    return goldens + shipped
  }()

  @Test func fewQuestionsOfProgramsAreLeftOpen() {
    var questions: [String: DimVerdict] = [:]
    for file in Self.files {
      _ = compiler.check(file) { questions["\($0)"] = $0.verdict }
    }
    let open = questions.filter { $0.value == .unknown }.keys.sorted()
    let share = Double(open.count) / Double(questions.count)
    #expect(questions.count > 150)
    #expect(share < 0.02, "\(open.count) of \(questions.count):\n\(open.joined(separator: "\n"))")
  }
}
