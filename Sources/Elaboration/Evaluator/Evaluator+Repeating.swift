import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

/// A `while` that becomes one node of the graph, because data decides when it ends.
struct DataLoop {
  /// The condition.
  let condition: TypedExpression
  /// The most steps.
  let limit: Dim?
  /// What is repeated.
  let body: TypedBlock
}

extension Evaluator {
  /// `while condition limit n { … }`: run as written where the condition is known, one operation of
  /// the graph where it is data.
  func whileLoop(
    _ condition: TypedExpression, limit: TypedExpression?, _ body: TypedBlock, _ frame: Frame
  ) throws -> Flow {
    let most = try limit.map { try size(evaluate($0, frame), at: $0.span) }
    if let graph, try isData(condition, graph, frame) {
      let loop = DataLoop(condition: condition, limit: most, body: body)
      var places = ChangingPlaces(assignedBy: [body], frame)
      var unbounded: Set<Int> = []
      let outer = draws
      while try !build(loop, frame, &places, &unbounded) { draws = outer }
      return .value(.unit)
    }
    return try steps(whileTrue: condition, limit: most, body, frame)
  }

  /// Whether a condition is decided when the graph runs; what it builds is taken back.
  private func isData(_ condition: TypedExpression, _ graph: GraphContext, _ frame: Frame) throws
    -> Bool
  {
    let outer = draws
    let firstWrite = graph.writes.count
    var isData = false
    _ = try graph.recording {
      if case .node(let node) = try evaluate(condition, frame) {
        isData = graph.knownValue(of: node) == nil
      }
      return []
    }
    graph.undoWrites(from: firstWrite)
    draws = outer
    return isData
  }

  /// A loop whose condition is known before each step.
  private func steps(
    whileTrue condition: TypedExpression, limit: Dim?, _ body: TypedBlock, _ frame: Frame
  ) throws -> Flow {
    let most = try limit.map { try integer(Value(size: $0), at: condition.span) } ?? .max
    var steps = 0
    while steps < most, try truth(evaluate(condition, frame), at: condition.span) {
      steps += 1
      if graph != nil, steps > Evaluator.mostKnownSteps {
        throw Diagnostic.endlessBuilding(Evaluator.mostKnownSteps, at: condition.span)
      }
      switch try execute(body, frame) {
      case .value, .continueLoop: continue
      case .breakLoop: return .value(.unit)
      case .returned(let value): return .returned(value)
      }
    }
    return .value(.unit)
  }

  /// How often the body of a `while` with a known condition is built.
  private static let mostKnownSteps = 100_000

  /// Builds the loop; false, with more places or fewer bounds, if it must be built anew.
  private func build(
    _ loop: DataLoop, _ frame: Frame, _ places: inout ChangingPlaces, _ unbounded: inout Set<Int>
  ) throws -> Bool {
    let span = loop.body.span
    let graph = try currentGraph(at: span)
    let outside = reachableCells(frame)
    let firstWrite = graph.writes.count
    let originals = values(of: places, frame)
    let initial = try originals.map { try nodeTree($0, at: span) }
    var types = initial.flatMap(\.ids).map(graph.builder.type(of:))
    for number in unbounded { types[number] = NodeType(types[number].element, types[number].dims) }
    let carried = types.map(graph.builder.placeholder)
    let step = graph.builder.placeholder(NodeType(.i32))
    put(filled(initial, with: carried), into: places, frame)
    let known = unbounded
    let (test, body) = try turning(step) {
      let test = try graph.recording {
        [try node(evaluate(loop.condition, frame), nil, at: loop.condition.span).id]
      }
      let body = try graph.recording {
        _ = try blockValue(loop.body, frame)
        let next = try handedOn(
          initial, types, in: places, frame, unbounded: &unbounded, at: span)
        let one = try graph.constant(1, .i32, at: span)
        return try next + [graph.elementwise(.add, [step, one], at: span)]
      }
      return (test, body)
    }
    put(originals, into: places, frame)
    let missing = writtenCells(since: firstWrite, outside: outside).filter { !places.contains($0) }
    guard missing.isEmpty, unbounded == known else {
      graph.undoWrites(from: firstWrite)
      places.cells += missing
      return false
    }
    let own = carried + [step]
    let captured = test.captures(without: own)
    let parameters = own + captured + body.captures(without: own + captured)
    let zero = try graph.constant(0, .i32, at: span)
    let results = try emit(
      While(carried: own.count, limit: loop.limit),
      initial.flatMap(\.ids) + [zero] + parameters.dropFirst(own.count),
      regions: [test, body].map { graph.region($0, parameters: parameters) }, at: span)
    put(filled(initial, with: results), into: places, frame)
    return true
  }

  /// Runs `body` one step of a loop deeper, whose draws have keys of their own.
  private func turning<Result>(_ step: ValueID, _ body: () throws -> Result) rethrows -> Result {
    turns.append(step)
    defer { turns.removeLast() }
    return try descending { try body() }
  }
}

extension Diagnostic {
  /// A `while` whose known condition stays true.
  fileprivate static func endlessBuilding(_ steps: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .recursionTooDeep, "this condition is known while building, and true after \(steps) steps",
      at: span, help: ["let data decide: `var k: i32[] = 0`"])
  }
}
