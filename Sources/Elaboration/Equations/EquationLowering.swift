import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// Turns `let y[i, j] = e` into operations by named axes: every part of `e` becomes a tensor over
/// the indices that it mentions, and products under `sum` become contractions.
///
///     let y[b, o] = sum[i](x[b, i] * weight[i, o]) + bias[o]
///     // contract x and weight over i; spread bias over b; add
final class EquationLowering {
  let evaluator: Evaluator
  let graph: GraphContext
  let frame: Frame
  /// The size of each axis that has one so far.
  var extents: [AxisName: Dim] = [:]
  /// The indices whose range is written: an access may run over a part of an axis.
  var written = Set<AxisName>()
  /// The names of indices, for messages.
  var names: [IndexID: String] = [:]
  /// The axes in the order in which parts keep them: left side, then reducers as they come.
  var order: [AxisName: Int] = [:]
  /// The values of accessed tensors, evaluated once.
  var bases: [SourceSpan: GraphNode] = [:]
  /// The number of dims that `...` stands for; nil before an access shows it.
  var runLength: Int?

  /// A lowering in the given frame.
  init(_ evaluator: Evaluator, _ graph: GraphContext, _ frame: Frame) {
    self.evaluator = evaluator
    self.graph = graph
    self.frame = frame
  }

  /// The tensor that the equation defines.
  func lower(_ equation: TypedEquation, at span: SourceSpan) throws -> Value {
    for case .index(let index) in equation.items { try declare(index) }
    try survey(equation.body)
    var left: [AxisName] = []
    for item in equation.items {
      switch item {
      case .rest: left += (0..<(runLength ?? 0)).map { .run($0) }
      case .index(let index): left.append(.index(index.id))
      }
    }
    order = [:]
    for axis in left { order[axis] = order.count }
    let body = try part(equation.body)
    let dims = try left.map { try extent(of: $0, at: span) }
    let element = resultElement(equation.type)
    let node = try evaluator.node(
      body.value, element ?? (body.axes.isEmpty ? .f32 : nil), at: equation.body.span)
    let aligned = try align(node.id, body.axes, to: left, dims, at: span)
    guard let element else { return .node(GraphNode(aligned)) }
    return .node(GraphNode(try graph.cast(aligned, to: element, at: span)))
  }

  /// The dtype that static numbers take where the whole equation is one.
  func resultElement(_ type: Type) -> MartletShapes.ElementType? {
    if case .tensor(let tensor) = type, case .known(let element) = tensor.element { return element }
    return nil
  }

  /// Notes an index, with the range that is written at it.
  func declare(_ index: TypedEquationIndex) throws {
    names[index.id] = index.name
    guard let bound = index.bound else { return }
    written.insert(.index(index.id))
    extents[.index(index.id)] = try evaluator.size(
      evaluator.evaluate(bound, frame), at: bound.span)
  }

  /// Finds the ranges that bare occurrences give, and evaluates the tensors that are accessed.
  func survey(_ expression: TypedExpression) throws {
    var fault: (any Error)?
    expression.walk { part in
      guard fault == nil else { return false }
      do {
        switch part.kind {
        case .reducer(_, let indices, _): for index in indices { try declare(index) }
        case .access(let base, let items): try survey(base, items, at: part.span)
        default: break
        }
      } catch { fault = error }
      return true
    }
    if let fault { throw fault }
  }

  /// Notes the ranges that an access gives to its bare indices.
  func survey(_ base: TypedExpression, _ items: [TypedAccessItem], at span: SourceSpan)
    throws
  {
    let node = try evaluator.node(evaluator.evaluate(base, frame), nil, at: base.span)
    bases[base.span] = node
    let dims = graph.type(of: node).dims
    let run = dims.count - items.count { if case .position = $0 { true } else { false } }
    guard run >= 0 else {
      throw Diagnostic.rankMismatch(
        "this tensor", found: dims, promise: "of \(items.count) axes or more", at: base.span)
    }
    var axis = 0
    for item in items {
      switch item {
      case .rest:
        runLength = runLength ?? run
        for offset in 0..<run {
          try agree(.run(offset), dims[axis], at: span)
          axis += 1
        }
      case .position(let position):
        if case .equationIndex(let id) = position.kind {
          try agree(.index(id), dims[axis], at: position.span)
        }
        axis += 1
      }
    }
  }

  /// Gives an axis its size, or holds the size against the one it has.
  func agree(_ axis: AxisName, _ size: Dim, at span: SourceSpan) throws {
    guard let known = extents[axis] else {
      extents[axis] = size
      return
    }
    if written.contains(axis) { return }
    try graph.unify(size, known) { .indexRangesDiffer(name(of: axis), known, size, at: span) }
  }

  /// The name of an axis, for messages.
  func name(of axis: AxisName) -> String {
    switch axis {
    case .index(let id): names[id] ?? "_"
    case .run: "..."
    }
  }

  /// The size of an axis.
  func extent(of axis: AxisName, at span: SourceSpan) throws -> Dim {
    guard let size = extents[axis] else {
      throw Diagnostic.indexWithoutRange(name(of: axis), at: span)
    }
    return size
  }
}
