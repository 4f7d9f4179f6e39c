import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

/// A loop that becomes one node of the graph: `for` over ranges, tensors and stacks in a `fn`.
///
/// The body is built once, in the graph itself, with placeholders for what differs from step to
/// step, and then taken out as the node's region. Which cells it writes is known only then, so it
/// is built again with placeholders for those.
struct RolledLoop {
  /// What is walked in step with others.
  enum Source {
    /// The numbers from the lower end on.
    case range(lower: Dim, upper: Dim)
    /// The entries along the first axis of a tree's tensors; the value that the tree is part of.
    case entries(NodeTree, of: Value)
  }

  /// The loop.
  let loop: TypedLoop
  /// What is walked.
  let sources: [Source]
  /// The number of steps.
  let count: Dim
  /// Its place in the program.
  let span: SourceSpan

  /// The trees of which each step gets an entry.
  var sliced: [NodeTree] {
    sources.compactMap { if case .entries(let tree, _) = $0 { tree } else { nil } }
  }
}

extension Evaluator {
  /// `for` over ranges, tensors and stacks in a `fn`.
  func rolled(
    _ loop: TypedLoop, over values: [Value], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let sources = zip(values, loop.clauses).map { (value: $0, span: $1.source.span) }
    let count = try steps(of: sources)
    let rolled = RolledLoop(
      loop: loop, sources: try sources.map { try source($0.value, at: $0.span) }, count: count,
      span: span)
    var places = ChangingPlaces(assignedBy: [loop.body], frame)
    var unbounded: Set<Int> = []
    while true {
      let outer = draws
      if let value = try build(rolled, frame, &places, &unbounded) { return value }
      draws = outer
    }
  }

  /// How many steps a loop has that walks the given values.
  func steps(of sources: [(value: Value, span: SourceSpan)]) throws -> Dim {
    let counts = try sources.map { try leadingCount(of: $0.value, at: $0.span) }
    for (count, source) in zip(counts, sources).dropFirst() {
      try currentGraph(at: source.span).unify(count, counts[0]) {
        .stepsDiffer(counts[0], count, at: source.span)
      }
    }
    return counts[0]
  }

  /// How many entries a value has along its first axis.
  private func leadingCount(of value: Value, at span: SourceSpan) throws -> Dim {
    switch value {
    case .range(let lower, let upper):
      let count = upper - lower
      if let number = count.constant { return Dim(max(number, 0)) }
      let graph = try currentGraph(at: span)
      if case .proved = graph.builder.facts.verdict(on: .atLeast(upper, lower)) { return count }
      graph.builder.require(
        .atLeast(upper, lower), otherwise: .rangeBackwards(lower, upper, at: span))
      return count
    case .stack(let stack): return stack.count
    default:
      guard let count = dims(value)?.first else {
        throw Diagnostic.unexpectedValue(value.kindName, "something to walk over", at: span)
      }
      return count
    }
  }

  /// What a loop walks, its tensors as nodes.
  private func source(_ value: Value, at span: SourceSpan) throws -> RolledLoop.Source {
    switch value {
    case .range(let lower, let upper): return .range(lower: lower, upper: upper)
    case .stack(let stack): return .entries(try nodeTree(stack.element, at: span), of: value)
    default: return .entries(try nodeTree(value, at: span), of: value)
    }
  }

  /// Builds the loop; nil, with more places or fewer bounds, if it must be built anew.
  private func build(
    _ rolled: RolledLoop, _ frame: Frame, _ places: inout ChangingPlaces,
    _ unbounded: inout Set<Int>
  ) throws -> Value? {
    let (graph, span) = (try currentGraph(at: rolled.span), rolled.span)
    let outside = reachableCells(frame)
    let firstWrite = graph.writes.count
    let originals = values(of: places, frame)
    let initial = try originals.map { try nodeTree($0, at: span) }
    var types = initial.flatMap(\.ids).map(graph.builder.type(of:))
    for number in unbounded { types[number] = NodeType(types[number].element, types[number].dims) }
    let carried = types.map(graph.builder.placeholder)
    put(filled(initial, with: carried), into: places, frame)
    var step = StepValues(index: graph.builder.placeholder(NodeType(.i32, [], bound: rolled.count)))
    let known = unbounded
    let body = try graph.recording {
      let value = try turn(rolled, &step, frame)
      let next = try handedOn(
        initial, types, in: places, frame, unbounded: &unbounded, at: span)
      if rolled.loop.collection == .stack { step.yields = try stackable(value, at: span) }
      let parts = Set(
        writtenCells(since: firstWrite, outside: step.lent.map(\.part)).map(ObjectIdentifier.init))
      step.lent.removeAll { !parts.contains(ObjectIdentifier($0.part)) }
      step.state = try nodeTree(.tuple(step.lent.map(\.part.value)), at: span)
      return next + step.yields.ids + step.state.ids
    }
    put(originals, into: places, frame)
    let missing = writtenCells(since: firstWrite, outside: outside).filter { !places.contains($0) }
    guard missing.isEmpty, unbounded == known else {
      graph.undoWrites(from: firstWrite)
      places.cells += missing
      return nil
    }
    let own = [step.index] + carried + step.slices
    let captured = body.captures(without: own)
    let planned = PlannedLoop(
      Loop(count: rolled.count, carried: carried.count, sliced: step.slices.count),
      initial.flatMap(\.ids) + rolled.sliced.flatMap(\.ids) + captured,
      body: graph.region(body, parameters: own + captured)
    ).slicingPicks(graph.builder)
    let results = try emit(
      planned.operation, planned.inputs, regions: [planned.body], at: span)
    put(filled(initial, with: results), into: places, frame)
    return try collected(rolled, step, Array(results.dropFirst(carried.count)), at: span)
  }

  /// Runs the body of a loop for one step.
  private func turn(_ rolled: RolledLoop, _ step: inout StepValues, _ frame: Frame) throws -> Value
  {
    let elements = try rolled.sources.map { try element(of: $0, &step, at: rolled.span) }
    turns.append(step.index)
    defer { turns.removeLast() }
    return try descending {
      for (clause, value) in zip(rolled.loop.clauses, elements) {
        try bindElement(clause, to: value, frame)
      }
      return try blockValue(rolled.loop.body, frame)
    }
  }

  /// What a step gets of a source: a number, or the entries of a tree.
  private func element(
    of source: RolledLoop.Source, _ step: inout StepValues, at span: SourceSpan
  ) throws -> Value {
    let graph = try currentGraph(at: span)
    switch source {
    case .range(let lower, let upper):
      if lower == 0 { return .node(GraphNode(step.index)) }
      let offset = try sizeNode(lower, .i32, at: span)
      let number = try graph.elementwise(.add, [step.index, offset], at: span)
      let type = NodeType(.i32, [], bound: upper)
      return .node(GraphNode(try graph.emit(Assume(type: type), [number], at: span)))
    case .entries(let tree, of: let whole):
      let parts = tree.ids.map { id in
        let type = graph.builder.type(of: id)
        return graph.builder.placeholder(
          NodeType(type.element, Array(type.dims.dropFirst()), bound: type.bound))
      }
      step.slices += parts
      let value = filled(tree, with: parts)
      for (own, part) in zip(whole.cells, value.cells) { step.lent.append((own, part)) }
      return value
    }
  }

  /// The value of a loop, whose elements' states are stored.
  private func collected(
    _ rolled: RolledLoop, _ step: StepValues, _ stacks: [ValueID], at span: SourceSpan
  ) throws -> Value {
    let states = filled(step.state, with: Array(stacks.dropFirst(step.yields.ids.count)))
    for (pair, value) in zip(step.lent, states.directParts) {
      try write(value, to: pair.own, at: span)
    }
    guard rolled.loop.collection == .stack else { return .unit }
    return filled(step.yields, with: stacks).inStacks(of: rolled.count)
  }

  /// A value that can be stacked, as nodes; a number becomes a tensor.
  func stackable(_ value: Value, at span: SourceSpan) throws -> NodeTree {
    try nodeTree(mapLeaves(of: value) { try self.scalar($0, .f32, at: span) }, at: span)
  }

  /// The trees with other values in place of their nodes, one tree after the other.
  func filled(_ trees: [NodeTree], with values: [ValueID]) -> [Value] {
    var rest = values[...]
    return trees.map { tree in
      defer { rest = rest.dropFirst(tree.nodes.count) }
      return filled(tree, with: Array(rest.prefix(tree.nodes.count)))
    }
  }
}

/// What a loop's body gets and gives in one step, beside what is handed on.
private struct StepValues {
  /// The number of the step.
  let index: ValueID
  /// The entries of what is walked.
  var slices: [ValueID] = []
  /// The cells of what is walked, and those of the entry.
  var lent: [(own: Cell, part: Cell)] = []
  /// What the step yields.
  var yields = NodeTree(template: .unit, nodes: [])
  /// What the step leaves in the entry's cells.
  var state = NodeTree(template: .unit, nodes: [])
}

extension Diagnostic {
  /// Loops in step over values of other lengths.
  fileprivate static func stepsDiffer(_ one: Dim, _ other: Dim, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unequalLengths, "these are walked in step, and have other lengths", at: span,
      notes: ["one has \(one) entries, and the other \(other)"])
  }

  /// A range whose end lies before its start.
  fileprivate static func rangeBackwards(_ lower: Dim, _ upper: Dim, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .unequalLengths, "the range \(lower)..<\(upper) ends before it starts", at: span)
  }
}
