import MartletGraph
import MartletOperations

/// Two loops that take the same steps, or two conditionals that make the same choice, as one node.
///
/// A carried value of the first is one of the second if both start as the same value and go on in
/// the same way, as long as all those that are taken for each other do.
struct LoopMerger {
  /// The nodes.
  private let (first, second): (Node, Node)
  /// What their inputs are for.
  private let (roles, others): (InputRoles, InputRoles)
  /// For each input of the first, the inputs of the second that it may be, the likeliest first.
  private var candidates: [ArraySlice<Int>]

  /// A merger of two nodes; `nil` if they are of other kinds, or share no work.
  init?(_ first: Node, _ second: Node) {
    guard first.isLike(second) else { return nil }
    (self.first, self.second) = (first, second)
    (roles, others) = (InputRoles(first), InputRoles(second))
    candidates = []
    for place in first.inputs.indices { candidates.append(sameInputs(place)) }
    var found = valuesInBoth()
    while let wrong = wrongCarried(found) {
      candidates[wrong].removeFirst()
      found = valuesInBoth()
    }
    guard sharesWork(found), hasOneCondition(found) else { return nil }
  }

  /// The inputs of the second that are the same value, for the same purpose, as one of the first.
  private func sameInputs(_ place: Int) -> ArraySlice<Int> {
    let same = others.range(like: place, in: roles).filter {
      second.inputs[$0] == first.inputs[place]
    }
    guard roles.carried.contains(place) else { return same[...] }
    // Of several that start in the same way, the order tells which is which, most likely.
    let taken = Set(candidates.compactMap(\.first))
    return (same.filter { !taken.contains($0) } + same.filter { taken.contains($0) })[...]
  }

  /// For the values of the first node's regions those of the second's that are the same.
  private func valuesInBoth() -> [[ValueID: ValueID]] {
    zip(first.regions, second.regions).map { region, other in
      var values: [ValueID: ValueID] = [:]
      for place in 0..<max(roles.offset, 0) {
        values[region.parameters[place].value] = other.parameters[place].value
      }
      for (place, same) in candidates.enumerated() where place + roles.offset >= 0 {
        guard let same = same.first else { continue }
        values[region.parameters[place + roles.offset].value] =
          other.parameters[same + roles.offset].value
      }
      var known: [NodeIdentity: [ValueID]] = [:]
      for node in other.nodes { known[NodeIdentity(node, node.inputs)] = node.results }
      for node in region.nodes {
        let inputs = node.inputs.compactMap { values[$0] }
        guard inputs.count == node.inputs.count,
          let results = known[NodeIdentity(node, inputs)]
        else { continue }
        for (own, found) in zip(node.results, results) { values[own] = found }
      }
      return values
    }
  }

  /// A carried value that does not go on as the one that it is taken for.
  private func wrongCarried(_ found: [[ValueID: ValueID]]) -> Int? {
    guard let region = first.yieldingRegions.first else { return nil }
    return roles.carried.first { place in
      guard let same = candidates[place].first else { return false }
      let next = found[region][first.regions[region].outputs[place]]
      return next != second.regions[region].outputs[same]
    }
  }

  /// Whether some number is computed in both nodes.
  private func sharesWork(_ found: [[ValueID: ValueID]]) -> Bool {
    zip(first.regions, found).contains { region, found in
      region.nodes.contains { node in
        !node.inputs.isEmpty
          && node.results.contains { found[$0] != nil && region.type(of: $0).element.isFloating }
      }
    }
  }

  /// Whether both nodes go on as long as the same condition holds, if they have one of their own.
  private func hasOneCondition(_ found: [[ValueID: ValueID]]) -> Bool {
    guard first.operation is While else { return true }
    return found[0][first.regions[0].outputs[0]] == second.regions[0].outputs[0]
  }

  /// The node that does the work of both, with the names that the first one's results take.
  func merged() -> (node: Node, renamed: [ValueID: ValueID]) {
    let added = { (range: Range<Int>) in range.filter { candidates[$0].isEmpty } }
    let carried = added(roles.carried)
    let order: [(own: [Int], others: Range<Int>)] = [
      (carried, others.carried), (added(roles.sliced), others.sliced),
      (added(roles.fixed), others.fixed),
    ]
    var inputs = Array(second.inputs.prefix(max(-roles.offset, 0)))
    for (own, others) in order {
      inputs += others.map { second.inputs[$0] } + own.map { first.inputs[$0] }
    }
    var unions = zip(first.regions, second.regions).map { RegionUnion($0, $1) }
    for (index, region) in unions.indices.map({ ($0, first.regions[$0]) }) {
      unions[index].join(region, roles.offset, candidates.map(\.first), order)
    }
    var results = Array(second.results[others.carried]) + carried.map { first.results[$0] }
    results += second.results.dropFirst(others.carried.count)
    var renamed: [ValueID: ValueID] = [:]
    for place in roles.carried {
      if let same = candidates[place].first { renamed[first.results[place]] = second.results[same] }
    }
    let yielding = first.yieldingRegions
    for region in unions.indices {
      if yielding.contains(region) {
        unions[region].handOn(first.regions[region], carried, after: others.carried.count)
      }
    }
    for place in first.results.indices.dropFirst(roles.carried.count) {
      let values = yielding.map { unions[$0].values[first.regions[$0].outputs[place]]! }
      let known = results.indices.dropFirst(others.carried.count + carried.count).first { output in
        zip(yielding, values).allSatisfy { unions[$0].outputs[output] == $1 }
      }
      if let known {
        renamed[first.results[place]] = results[known]
      } else {
        results.append(first.results[place])
        for (region, value) in zip(yielding, values) { unions[region].outputs.append(value) }
      }
    }
    let operation = second.operation(
      carried: others.carried.count + carried.count,
      sliced: others.sliced.count + order[1].own.count)
    let node = Node(
      operation, inputs, results: results, regions: unions.map { $0.finished() },
      span: second.span)
    return (node, renamed)
  }
}

/// A region that does what two do.
private struct RegionUnion {
  /// The second region, and what the first adds.
  private let builder: GraphBuilder
  /// The parameters in their order.
  private var parameters: [Graph.Parameter]
  /// What the values of the first region are.
  private(set) var values: [ValueID: ValueID] = [:]
  /// What is yielded.
  var outputs: [ValueID]

  /// The second of two regions.
  init(_ first: Graph, _ second: Graph) {
    builder = GraphBuilder(continuing: second)
    parameters = second.parameters
    outputs = second.outputs
  }

  /// Adds what the first region does; `order` says which of its inputs come behind those of the
  /// second, `same` which of these the others are.
  mutating func join(
    _ first: Graph, _ offset: Int, _ same: [Int?], _ order: [(own: [Int], others: Range<Int>)]
  ) {
    let known = parameters
    for place in 0..<max(offset, 0) { values[first.parameters[place].value] = known[place].value }
    for (place, same) in same.enumerated() where place + offset >= 0 {
      guard let same else { continue }
      values[first.parameters[place + offset].value] = known[same + offset].value
    }
    parameters = Array(known.prefix(max(offset, 0)))
    for (own, others) in order {
      parameters += others.map { known[$0 + offset] }
      for place in own {
        let parameter = first.parameters[place + offset]
        let value = builder.parameter(parameter.name, first.type(of: parameter.value))
        values[parameter.value] = value
        parameters.append(Graph.Parameter(name: parameter.name, value: value))
      }
    }
    copy(first)
  }

  /// Adds the nodes of the first region that the second has not.
  private mutating func copy(_ first: Graph) {
    var known: [NodeIdentity: [ValueID]] = [:]
    for node in builder.nodes { known[NodeIdentity(node, node.inputs)] = node.results }
    for node in first.nodes {
      let inputs = node.inputs.map { values[$0]! }
      let results =
        known[NodeIdentity(node, inputs)]
        ?? builder.addCopy(of: node, inputs, types: node.results.map(first.type(of:)))
      for (own, result) in zip(node.results, results) { values[own] = result }
    }
  }

  /// Hands on carried values of the first region behind those of the second.
  mutating func handOn(_ first: Graph, _ carried: [Int], after place: Int) {
    outputs.insert(contentsOf: carried.map { values[first.outputs[$0]]! }, at: place)
  }

  /// The region.
  func finished() -> Graph {
    let graph = builder.finish(outputs: outputs)
    return Graph(
      symbols: graph.symbols, parameters: parameters, nodes: graph.nodes, types: graph.types,
      outputs: outputs, requirements: graph.requirements, facts: graph.facts)
  }
}

/// What the inputs of a node with regions are for.
private struct InputRoles {
  /// What is handed from step to step.
  let carried: Range<Int>
  /// What each step gets an entry of.
  let sliced: Range<Int>
  /// What is the same in every step.
  let fixed: Range<Int>
  /// How far the regions' parameters lie behind the inputs.
  let offset: Int

  /// The roles of a node's inputs.
  init(_ node: Node) {
    switch node.operation {
    case let loop as Loop:
      carried = 0..<loop.carried
      sliced = loop.carried..<loop.carried + loop.sliced
      offset = 1
    case let loop as While:
      carried = 0..<loop.carried
      sliced = loop.carried..<loop.carried
      offset = 0
    default:
      carried = 0..<0
      sliced = 1..<1
      offset = -1
    }
    fixed = sliced.upperBound..<node.inputs.count
  }

  /// The inputs that are for what one of another node's inputs is for.
  func range(like place: Int, in other: InputRoles) -> Range<Int> {
    if other.carried.contains(place) { return carried }
    if other.sliced.contains(place) { return sliced }
    return other.fixed.contains(place) ? fixed : 0..<0
  }
}

extension Node {
  /// Whether another node takes as many steps in the same way, or makes the same choice.
  fileprivate func isLike(_ other: Node) -> Bool {
    switch (operation, other.operation) {
    case (let a as Loop, let b as Loop): a.count == b.count && a.isReversed == b.isReversed
    case (let a as While, let b as While): a.limit == b.limit
    case (is Conditional, is Conditional): inputs[0] == other.inputs[0]
    default: false
    }
  }

  /// The regions whose outputs are the node's results.
  fileprivate var yieldingRegions: [Int] { operation is While ? [1] : Array(regions.indices) }

  /// The operation on other numbers of inputs.
  fileprivate func operation(carried: Int, sliced: Int) -> any Operation {
    switch operation {
    case let loop as Loop:
      Loop(count: loop.count, carried: carried, sliced: sliced, reversed: loop.isReversed)
    case let loop as While: While(carried: carried, limit: loop.limit)
    default: operation
    }
  }
}
