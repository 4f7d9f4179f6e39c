import Foundation
import MartletSource
import Testing

/// Programs made at random run, and what they claim holds; more with `MARTLET_PROGRAMS=1000`.
@Suite struct RandomProgramTests {
  /// How many programs are made.
  static let count =
    ProcessInfo.processInfo.environment["MARTLET_PROGRAMS"].flatMap { Int($0) } ?? 24

  @Test(arguments: 0..<count) func claimsOfAProgramHold(_ seed: Int) throws {
    let text = RandomProgram.text(seed: seed, depth: seed % 10 == 9 ? 3 : 2)
    let run = ProgramRun(SourceFile(name: "\(seed).mlt", text: text), threads: 1)
    #expect(run.diagnostics.filter { $0.severity == .error } == [], "\(text)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == (seed % 3 == 0 ? 5 : 7), "\(run.text)\n\(text)")
    for line in lines {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Double($0) }
      try #require(numbers.count == 2, "\(line)\n\(text)")
      let isDifference = words[0] == "difference" || words[0] == "bend"
      let tolerance = isDifference ? 1e-4 : 1e-8
      let error = abs(numbers[0] - numbers[1])
      #expect(error <= tolerance * max(1, abs(numbers[0])), "\(line)\n\(text)")
    }
    if seed % 4 == 0 {
      let together = ProgramRun(SourceFile(name: "\(seed).mlt", text: text), threads: 2)
      #expect(together.output == run.output, "\(text)")
    }
  }
}
