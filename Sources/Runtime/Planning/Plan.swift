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
  /// The results of nodes that depend on the sizes alone.
  var fixed: [ValueID] = []
  /// Where each output lies, densely.
  var outputs: [Output] = []

  /// An output of the graph.
  struct Output {
    /// The storage.
    var storage: Int
    /// The first element.
    var offset: Int
    /// The value, for its type.
    var value: ValueID
  }
}
