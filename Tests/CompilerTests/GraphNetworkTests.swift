import Foundation
import MartletSource
import Testing

/// GIN with GraphNorm, as examples/gin.mlt has it, against PyTorch (Tests/Reference/graphs.py).
@Suite struct GraphNetworkTests {
  /// Where the reference numbers lie.
  static let data = packageFolder.appendingPathComponent("Tests/Reference/data").path
  /// The molecules, which are not part of the package.
  static let molecules: String = {
    let folder = ProcessInfo.processInfo.environment["MARTLET_DATA"]
    let shared = packageFolder.appendingPathComponent("../shared/data").path
    return (folder ?? shared) + "/tu/MUTAG/MUTAG.txt"
  }()

  /// A run of a program that has the network with PyTorch's weights as `net`.
  private func run(_ text: String) -> ProgramRun {
    let start = """
      import data.npz
      import "../examples/gin" as gin

      let start = gin.Gin[7, 2](hidden: 8, depth: 3)
      let net = load("\(Self.data)/gin.npz", like: start)

      """
    let name = packageFolder.appendingPathComponent("Tests/program.mlt").path
    return ProgramRun(SourceFile(name: name, text: start + text))
  }

  @Test func madeUpGraphsAgreeWithPyTorch() {
    let run = run(
      """
      let theirs = npz.read("\(Self.data)/gin-graphs.npz")
      let g = gin.Graphs(
          tag: theirs["tag"] as i32<7>[_], source: theirs["source"] as i32<37>[_],
          target: theirs["target"] as i32<37>[_], graph: theirs["graph"] as i32<6>[_],
          label: theirs["label"] as i32<2>[6],
      )
      let (loss, ours) = value_and_grad net { gin.loss(net, g) }
      print(close(net(g), theirs["logits"] as f32[6, 2], within: 1e-5))
      print(close(loss, theirs["loss"] as f32[], within: 1e-5))
      let difference = ours - coordinates(load("\(Self.data)/gin-gradient.npz", like: start))
      print(norm(difference) < 1e-5 * norm(ours))
      """)
    #expect(run.text == "true\ntrue\ntrue\n")
  }

  @Test(
    .enabled("MUTAG is not at hand: set MARTLET_DATA") {
      FileManager.default.fileExists(atPath: molecules)
    })
  func moleculesAgreeWithPyTorch() {
    let run = run(
      """
      let theirs = npz.read("\(Self.data)/gin-mutag.npz")
      let all_of_them = gin.molecules("\(Self.molecules)")
      let g = gin.beside_each_other(all_of_them[:32])
      let (loss, ours) = value_and_grad net { gin.loss(net, g) }
      print(all_of_them.count, g.G)
      print(close(net(g), theirs["logits"] as f32[32, 2], within: 1e-5))
      print(close(loss, theirs["loss"] as f32[], within: 1e-5))
      print(close(norm(ours), norm(theirs["lengths"] as f32[_]), within: 1e-5))
      """)
    #expect(run.text == "188 32\ntrue\ntrue\ntrue\n")
  }

  @Test func graphsBesideEachOtherAreWhatTheyAreAlone() {
    let run = run(
      """
      let theirs = npz.read("\(Self.data)/gin-graphs.npz")
      let (tags, sources, targets) = (
          theirs["tag"] as i32<7>[_], theirs["source"] as i32<37>[_],
          theirs["target"] as i32<37>[_],
      )
      # The first graph has five nodes and eight edges.
      let first = gin.Graphs(
          tag: tags[:5], source: i32(sources[:8]) as i32<5>[8], target: i32(targets[:8]) as i32<5>[8],
          graph: i32(zeros[5]()) as i32<1>[5], label: (theirs["label"] as i32<2>[6])[:1],
      )
      print(close(net(first), (theirs["logits"] as f32[6, 2])[:1], within: 1e-5))
      let twice = gin.beside_each_other([first, first])
      print(close(net(twice)[:1], net(twice)[1:]), twice.N, twice.E, twice.G)
      """)
    #expect(run.text == "true\ntrue 10 16 2\n")
  }
}
