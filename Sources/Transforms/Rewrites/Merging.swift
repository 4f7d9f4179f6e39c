import MartletGraph
import MartletOperations

extension Graph {
  /// The graph with loops in one that take the same steps and share work, and conditionals in one
  /// that make the same choice and share work.
  ///
  /// The tangent of a loop carries the values beside their tangents. Where the first loop's results
  /// are used, too, values and tangents then cost one walk.
  public func mergingLoops() -> Graph {
    var graph = mergingInRegions()
    while let (places, merger) = graph.firstMerger() { graph = graph.merged(places, merger) }
    return graph
  }

  /// The graph with merged regions.
  private func mergingInRegions() -> Graph {
    guard nodes.contains(where: { !$0.regions.isEmpty }) else { return self }
    return rewritten { node, inputs, builder in
      guard !node.regions.isEmpty else { return .same }
      let merged = Node(
        node.operation, node.inputs, results: node.results,
        regions: node.regions.map { $0.mergingLoops() }, span: node.span)
      return .values(builder.addCopy(of: merged, inputs, types: node.results.map(type(of:))))
    }
  }

  /// The first pair of nodes that share work, of which the second does not need the first.
  private func firstMerger() -> (places: (Int, Int), merger: LoopMerger)? {
    let places = nodes.indices.filter { !nodes[$0].regions.isEmpty }
    for first in places {
      for second in places where second > first {
        guard let merger = LoopMerger(nodes[first], nodes[second]),
          !depends(nodes[second], onResultsOf: nodes[first])
        else { continue }
        return ((first, second), merger)
      }
    }
    return nil
  }

  /// Whether a node comes from what another one yields.
  private func depends(_ node: Node, onResultsOf other: Node) -> Bool {
    var reached = Set(other.results)
    for node in nodes where node.inputs.contains(where: reached.contains) {
      reached.formUnion(node.results)
    }
    return node.inputs.contains(where: reached.contains)
  }

  /// The graph with a pair of nodes in one, which stands where the second stood.
  private func merged(_ places: (Int, Int), _ merger: LoopMerger) -> Graph {
    let (node, renamed) = merger.merged()
    var rest = nodes
    rest[places.1] = node
    rest.remove(at: places.0)
    return Graph(
      symbols: symbols, parameters: parameters,
      nodes: rest.map { $0.reading(renamed) }.inOrderOfUse(), types: types,
      outputs: outputs.map { renamed[$0] ?? $0 }, requirements: requirements, facts: facts)
  }
}

extension Node {
  /// The node on renamed values.
  fileprivate func reading(_ renamed: [ValueID: ValueID]) -> Node {
    Node(
      operation, inputs.map { renamed[$0] ?? $0 }, results: results, regions: regions, span: span,
      recomputation: recomputation)
  }
}

extension [Node] {
  /// The nodes in their order, but that each comes behind those that make what it reads.
  fileprivate func inOrderOfUse() -> [Node] {
    var producers: [ValueID: Int] = [:]
    for (index, node) in enumerated() {
      for result in node.results { producers[result] = index }
    }
    var isPlaced = [Bool](repeating: false, count: count)
    var result: [Node] = []
    for start in indices {
      // A node waits on the stack for what it reads.
      var waiting = [start]
      while let index = waiting.last {
        let missing =
          isPlaced[index]
          ? [] : self[index].inputs.compactMap { producers[$0] }.filter { !isPlaced[$0] }
        if missing.isEmpty {
          waiting.removeLast()
          if !isPlaced[index] { result.append(self[index]) }
          isPlaced[index] = true
        }
        waiting += missing
      }
    }
    return result
  }
}
