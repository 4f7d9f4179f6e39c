import Foundation
import GoldenSupport
import MartletCompiler
import MartletElaboration
import MartletRuntime
import MartletScript
import MartletSource
import MartletTensors
import MartletTyping
import Testing

/// What decisions M23, M25 and M26 promise of runs of statements: when graphs are built, and that
/// threads change nothing.
@Suite struct StatementRunTests {
  /// Programs with the number of graphs that they build.
  static let programs: [(situation: String, graphs: Int, source: String)] = [
    (
      "batches of any size use one graph", 2,
      """
      let data = ones[10, 2]()
      fn average[N](x: f32[N, 2]) -> f32[] { sum(x) / N }
      for b in batches(data, size: 4) {
          let z = average(b)
          print(z)
      }
      """
    ),
    (
      "sizes that a proc's parameters name stay open", 5,
      """
      proc show[N](x: f32[N], y: f32[N]) {
          let z = ones[N]() * x + y / N
          print(z)
      }
      show(ones[3](), ones[3]())
      show(ones[5](), ones[5]())
      """
    ),
    (
      "structs of ever new sizes use one graph", 1,
      """
      struct Edges[N, E] {
          source: i32<N>[E]
          weight: f32[E]
      }
      fn total[N, E](g: Edges[N, E]) -> f32[N] { segment_sum(g.weight, by: g.source) / E }
      proc path(n: Int) -> Edges[_, _] {
          var from: [Int] = []
          var weight: [Float] = []
          for k in 1..<n {
              from.append(k)
              weight.append(1.5)
          }
          Edges(source: tensor(from) as i32<n>[_], weight: tensor(weight))
      }
      for n in 3..<9 {
          let each = total(path(n))
          print(each)
      }
      """
    ),
    (
      "a position of a loop is data", 2,
      """
      let x = ones[4, 3]()
      for k in 0..<4 {
          let row = x[k]
          print(row)
      }
      """
    ),
    (
      "a schedule of Floats never builds anew", 2,
      """
      var x = ones[3]()
      for i in 0..<20 {
          x = x * (1.0 / (i + 1.0))
      }
      """
    ),
    (
      "a known Int is a graph of its own", 4,
      """
      fn power(x: f32[3], n: Int) -> f32[3] { x ** n }
      var x = ones[3]()
      for i in 0..<9 {
          x = power(x, i % 3)
      }
      """
    ),
    (
      "a setting is a graph of its own", 4,
      """
      setting loud: Bool = false
      fn f(x: f32[2]) -> f32[2] { if loud { x * 10 } else { x } }
      let x = ones[2]()
      for i in 0..<3 {
          let y = with loud = i > 0 { f(x) }
          print(y)
      }
      print(f(x))
      """
    ),
    (
      "a seed is data", 1,
      """
      for i in 0..<4 {
          with seed = i { print(normal[2]()) }
      }
      """
    ),
    (
      "neighbouring statements are one graph", 1,
      """
      let a = ones[3]()
      let b = a + a
      let c = b * a
      print(c)
      """
    ),
  ]

  @Test(arguments: programs.indices) func graphsAreBuiltAsOftenAsNeeded(_ index: Int) {
    let program = Self.programs[index]
    let run = ProgramRun(SourceFile(name: "program.mlt", text: program.source))
    #expect(run.diagnostics.map(\.message) == [])
    #expect(run.graphs.count == program.graphs, "\(program.situation)")
  }

  @Test func aDeadValueIsNoOutput() throws {
    let run = ProgramRun(
      SourceFile(
        name: "program.mlt",
        text: """
          let a = ones[3]()
          let b = exp(a)
          let c = sin(b)
          print(c)
          """))
    let graph = try #require(run.graphs.first)
    let result = try #require(graph.split(separator: "\n").last { $0.contains("return") })
    #expect(!result.contains(","))
  }

  /// A network with dropout on real digits, whose weights are saved where `--to` says.
  static let training = """
    import data.csv
    model Net {
        let first = Linear[64, 96]()
        let drop = Dropout(0.2)
        let last = Linear[96, 10]()
        fn call[B](x: f32[B, 64]) -> f32[B, 10] { last(drop(relu(first(x)))) }
    }
    fn loss[B](net: Net, x: f32[B, 64], y: i32<10>[B]) -> f32[] { mean(cross_entropy(net(x), y)) }
    let table = csv.read(beside("digits.csv.gz"))
    let x = (table["pixels"] as f32[_, 64]) / 16
    let y = table["label"] as i32<10>[_]
    var net = Net()
    var opt = Adam(net)
    for epoch in 0..<3 {
        for (bx, by) in batches((x, y), size: 64, shuffle: true) {
            let (value, g) = value_and_grad net { with training = true { loss(net, bx, by) } }
            net = opt.step(net, g)
        }
    }
    save(argument("to", default: ""), net)
    print(accuracy(net(x), y) > 0.8)
    """

  /// The bytes of the weights that the training ends with.
  private func weights(threads: Int, seed: Int = 0) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "weights-\(threads)-\(seed)-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: path) }
    let run = ProgramRun(
      SourceFile(name: "training.mlt", text: Self.training),
      directory: packageFolder.appendingPathComponent("examples/data/").path + "/",
      arguments: ["--to", path.path], threads: threads, seed: seed)
    #expect(run.text == "true\n")
    return [UInt8](try Data(contentsOf: path))
  }

  @Test func threadsChangeNoBitOfATraining() throws {
    let one = try weights(threads: 1)
    #expect(try weights(threads: 2) == one)
    #expect(try weights(threads: 1) == one)
    #expect(try weights(threads: 1, seed: 1) != one)
  }

  @Test func aFaultLeavesVariablesAsTheyWere() throws {
    let file = SourceFile(
      name: "program.mlt",
      text: """
        var w = ones[4]()
        for i in 0..<9 {
            w = w * 2 + 1
            let row = w[tensor([i]) as i32<4>[1]]
            print(row)
        }
        """)
    let checked = compiler.check(file)
    let program = try #require(checked.program)
    let streams = HostContext.Streams(
      output: { _ in }, messages: { _ in }, messageColumns: { nil })
    let context = HostContext(
      streams: streams, clock: { 0 }, arguments: ScriptArguments([]), directory: "", seed: 0)
    let interpreter = try Interpreter(program, context: context, pool: ThreadPool(threads: 1))
    #expect(throws: Diagnostic.self) { try interpreter.run() }
    let index = try #require(program.globals.firstIndex { $0.name == "w" })
    guard case .tensor(let w)? = interpreter.evaluator.globals[index] else {
      Issue.record("`w` holds no tensor")
      return
    }
    // Four steps have passed: 1, 3, 7, 15, 31.
    #expect(w.doubles == [31, 31, 31, 31])
  }
}
