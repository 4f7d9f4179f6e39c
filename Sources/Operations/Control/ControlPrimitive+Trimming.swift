import MartletGraph

/// A node with regions, without the inputs and results that nobody needs.
public struct TrimmedNode {
  /// The operation on what is left.
  public let operation: any ControlPrimitive
  /// The positions of the inputs that stay.
  public let inputs: [Int]
  /// The positions of the results that stay.
  public let results: [Int]
  /// The regions, in which nodes may have lost their use.
  public let regions: [Graph]
}

extension Loop {
  /// The loop of the results that are used: carried values stay if those depend on them.
  public func trimmed(_ regions: [Graph], used: [Bool]) -> TrimmedNode {
    let body = regions[0]
    var kept = Set(used.indices.filter { used[$0] })
    var reached = body.parametersReached(by: kept)
    while true {
      let needed = kept.union((0..<carried).filter { reached.contains($0 + 1) })
      if needed == kept { break }
      kept = needed
      reached = body.parametersReached(by: kept)
    }
    let results = kept.sorted()
    let inputs = (0..<body.parameters.count - 1).filter { input in
      input < carried ? kept.contains(input) : reached.contains(input + 1)
    }
    return TrimmedNode(
      operation: Loop(
        count: count, carried: inputs.count { $0 < carried },
        sliced: inputs.count { (carried..<carried + sliced).contains($0) }, reversed: isReversed),
      inputs: inputs, results: results,
      regions: [body.keeping(parameters: [0] + inputs.map { $0 + 1 }, outputs: results)])
  }
}

extension Conditional {
  /// The conditional of the results that are used.
  public func trimmed(_ regions: [Graph], used: [Bool]) -> TrimmedNode {
    let results = used.indices.filter { used[$0] }
    let reached = regions.reduce(into: Set<Int>()) { reached, region in
      reached.formUnion(region.parametersReached(by: Set(results)))
    }
    let captured = reached.sorted()
    return TrimmedNode(
      operation: self, inputs: [0] + captured.map { $0 + 1 }, results: results,
      regions: regions.map { $0.keeping(parameters: captured, outputs: results) })
  }
}

extension While {
  /// The loop of the results that are used: carried values stay if those, or the condition, depend
  /// on them.
  public func trimmed(_ regions: [Graph], used: [Bool]) -> TrimmedNode {
    let condition = regions[0].parametersReached(by: [0])
    var kept = Set(used.indices.filter { used[$0] })
    var reached = condition.union(regions[1].parametersReached(by: kept))
    while true {
      let needed = kept.union(reached.filter { $0 < carried })
      if needed == kept { break }
      kept = needed
      reached = condition.union(regions[1].parametersReached(by: kept))
    }
    let results = kept.sorted()
    let inputs = regions[1].parameters.indices.filter { input in
      input < carried ? kept.contains(input) : reached.contains(input)
    }
    return TrimmedNode(
      operation: While(carried: results.count, limit: limit), inputs: inputs, results: results,
      regions: [
        regions[0].keeping(parameters: inputs, outputs: [0]),
        regions[1].keeping(parameters: inputs, outputs: results),
      ])
  }
}

extension Graph {
  /// The positions of the parameters that some outputs depend on.
  fileprivate func parametersReached(by places: Set<Int>) -> Set<Int> {
    var isLive = [Bool](repeating: false, count: types.count)
    for place in places { isLive[outputs[place].index] = true }
    for node in nodes.reversed() where node.results.contains(where: { isLive[$0.index] }) {
      for input in node.inputs { isLive[input.index] = true }
    }
    return Set(parameters.indices.filter { isLive[parameters[$0].value.index] })
  }

  /// The graph of some outputs and parameters; nodes that do not lead to them may stand loose.
  fileprivate func keeping(parameters kept: [Int], outputs places: [Int]) -> Graph {
    Graph(
      symbols: symbols, parameters: kept.map { parameters[$0] }, nodes: nodes, types: types,
      outputs: places.map { outputs[$0] }, requirements: requirements, facts: facts)
  }
}
