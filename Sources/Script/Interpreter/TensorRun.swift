import MartletElaboration
import MartletGraph
import MartletRuntime
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

/// Consecutive tensor statements of a script or proc, or one tensor expression: one graph, built
/// for each combination of what it knows and cached (decision M25).
final class TensorRun {
  /// What is built.
  enum Content {
    case statements([TypedStatement])
    case expression(TypedExpression)
  }

  /// What is built.
  let content: Content
  /// The bindings whose values are used later.
  let outputs: [LocalDeclaration.Storage]
  /// The locals that the statements bind.
  let declarations: [LocalDeclaration]
  /// The graphs that are kept, the last used first.
  private(set) var compiled: [CompiledRun] = []
  /// How many graphs have been built.
  private(set) var buildCount = 0

  /// After how many graphs of one run a program is told of it (decision M13).
  static let unremarkableBuilds = 16
  /// How many graphs of one run are kept.
  private static let keptBuilds = 64

  /// A run of the given parts.
  init(_ content: Content, outputs: [LocalDeclaration.Storage]) {
    self.content = content
    self.outputs = outputs
    switch content {
    case .statements(let statements):
      declarations = statements.flatMap(\.declarations).filter {
        if case .local = $0.storage { true } else { !$0.introduces.isEmpty }
      }
    case .expression: declarations = []
    }
  }

  /// Adds a graph, in place of the one that was used least lately if there are too many.
  func add(_ graph: CompiledRun) {
    buildCount += 1
    if compiled.count == TensorRun.keptBuilds { compiled.removeLast() }
    compiled.insert(graph, at: 0)
  }

  /// Puts the graph that is used in front of the others.
  func use(at index: Int) {
    if index > 0 { compiled.insert(compiled.remove(at: index), at: 0) }
  }

  /// The names of known numbers that differ between the last two graphs.
  var changingNumbers: [String] {
    guard compiled.count > 1 else { return [] }
    return zip(compiled[0].captures, compiled[1].captures).compactMap { now, before in
      guard case .int(let a) = now.template, case .int(let b) = before.template, a != b else {
        return nil
      }
      return now.name
    }
  }

  /// The place of the run in the source.
  var span: SourceSpan {
    switch content {
    case .statements(let statements): statements[0].span
    case .expression(let expression): expression.span
    }
  }

  /// How many statements the run stands for, each of which has its own random numbers.
  var statementCount: Int {
    switch content {
    case .statements(let statements): statements.count
    case .expression: 1
    }
  }
}

/// A graph of a run, with what it reads and where its results go.
final class CompiledRun {
  /// Where an output of the graph goes.
  struct Result {
    /// The binding, or nil for the value of an expression.
    let storage: LocalDeclaration.Storage?
    /// The value, with the graph's nodes in place of tensors.
    let template: Value
  }

  /// A cell that the graph writes.
  struct CellWrite {
    /// Which capture holds it, and which of its cells it is.
    let capture: Int
    let cell: Int
    /// The value stored, with the graph's nodes in place of tensors.
    let template: Value
  }

  /// The place of the run in the source.
  let span: SourceSpan
  /// What the graph reads.
  let captures: [Capture]
  /// The captures whose variable the run binds anew, so that its old tensors may be overwritten.
  let replaced: [Bool]
  /// The values of settings that the graph was built under.
  let context: BuildContext
  /// The types of the graph's parameters.
  let types: [ValueID: MartletGraph.TensorType]
  /// The sizes of the host that the graph was built for.
  let fixedSizes: [DimSymbol: Int]
  /// The runs of sizes of the host's frame.
  let runs: [DimRun: [Dim]]
  /// Whether the graph leaves sizes of the host open.
  let hasOpenSizes: Bool
  /// The graph's parameters, in order.
  let parameters: [ValueID]
  /// The plan.
  let executable: Executable
  /// The graph as it was built, if it may have to be traced.
  let traced: MartletGraph.Graph?
  /// Which output a node is.
  let outputIndex: [ValueID: Int]
  /// The results.
  let results: [Result]
  /// The cells to write.
  let writes: [CellWrite]

  /// A compiled run of the given parts.
  init(
    span: SourceSpan, captures: [Capture], replaced: [Bool], context: BuildContext,
    types: [ValueID: MartletGraph.TensorType], fixedSizes: [DimSymbol: Int],
    runs: [DimRun: [Dim]], hasOpenSizes: Bool, parameters: [ValueID], executable: Executable,
    traced: MartletGraph.Graph?, outputIndex: [ValueID: Int], results: [Result], writes: [CellWrite]
  ) {
    self.span = span
    self.captures = captures
    self.replaced = replaced
    self.context = context
    self.types = types
    self.fixedSizes = fixedSizes
    self.runs = runs
    self.hasOpenSizes = hasOpenSizes
    self.parameters = parameters
    self.executable = executable
    self.traced = traced
    self.outputIndex = outputIndex
    self.results = results
    self.writes = writes
  }
}
