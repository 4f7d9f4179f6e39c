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
}
