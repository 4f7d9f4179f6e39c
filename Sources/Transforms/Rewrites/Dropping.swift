import MartletGraph
import MartletOperations

extension Graph {
  /// The graph without the nodes that no output depends on; parameters stay.
  ///
  /// Nodes with regions lose the results that are not used, and what only those depend on.
  public func droppingDeadNodes() -> Graph {
    var isLive = [Bool](repeating: false, count: types.count)
    for output in outputs { isLive[output.index] = true }
    var trimmed = [TrimmedNode?](repeating: nil, count: nodes.count)
    for (index, node) in nodes.enumerated().reversed() {
      let used = node.results.map { isLive[$0.index] }
      guard used.contains(true) else { continue }
      trimmed[index] = (node.operation as? any ControlPrimitive)?.trimmed(node.regions, used: used)
      let inputs = trimmed[index].map { $0.inputs.map { node.inputs[$0] } } ?? node.inputs
      for input in inputs { isLive[input.index] = true }
    }
    return copyingLiveNodes(isLive, trimmed)
  }

  /// The graph of the nodes with live results, some of them trimmed.
  private func copyingLiveNodes(_ isLive: [Bool], _ trimmed: [TrimmedNode?]) -> Graph {
    let builder = GraphBuilder(sizesOf: self)
    var values = [ValueID?](repeating: nil, count: types.count)
    for parameter in parameters {
      values[parameter.value.index] = builder.parameter(
        parameter.name, type(of: parameter.value))
    }
    for (index, node) in nodes.enumerated()
    where node.results.contains(where: { isLive[$0.index] }) {
      let live = trimmed[index].map { node.trimmed(as: $0) } ?? node
      let results = builder.addCopy(
        of: live, live.inputs.map { values[$0.index]! }, types: live.results.map(type(of:)))
      for (old, new) in zip(live.results, results) { values[old.index] = new }
    }
    return builder.finish(outputs: outputs.map { values[$0.index]! })
  }
}

extension Node {
  /// What is left of a node.
  fileprivate func trimmed(as trimmed: TrimmedNode) -> Node {
    Node(
      trimmed.operation, trimmed.inputs.map { inputs[$0] },
      results: trimmed.results.map { results[$0] },
      regions: trimmed.regions.map { $0.droppingDeadNodes() }, span: span)
  }
}
