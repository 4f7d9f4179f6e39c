import Foundation
import MartletSource
import Testing

/// Whole programs beside JAX and PyTorch: each prints how far its results are from theirs.
///
/// A line ends in the distance. Where a line says `statistical`, a mean over draws is compared with
/// one over other draws; everywhere else both sides compute the same.
@Suite struct ReferenceProgramTests {
  /// The folder of the programs and of the scripts that made the numbers.
  static let folder = packageFolder.appendingPathComponent("Tests/Reference/programs/")

  /// The programs; a file without its like in the other language is imported by others.
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".py") && !["towers.py", "trees.py"].contains($0) }
    .map { String($0.dropLast(3)) }.sorted()

  @Test func programsAreFound() { #expect(Self.names.count >= 15) }

  @Test(arguments: names) func programAgreesWithItsPeer(_ name: String) throws {
    let path = Self.folder.appendingPathComponent("\(name).mlt").path
    let run = ProgramRun(
      try SourceFile(reading: path, as: path), directory: Self.folder.path + "/")
    #expect(run.diagnostics == [], "\(run.text)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count >= 3)
    for line in lines {
      let distance = try #require(line.split(separator: " ").last.flatMap { Double($0) })
      #expect(distance < (line.hasPrefix("statistical") ? 0.05 : 1e-5), "\(line)")
    }
  }
}
