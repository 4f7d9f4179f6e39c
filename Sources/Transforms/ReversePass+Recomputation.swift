import MartletGraph
import MartletOperations

/// Blocks whose nodes are computed again where their gradient is, instead of being kept.
///
/// The copies read what the block reads through `Recall`, which keeps them from being shared with
/// the first pass and from running before the gradient is there. Draws are copied with their keys,
/// so they give the same numbers; cells are written while a program is built, hence once.
extension ReversePass {
  /// The first node of the block of recomputation that ends before the given index.
  func startOfBlock(endingAt end: Int, in range: Range<Int>) -> Int {
    let depth = builder.recomputation.count
    let block = builder.nodes[end - 1].recomputation[depth]
    var start = end - 1
    while start > range.lowerBound {
      let place = builder.nodes[start - 1].recomputation
      guard place.count > depth, place[depth] == block else { break }
      start -= 1
    }
    return start
  }

  /// Adds copies of a block's nodes, and moves the gradients of its values to the copies'.
  ///
  /// Returns the new nodes; `nil` if no gradient arrives at the block.
  mutating func recompute(_ range: Range<Int>) -> Range<Int>? {
    let results = builder.nodes[range].flatMap(\.results)
    guard let trigger = trigger(among: results, of: range) else { return nil }
    let first = builder.nodeCount
    var copies: [ValueID: ValueID] = [:]
    for node in builder.nodes[range] {
      builder.at(node.span) {
        let inputs = node.inputs.map { recall($0, in: &copies, of: node, after: trigger) }
        let values =
          segments(of: node, inputs, &copies)
          ?? builder.addCopy(
            of: node, inputs, types: node.results.map(builder.type(of:)),
            recomputation: inner(node.recomputation))
        for (original, value) in zip(node.results, values) { copies[original] = value }
      }
    }
    for (original, copy) in copies where dependents.contains(original) { dependents.insert(copy) }
    for result in results {
      if let gradient = gradients[result], let copy = copies[result] { gradients[copy] = gradient }
    }
    return first..<builder.nodeCount
  }

  /// Adds a loop that has a gradient in segments, of which only what goes in is kept; `nil` if a
  /// node is no loop of so many steps, or a segment itself.
  private mutating func segments(
    of node: Node, _ inputs: [ValueID], _ copies: inout [ValueID: ValueID]
  ) -> [ValueID]? {
    let place = node.recomputation[builder.recomputation.count]
    guard place != PlannedLoop.segmentPlace, node.results.contains(where: dependents.contains),
      let loop = plannedLoop(node, inputs)
    else { return nil }
    let first = builder.nodeCount
    let values = builder.recomputing(
      at: Array(node.recomputation.dropFirst(builder.recomputation.count + 1))
    ) { loop.addSegments(to: builder) }
    for (original, copy) in copies where dependents.contains(original) { dependents.insert(copy) }
    addDependents(ofNodesFrom: first)
    return values
  }

  /// The loop that a node amounts to, whose body is not to be computed again step by step if what a
  /// step leaves is no loop.
  private func plannedLoop(_ node: Node, _ inputs: [ValueID]) -> PlannedLoop? {
    let planned: PlannedLoop?
    switch node.operation {
    case let loop as Loop: planned = PlannedLoop(loop, inputs, body: node.regions[0])
    case let loop as While: planned = loop.bounded(inputs, node.regions, builder)
    default: planned = nil
    }
    guard let planned, planned.body.nodes.allSatisfy({ $0.regions.isEmpty }) else { return planned }
    return PlannedLoop(
      planned.operation, inputs, body: planned.body.leaving(blocks: node.recomputation))
  }

  /// What has to be there before a block is computed again: a gradient that arrives at it, if that
  /// depends on the block's first pass; otherwise what the gradient is for.
  private func trigger(among results: [ValueID], of block: Range<Int>) -> ValueID? {
    var result: ValueID?
    for value in results {
      guard let gradient = gradients[value] else { continue }
      if depends(gradient, on: block) { return gradient }
      result = value
    }
    return result
  }

  /// Whether a value is computed from what nodes of a range yield, or from a parameter that came
  /// after them, as gradients are in the body of a loop.
  private func depends(_ value: ValueID, on block: Range<Int>) -> Bool {
    let last = builder.nodes[block.upperBound - 1].results.map(\.index).max() ?? 0
    var waiting = [value]
    var seen: Set<ValueID> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted else { continue }
      guard let index = builder.nodeIndex(producing: next) else {
        if next.index > last { return true }
        continue
      }
      guard index >= block.lowerBound else { continue }
      if block.contains(index) { return true }
      waiting += builder.nodes[index].inputs
    }
    return false
  }

  /// What a copied node reads in place of a value.
  private mutating func recall(
    _ value: ValueID, in copies: inout [ValueID: ValueID], of node: Node, after trigger: ValueID
  ) -> ValueID {
    if let copy = copies[value] { return copy }
    // What needs no input is not worth keeping, and is better known as what it is.
    if let producer = builder.node(producing: value), producer.inputs.isEmpty { return value }
    let place = node.recomputation[builder.recomputation.count]
    let copy = builder.add(Recall(place: place), [value, trigger])
    copies[value] = copy
    recalled[copy] = recalled[value] ?? value
    return copy
  }

  /// The blocks inside the one that is computed again.
  private func inner(_ recomputation: [UInt64]) -> [UInt64] {
    builder.recomputation + recomputation.dropFirst(builder.recomputation.count + 1)
  }
}

extension Graph {
  /// The graph, whose nodes are no longer parts of the given blocks of recomputation.
  fileprivate func leaving(blocks: [UInt64]) -> Graph {
    let free = nodes.map { node in
      guard node.recomputation.starts(with: blocks) else { return node }
      return Node(
        node.operation, node.inputs, results: node.results, regions: node.regions,
        span: node.span, recomputation: Array(node.recomputation.dropFirst(blocks.count)))
    }
    return Graph(
      symbols: symbols, parameters: parameters, nodes: free, types: types, outputs: outputs,
      requirements: requirements, facts: facts)
  }
}
