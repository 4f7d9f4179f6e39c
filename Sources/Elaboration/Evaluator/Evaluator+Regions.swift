import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

/// What a body that is built once and runs as the data says may change: variables of the frame, and
/// cells of state.
struct ChangingPlaces {
  /// The frame's slots that the body assigns, and where it first does.
  var slots: [Int]
  var spans: [SourceSpan]
  /// The cells that the body writes and that live outside of it.
  var cells: [Cell] = []

  /// The variables of a frame that a body assigns.
  init(assignedBy bodies: [TypedBlock], _ frame: Frame) {
    slots = []
    spans = []
    for local in bodies.flatMap(\.assignedLocals)
    where frame.slots.indices.contains(local.index) && frame.slots[local.index] != nil
      && !slots.contains(local.index)
    {
      slots.append(local.index)
      spans.append(local.span)
    }
  }

  /// What a message calls a place, by its number, and where the body changes it.
  func label(of place: Int, in body: SourceSpan) -> (name: String, span: SourceSpan) {
    slots.indices.contains(place)
      ? ("this variable", spans[place]) : ("the state that is written here", body)
  }

  /// Whether a cell is among them.
  func contains(_ cell: Cell) -> Bool { cells.contains { $0 === cell } }
}

/// A tree whose tensors and numbers are nodes: what a region takes or yields.
struct NodeTree {
  /// The tree.
  let template: Value
  /// Its nodes, in a fixed order.
  let nodes: [GraphNode]

  /// The values of the nodes.
  var ids: [ValueID] { nodes.map(\.id) }
}

extension Evaluator {
  /// The value with a node for each tensor and number of data inside, state too.
  func nodeTree(_ value: Value, at span: SourceSpan) throws -> NodeTree {
    var nodes: [GraphNode] = []
    let template = try mapLeaves(of: value) { leaf in
      let node = try self.node(leaf, nil, at: span)
      nodes.append(node)
      return .node(node)
    }
    return NodeTree(template: template, nodes: nodes)
  }

  /// The tree with other values in place of its nodes; what was a number stays one.
  func filled(_ tree: NodeTree, with values: [ValueID]) -> Value {
    var rest = values[...]
    return mapLeaves(of: tree.template) { leaf in
      guard case .node(let node) = leaf else { return leaf }
      return .node(GraphNode(rest.removeFirst(), isNumber: node.isNumber))
    }
  }

  /// The tree with each tensor and number of data replaced, those of state too; cells are new.
  func mapLeaves(of value: Value, _ transform: (Value) throws -> Value) rethrows -> Value {
    switch value {
    case .tensor, .node, .float: try transform(value)
    default: try value.mapParts { try mapLeaves(of: $0, transform) }
    }
  }

  /// Whether two trees agree in all but their tensors and numbers of data.
  func haveOneForm(_ one: Value, _ other: Value) -> Bool {
    switch (one, other) {
    case (.node, .node): return true
    case (.cell(let a), .cell(let b)): return haveOneForm(a.value, b.value)
    default:
      guard one.hasSameForm(as: other) else { return false }
      let (parts, others) = (one.directParts, other.directParts)
      return parts.count == others.count && zip(parts, others).allSatisfy(haveOneForm)
    }
  }

  /// The present values of the places, one tree after the other.
  func values(of places: ChangingPlaces, _ frame: Frame) -> [Value] {
    places.slots.map { frame.slots[$0] ?? .unit } + places.cells.map(\.value)
  }

  /// Puts values into the places.
  func put(_ values: [Value], into places: ChangingPlaces, _ frame: Frame) {
    for (slot, value) in zip(places.slots, values) { frame.slots[slot] = value }
    for (cell, value) in zip(places.cells, values.dropFirst(places.slots.count)) {
      cell.value = value
    }
  }

  /// The cells that live outside of a body: those that the frame reaches, and those of the script.
  func reachableCells(_ frame: Frame) -> [Cell] {
    var cells = frame.slots.compactMap { $0 }.flatMap(\.reachableCells)
    cells += frame.selfValue?.reachableCells ?? []
    return cells
  }

  /// The cells that have been written since, and that were there before or belong to the script.
  func writtenCells(since first: Int, outside: [Cell]) -> [Cell] {
    guard let graph else { return [] }
    let known = Set((outside + graph.captures.flatMap(\.cells)).map(ObjectIdentifier.init))
    var seen: Set<ObjectIdentifier> = []
    return graph.writes[first...].map(\.cell).filter {
      let id = ObjectIdentifier($0)
      return known.contains(id) && seen.insert(id).inserted
    }
  }

  /// Adds a node with regions; inputs that do not fit are the user's mistake at `span`.
  func emit(
    _ operation: any MartletGraph.Operation, _ inputs: [ValueID], regions: [Graph],
    at span: SourceSpan
  ) throws -> [ValueID] {
    let builder = try currentGraph(at: span).builder
    do {
      return try builder.tryAdd(operation, inputs, regions: regions, at: span)
    } catch {
      throw Diagnostic.operationRefused(
        operation.name, inputs.map { builder.type(of: $0).description }, "\(error)", at: span)
    }
  }

  /// The values that places have after a body, as nodes of the types that they had before.
  ///
  /// A bound that does not hold any more is left to the caller: its number is added to `unbounded`.
  func handedOn(
    _ before: [NodeTree], _ types: [NodeType], in places: ChangingPlaces, _ frame: Frame,
    unbounded: inout Set<Int>, at span: SourceSpan
  ) throws -> [ValueID] {
    let facts = try currentGraph(at: span).builder.facts
    var result: [ValueID] = []
    for (number, (value, old)) in zip(values(of: places, frame), before).enumerated() {
      let label = places.label(of: number, in: span)
      let new = try nodeTree(value, at: label.span)
      guard haveOneForm(old.template, new.template) else {
        throw Diagnostic.changedForm(label.name, at: label.span)
      }
      for id in new.ids {
        let type = types[result.count]
        let value = try taken(id, as: type, named: label.name, at: label.span)
        let found = try currentGraph(at: span).builder.type(of: value)
        let wanted = NodeType(type.element, found.dims, bound: type.bound)
        if type.bound != nil, !facts.fits(found, wanted) {
          unbounded.insert(result.count)
        }
        result.append(value)
      }
    }
    return result
  }

  /// The value under a type of the same sizes; a bound that the type does not have is forgotten.
  func taken(_ value: ValueID, as type: NodeType, named name: String, at span: SourceSpan) throws
    -> ValueID
  {
    let graph = try currentGraph(at: span)
    let found = graph.builder.type(of: value)
    guard found.element == type.element, found.dims.count == type.dims.count else {
      throw Diagnostic.changedType(name, from: type, to: found, at: span)
    }
    for (size, wanted) in zip(found.dims, type.dims) {
      try graph.unify(size, wanted) { .changedType(name, from: type, to: found, at: span) }
    }
    if type.bound == nil, found.bound != nil {
      return try graph.emit(Assume(type: type), [value], at: span)
    }
    return value
  }
}

extension Value {
  /// The parts of which the value directly consists; a cell's value is one.
  var directParts: [Value] {
    var parts: [Value] = []
    _ = mapParts {
      parts.append($0)
      return $0
    }
    return parts
  }

  /// The cells inside, those that functions hold too.
  var reachableCells: [Cell] {
    switch self {
    case .cell(let cell): [cell] + cell.value.reachableCells
    case .function(.lambda(let lambda, let frame)):
      lambda.capturedSlots.filter(frame.slots.indices.contains)
        .compactMap { frame.slots[$0] }.flatMap(\.reachableCells)
        + (frame.selfValue?.reachableCells ?? [])
    case .function(.method(_, let base)): base.reachableCells
    default: directParts.flatMap(\.reachableCells)
    }
  }
}

extension Diagnostic {
  /// A variable of a loop, or of a branch, that does not keep its type.
  static func changedType(
    _ name: String, from type: NodeType, to found: NodeType, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .changingVariable, "\(name) must keep its type, because it is built once", at: span,
      notes: ["it was \(type) before, and is \(found) after"])
  }

  /// A value that changes in more than the numbers of its tensors.
  static func changedForm(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .changingVariable, "\(name) must keep its form, because it is built once", at: span,
      notes: ["lists keep their lengths, and models their static parts"])
  }
}
