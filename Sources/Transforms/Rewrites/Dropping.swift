import MartletGraph

extension Graph {
  /// The graph without the nodes that no output depends on; parameters stay.
  public func droppingDeadNodes() -> Graph {
    var isLive = [Bool](repeating: false, count: types.count)
    for output in outputs { isLive[output.index] = true }
    for node in nodes.reversed() where node.results.contains(where: { isLive[$0.index] }) {
      for input in node.inputs { isLive[input.index] = true }
    }
    return rewritten { node, _, _ in
      node.results.contains { isLive[$0.index] } ? .same : .omitted
    }
  }
}
