import MartletSource
import Testing

/// The graph of a loop does not depend on the number of its steps.
@Suite struct LoopGraphTests {
  /// The graphs of a program with a gradient and a tangent of a loop of so many steps.
  func graphs(steps: Int, _ call: String) -> [String] {
    let text = """
      fn final[N](x: f32[2], like: f32[N]) -> f32[] {
          var h = x
          for i in 0..<N { if sum(h) > 0.5 { h = sin(h) + 0.1 * f32(i) / 7 } }
          sum(h)
      }
      let x = tensor([0.5, 0.7])
      print(\(call), zeros[\(steps)]()[0])

      """
    let run = ProgramRun(SourceFile(name: "loop.mlt", text: text))
    #expect(run.diagnostics.isEmpty && !run.graphs.isEmpty)
    return run.graphs.map { $0.replacing("\(steps)", with: "N") }
  }

  @Test(arguments: [
    "grad x { final(x, zeros[%]()) }", "jvp x along x { final(x, zeros[%]()) }",
    "grad x { sum(grad x { final(x, zeros[%]()) }) }",
    "grad x { recompute { final(x, zeros[%]()) } }",
  ]) func graphsOfFewAndManyStepsAreTheSame(call: String) {
    let lines = [6_000, 60_000].map { steps -> [Int] in
      let graphs = graphs(steps: steps, call.replacing("%", with: "\(steps)"))
      return graphs.map { $0.split(separator: "\n").count }
    }
    #expect(lines[0] == lines[1])
    #expect(lines[0].allSatisfy { $0 < 400 })
  }
}
