import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

/// The lanes of a `map` that is being built: what stands in for the values of one lane, and which
/// state is whose.
///
/// The body is built once, for one lane, on stand-ins: nodes of the types that a lane's values
/// have, whose contents nobody reads. `batch` then carries it out on all lanes.
final class MapLanes {
  /// How many lanes there are.
  let count: Dim
  /// For each stand-in the values of all lanes.
  private(set) var values: [ValueID: ValueID] = [:]
  /// The state of the models that are walked: a lane's cell, with that of all lanes and the value
  /// that the lane found.
  private(set) var state: [(lane: Cell, all: Cell, found: Value)] = []
  /// The state around the map, which is the same for all lanes.
  private let shared: Set<ObjectIdentifier>

  /// The lanes of a map in the given frame and graph.
  init(count: Dim, in frame: Frame, _ graph: GraphContext) {
    self.count = count
    var around = frame.slots.compactMap { $0 } + graph.globals.values
    if let value = frame.selfValue { around.append(value) }
    shared = Set(around.flatMap(\.reachableCells).map(ObjectIdentifier.init))
  }

  /// Whether a cell is of the state around the map; what has been captured since then is too.
  func shares(_ cell: Cell, _ graph: GraphContext?) -> Bool {
    if shared.contains(ObjectIdentifier(cell)) { return true }
    return graph?.captures.contains { $0.cells.contains { $0 === cell } } ?? false
  }

  /// What stands in for an element of what is walked: one entry of each tensor inside.
  func element(of value: Value, _ graph: GraphContext, at span: SourceSpan) throws -> Value {
    switch value {
    case .node(let node) where !node.isNumber:
      let type = graph.type(of: node)
      let lane = NodeType(type.element, Array(type.dims.dropFirst()), bound: type.bound)
      return .node(GraphNode(standIn(for: node.id, lane, graph.builder)))
    case .tensor(let tensor):
      let node = GraphNode(try graph.emit(Constant(tensor), at: span))
      return try element(of: .node(node), graph, at: span)
    case .cell(let cell):
      let found = try element(of: cell.value, graph, at: span)
      let lane = Cell(found, immutableOwner: cell.immutableOwner)
      state.append((lane, cell, found))
      return .cell(lane)
    default: return try value.mapParts { try element(of: $0, graph, at: span) }
    }
  }

  /// A node of the given type that stands in for a lane's part of a value.
  func standIn(for value: ValueID, _ type: NodeType, _ builder: GraphBuilder) -> ValueID {
    let zeros = builder.filled(0, NodeType(type.element, type.dims))
    let standIn = builder.assume(zeros, type)
    values[standIn] = value
    return standIn
  }
}
