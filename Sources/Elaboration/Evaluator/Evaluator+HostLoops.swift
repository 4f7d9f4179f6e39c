import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// A loop of a script inside a block that is built as a graph, such as `grad net { … }`.
  ///
  /// It is one operation if all that it walks is in the graph. A range gives known Ints in a script,
  /// so that with one the loop is built step by step.
  func hostLoopInGraph(
    _ loop: TypedLoop, over sources: [Value], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let steps = sources.compactMap { source in
      if case .range(let lower, let upper) = source { (upper - lower).constant } else { nil }
    }
    guard let count = steps.min() else {
      return loop.kind == .parallel
        ? try batchedMap(loop, over: sources, frame, at: span)
        : try rolled(loop, over: sources, frame, at: span)
    }
    let walked = zip(sources, loop.clauses).map { (value: $0, span: $1.source.span) }
    _ = try self.steps(of: walked)
    let lists = try walked.map { source in
      source.value.isInGraph
        ? try entries(of: source.value, max(count, 0), at: source.span)
        : source.value
    }
    return try self.steps(of: loop, over: lists, frame, at: span)
  }

  /// A `map` of a script over a range whose body takes the numbers as data: for all at once.
  ///
  /// What only the building shows to need one element after the other, such as state that all of
  /// them share, is built step by step.
  func numberedMap(
    _ loop: TypedLoop, over sources: [Value], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    guard let graph else { return try steps(of: loop, over: sources, frame, at: span) }
    let (outer, firstWrite) = (draws, graph.writes.count)
    do {
      return try batchedMap(loop, over: sources, frame, at: span)
    } catch is Diagnostic {
      graph.undoWrites(from: firstWrite)
      draws = outer
      return try hostLoopInGraph(loop, over: sources, frame, at: span)
    }
  }

  /// The entries of a value of the graph, as a list.
  private func entries(of value: Value, _ count: Int, at span: SourceSpan) throws -> Value {
    let graph = try currentGraph(at: span)
    let whole = if case .stack(let stack) = value { stack.element } else { value }
    let tree = try nodeTree(whole, at: span)
    return .list(
      (0..<count).map { number in
        let parts = tree.ids.map { id in
          let part = graph.builder.slice(id, axis: 0, from: Dim(number), to: Dim(number + 1))
          return graph.builder.reshape(part, Array(graph.builder.type(of: part).dims.dropFirst()))
        }
        return filled(tree, with: parts)
      })
  }
}
