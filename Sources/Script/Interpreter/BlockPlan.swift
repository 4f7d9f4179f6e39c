import MartletElaboration
import MartletTyping

/// A block of a script or proc cut into host statements and runs of tensor statements.
final class BlockPlan {
  /// A part of the block.
  enum Segment {
    case host(TypedStatement)
    case run(TensorRun)
  }

  /// The parts in order.
  let segments: [Segment]

  /// The plan of a block; `isReadElsewhere` says whether code outside of the block sees a global.
  init(_ block: TypedBlock, _ evaluator: Evaluator, isReadElsewhere: (GlobalID, Int) -> Bool) {
    var segments: [Segment] = []
    var position = 0
    while position < block.statements.count {
      var end = position
      while end < block.statements.count, isTensorStatement(block.statements[end], evaluator) {
        end += 1
      }
      guard end > position else {
        segments.append(.host(block.statements[position]))
        position += 1
        continue
      }
      let statements = Array(block.statements[position..<end])
      let outputs = liveBindings(of: statements, in: block, behind: end, isReadElsewhere)
      segments.append(.run(TensorRun(.statements(statements), outputs: outputs)))
      position = end
    }
    self.segments = segments
  }
}

/// Whether a statement computes with tensors and has no effect on the host.
private func isTensorStatement(_ statement: TypedStatement, _ evaluator: Evaluator) -> Bool {
  switch statement.kind {
  case .equation: return true
  case .bind(_, let value): return isTensorComputation(value, evaluator)
  case .assign(let places, let operation, let value):
    let isTensorUpdate = operation != nil && places.contains { $0.type.isTensorTree }
    guard isTensorUpdate || isTensorComputation(value, evaluator) else { return false }
    return !evaluator.holdsHostCall(value)
  case .expression(let value): return isTensorComputation(value, evaluator)
  case .whileLoop, .breakLoop, .continueLoop, .returnValue: return false
  }
}

/// Whether an expression is built into a graph as a whole, so that nothing in it is the host's.
private func isTensorComputation(_ expression: TypedExpression, _ evaluator: Evaluator) -> Bool {
  if evaluator.holdsHostCall(expression) { return false }
  switch expression.kind {
  case .cast(let value, _), .field(let value, _): return isTensorComputation(value, evaluator)
  case .tuple(let parts): return parts.allSatisfy { isTensorComputation($0, evaluator) }
  default: return evaluator.isTensorWork(expression)
  }
}

/// The bindings that statements make and that anything behind them reads.
private func liveBindings(
  of statements: [TypedStatement], in block: TypedBlock, behind end: Int,
  _ isReadElsewhere: (GlobalID, Int) -> Bool
) -> [LocalDeclaration.Storage] {
  var locals: [Int] = []
  var assigned: [Int] = []
  var globals: [Int] = []
  // What is assigned lived before the run, so the next iteration of a loop may read it.
  var assignedGlobals: [Int] = []
  for statement in statements {
    for declaration in statement.declarations {
      switch declaration.storage {
      case .local(let id): locals.append(id.index)
      case .global(let id): globals.append(id.index)
      }
    }
    if case .assign(let places, _, _) = statement.kind {
      for place in places {
        switch place.root {
        case .local(let id): if !locals.contains(id.index) { assigned.append(id.index) }
        case .global(let id): if !globals.contains(id.index) { assignedGlobals.append(id.index) }
        case .selfValue: continue
        }
      }
    }
  }
  let readLocals = localsRead(block, behind: end)
  var seen = Set<Int>()
  let liveLocals = (locals.filter { readLocals.contains($0) } + assigned).filter {
    seen.insert($0).inserted
  }
  var seenGlobals = Set<Int>()
  let liveGlobals = (assignedGlobals + globals).filter { index in
    guard seenGlobals.insert(index).inserted else { return false }
    if assignedGlobals.contains(index) { return true }
    let readsInside = statements.map { reads(of: index, in: $0) }.reduce(0, +)
    return isReadElsewhere(GlobalID(index: index), readsInside)
  }
  return liveLocals.map { .local(LocalID(index: $0)) }
    + liveGlobals.map { .global(GlobalID(index: $0)) }
}

/// The locals that a block reads behind some of its statements.
private func localsRead(_ block: TypedBlock, behind end: Int) -> Set<Int> {
  var result = Set<Int>()
  let visit = { (expression: TypedExpression) -> Bool in
    if case .local(let id) = expression.kind { result.insert(id.index) }
    return true
  }
  for statement in block.statements[end...] { statement.walk(visit) }
  block.value?.walk(visit)
  return result
}

/// How often a statement mentions a global.
private func reads(of global: Int, in statement: TypedStatement) -> Int {
  var count = 0
  statement.walk { expression in
    if case .global(let id) = expression.kind, id.index == global { count += 1 }
    return true
  }
  return count
}
