import MartletGraph
import MartletShapes

/// What to do to run a graph, for any sizes.
struct Plan {
  /// The graph.
  let graph: Graph
  /// The dims that the steps refer to by position.
  var dims = DimTable()
  /// The memories.
  var storages: [Storage] = []
  /// The steps, in their order.
  var steps: [PlannedStep] = []
  /// What depends on the sizes alone, in an order in which it can be computed.
  var fixed: [Fixed] = []
  /// Where each output lies, densely.
  var outputs: [Output] = []

  /// The positions of the storages' counts among the dims.
  private(set) var counts: [Int] = []
  /// What evaluates the dims for the sizes of the graph's symbols.
  private(set) var program = DimProgram([], over: [])

  /// A plan of a graph, without any steps.
  init(_ graph: Graph) { self.graph = graph }

  /// Fixes the dims, when there are no more to come.
  mutating func compileDims() {
    for storage in storages { counts.append(dims.index(of: storage.count)) }
    program = DimProgram(dims.dims, over: graph.symbols)
  }

  /// A value that depends on the sizes alone.
  struct Fixed {
    /// The node that computes it.
    var node: Int
    /// The positions, among such values, of what it is computed from.
    var inputs: [Int]
    /// The storage that it lies in.
    var storage: Int
  }

  /// An output of the graph.
  struct Output {
    /// The storage.
    var storage: Int
    /// The first element.
    var offset: Int
    /// The type of its elements.
    var element: ElementType
    /// Its sizes.
    var dims: [Int]
    /// Its bound.
    var bound: Int?
  }
}
