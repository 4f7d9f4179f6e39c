import Foundation
import MartletSource
import Testing

/// The same seed gives the same bits.
@Suite struct RepeatabilityTests {
  @Test func trainingGivesTheSameBitsOnOneAndTwoThreads() throws {
    let folder = try TemporaryFolder()
    let text = """
      fn loss[B](net: Mlp[20, 5], x: f32[B, 20], y: i32<5>[B]) -> f32[] {
          mean(cross_entropy(net(x), y))
      }
      let (x, y) = (normal[301, 20](), argmax(normal[301, 5](), axis: 1))
      var net = Mlp[20, 5](hidden: [300, 70])
      var opt = Adam(net)
      for (bx, by) in batches((x, y), size: 64, shuffle: true, epochs: 3) {
          net = opt.step(net, grad net { loss(net, bx, by) })
      }
      save(argument("to", default: ""), (net, opt))
      """
    let file = SourceFile(name: "train.mlt", text: text)
    var contents: [Data] = []
    for (run, threads) in [1, 2, 2].enumerated() {
      let path = folder.path + "\(run).safetensors"
      #expect(ProgramRun(file, arguments: ["--to", path], threads: threads, seed: 5).text == "")
      contents.append(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
    #expect(contents[0] == contents[1] && contents[1] == contents[2])
    let other = folder.path + "other.safetensors"
    _ = ProgramRun(file, arguments: ["--to", other], threads: 2, seed: 6)
    #expect(try Data(contentsOf: URL(fileURLWithPath: other)) != contents[0])
  }

  @Test func resumedTrainingDrawsWhatTheUninterruptedOneDraws() throws {
    let folder = try TemporaryFolder()
    let text = """
      let path = argument("to", default: "")
      let end = argument("end", default: 4)
      let resume = argument("resume", default: true)
      var (w, step) = (zeros[3](), 0)
      if let saved = load_if_exists(path, like: (w, step), resume: resume) { (w, step) = saved }
      while step < end {
          for x in batches(w, size: 2, shuffle: true) { w = 0.5 * w + normal[3]() + sum(x) }
          step += 1
          save(path, (w, step))
      }
      print(w)
      """
    let file = SourceFile(name: "train.mlt", text: text)
    func run(_ name: String, _ end: Int, seed: Int, resume: Bool = true) -> String {
      ProgramRun(
        file,
        arguments: ["--to", folder.path + name, "--end", "\(end)", "--resume", "\(resume)"],
        seed: seed
      ).text
    }
    let whole = run("whole.safetensors", 4, seed: 3)
    #expect(whole.hasPrefix("["))
    for (name, resume) in [("resumed.safetensors", true), ("afresh.safetensors", false)] {
      _ = run(name, 2, seed: 3)
      #expect((run(name, 4, seed: 9, resume: resume) == whole) == resume)
    }
    _ = run("numbers.npz", 2, seed: 3)
    #expect(run("numbers.npz", 4, seed: 3).contains("does not say where the draws"))
  }

  /// Draws of every kind, for a lane or an iteration.
  private static let draws = """
    let z = normal[5]()
    let scale = gamma(full[5](0.7))
    let order = f32(permutation[5]())
    z + scale * uniform[5](high: 3.0) + order
    """

  /// Forms of one computation in groups whose members draw the same numbers: the body of
  /// `fn drawn[N](x: f32[N, 5]) -> f32[N, 5]`, and what is saved, which stands in for it.
  static let forms: [[(body: String, saved: String)]] = [
    [
      ("map i in 0..<N { \(draws) }", "drawn(x)"),
      ("for i in 0..<N { \(draws) }", "drawn(x)"),
      ("recompute { map i in 0..<N { \(draws) } }", "drawn(x)"),
      ("map i in 0..<N { recompute { \(draws) } }", "drawn(x)"),
      ("recompute { for i in 0..<N { \(draws) } }", "drawn(x)"),
    ],
    [
      ("map i in 0..<N { \(draws) }", "grad x { sum(x * drawn(x)) }"),
      ("for i in 0..<N { \(draws) }", "grad x { sum(x * drawn(x)) }"),
      ("recompute { map i in 0..<N { \(draws) } }", "grad x { sum(x * drawn(x)) }"),
      ("recompute { for i in 0..<N { \(draws) } }", "grad x { sum(x * drawn(x)) }"),
    ],
    [
      ("x", "map i in 0..<7 { \(draws) }"),
      ("x", "map i in 0..<7 { recompute { \(draws) } }"),
    ],
  ]

  /// The bytes that a form saves.
  private func saved(_ form: (body: String, saved: String), threads: Int = 2) throws -> Data {
    let folder = try TemporaryFolder()
    let path = folder.path + "draws.npy"
    let text = """
      fn drawn[N](x: f32[N, 5]) -> f32[N, 5] {
      \(form.body)
      }
      let x = zeros[7, 5]()
      save(argument("to", default: ""), \(form.saved))
      """
    let run = ProgramRun(
      SourceFile(name: "draws.mlt", text: text), arguments: ["--to", path], threads: threads,
      seed: 4)
    #expect(run.text == "")
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test(arguments: forms.indices) func formsOfAComputationDrawTheSame(_ group: Int) throws {
    let first = try saved(Self.forms[group][0])
    for form in Self.forms[group] {
      #expect(try saved(form) == first, "\(form)")
      #expect(try saved(form, threads: 1) == first, "\(form)")
    }
    let other = ("map i in 0..<N { let _ = uniform[5]()\n\(Self.draws) }", "drawn(x)")
    #expect(try saved(other) != first)
  }

  @Test func bothDirectionsOfDerivativesDrawTheSame() throws {
    let sum = "sum(x * (map i in 0..<N { \(Self.draws) }))"
    func body(_ transform: String) -> String {
      "let (value, _) = \(transform) { \(sum) }\nx + value"
    }
    let reverse = try saved((body("value_and_grad x"), "drawn(x + 1)"))
    #expect(try saved((body("jvp x along x"), "drawn(x + 1)")) == reverse)
  }

  @Test func numbersDoNotDependOnWhatIsComputedInOneStep() throws {
    let alone = "for i in 0..<N { exp(normal[5]()) * uniform[5]() }"
    let kept = """
      let both = for i in 0..<N {
          let z = normal[5]()
          let u = uniform[5]()
          (exp(z) * u, sort(z), u)
      }
      let (product, _, _) = both
      product
      """
    #expect(try saved((alone, "drawn(x)")) == saved((kept, "drawn(x)")))
  }
}
