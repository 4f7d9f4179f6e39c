import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

/// An `if` that becomes one node of the graph, because data decides.
struct DataConditional {
  /// The truth value in the graph.
  let condition: ValueID
  /// The two blocks; there may be no second.
  let branches: [TypedBlock?]
  /// What the condition says of sizes where it is true, and where it is false.
  let claims: [DimClaim?]
  /// The type of the value.
  let type: Type
  /// Its place in the program.
  let span: SourceSpan
}

extension Evaluator {
  /// `if condition { … } else { … }`: a known condition chooses while building, data in the graph.
  func conditional(
    _ condition: TypedExpression, _ then: TypedBlock, _ otherwise: TypedBlock?, _ type: Type,
    _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let value = try evaluate(condition, frame)
    if let graph, case .node(let node) = value, graph.knownValue(of: node) == nil {
      return try conditional(
        DataConditional(
          condition: node.id, branches: [then, otherwise],
          claims: try claims(of: condition, frame), type: type, span: span), frame)
    }
    if try truth(value, at: condition.span) {
      return try descending(1) { try blockValue(then, frame) }
    }
    guard let otherwise else { return .unit }
    return try descending(0) { try blockValue(otherwise, frame) }
  }

  /// Builds both branches; a place that one of them does not change keeps its value there.
  private func conditional(_ conditional: DataConditional, _ frame: Frame) throws -> Value {
    let (graph, span) = (try currentGraph(at: conditional.span), conditional.span)
    choiceDepth += 1
    defer { choiceDepth -= 1 }
    guard choiceDepth <= Evaluator.choiceDepthLimit else {
      throw Diagnostic.choiceTooDeep(limit: Evaluator.choiceDepthLimit, at: span)
    }
    let outside = reachableCells(frame)
    let firstWrite = graph.writes.count
    var places = ChangingPlaces(assignedBy: conditional.branches.compactMap { $0 }, frame)
    let outer = draws
    var forgets = false
    while true {
      draws = outer
      let first = try branch(0, of: conditional, places, forgettingBounds: forgets, frame)
      let second = try branch(1, of: conditional, places, forgettingBounds: forgets, frame)
      // Which cells are written is known only when both branches have been built.
      let missing = writtenCells(since: firstWrite, outside: outside)
      graph.undoWrites(from: firstWrite)
      if !missing.isEmpty {
        places.cells += missing
        continue
      }
      guard haveOneForm(first.tree.template, second.tree.template) else {
        throw Diagnostic.unlikeBranches(at: span)
      }
      if !forgets, !agree(first, second, graph) {
        forgets = true
        continue
      }
      let captured = first.body.captures(without: [])
      let more = second.body.captures(without: captured)
      let parameters = captured + more
      let results = try emit(
        Conditional(), [conditional.condition] + parameters,
        regions: [first, second].map { graph.region($0.body, parameters: parameters) }, at: span)
      let parts = filled(first.tree, with: results).directParts
      for cell in places.cells { graph.noteWrite(to: cell) }
      put(Array(parts.dropFirst()), into: places, frame)
      return parts[0]
    }
  }

  /// One branch: what it builds, and its value with the places' values behind it.
  private func branch(
    _ index: Int, of conditional: DataConditional, _ places: ChangingPlaces,
    forgettingBounds: Bool, _ frame: Frame
  ) throws -> (body: RegionBody, tree: NodeTree) {
    let graph = try currentGraph(at: conditional.span)
    let originals = values(of: places, frame)
    let firstWrite = graph.writes.count
    let facts = graph.builder.facts
    if let claim = conditional.claims[index] { graph.builder.facts.assume(claim) }
    defer { graph.builder.facts = facts }
    var tree = NodeTree(template: .unit, nodes: [])
    let body = try graph.recording {
      var value = Value.unit
      if let block = conditional.branches[index] {
        value = try descending(1 - index) { try blockValue(block, frame) }
        value = try adapted(value, to: conditional.type, frame, at: block.value?.span ?? block.span)
      }
      if conditional.type == .unit { value = .unit }
      tree = try nodeTree(.tuple([value] + values(of: places, frame)), at: conditional.span)
      guard forgettingBounds else { return tree.ids }
      return try tree.ids.map { id in
        let type = graph.builder.type(of: id)
        guard type.bound != nil else { return id }
        return try graph.emit(
          Assume(type: NodeType(type.element, type.dims)), [id], at: conditional.span)
      }
    }
    put(originals, into: places, frame)
    if !places.cells.isEmpty { graph.undoWrites(from: firstWrite) }
    return (body, tree)
  }

  /// Whether the values of both branches have one type each.
  private func agree(
    _ first: (body: RegionBody, tree: NodeTree), _ second: (body: RegionBody, tree: NodeTree),
    _ graph: GraphContext
  ) -> Bool {
    zip(first.body.outputs, second.body.outputs).allSatisfy { one, other in
      let (type, found) = (graph.builder.type(of: one), graph.builder.type(of: other))
      return type.bound == nil ? found.bound == nil : graph.builder.facts.fits(found, type)
    }
  }

  /// What a comparison of sizes says of them where it is true, and where it is false.
  private func claims(of condition: TypedExpression, _ frame: Frame) throws -> [DimClaim?] {
    guard case .binary(let operation, let left, let right) = condition.kind, left.type == .int,
      right.type == .int
    else { return [nil, nil] }
    let a = try size(evaluate(left, frame), at: left.span)
    let b = try size(evaluate(right, frame), at: right.span)
    switch operation {
    case .equal: return [.equal(a, b), .different(a, b)]
    case .notEqual: return [.different(a, b), .equal(a, b)]
    case .less: return [.atLeast(b, a + 1), .atLeast(a, b)]
    case .lessOrEqual: return [.atLeast(b, a), .atLeast(a, b + 1)]
    case .greater: return [.atLeast(a, b + 1), .atLeast(b, a)]
    case .greaterOrEqual: return [.atLeast(a, b), .atLeast(b, a + 1)]
    case .or, .and, .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .matrixProduct,
      .power:
      return [nil, nil]
    }
  }
}

extension Diagnostic {
  /// A choice by data inside of itself, as in a recursion that waits for data to end it.
  fileprivate static func choiceTooDeep(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .recursionTooDeep, "more than \(limit) of these choices lie inside of each other", at: span,
      notes: [
        "data and sizes choose when the graph runs, so both sides are built",
        "a recursion must end on values that are known while building",
      ])
  }

  /// Branches whose values differ in more than the numbers of their tensors.
  fileprivate static func unlikeBranches(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .changingVariable, "data cannot choose between values of different form", at: span,
      notes: ["both sides of the `if` are built: lists have their lengths, and models their sizes"])
  }
}
