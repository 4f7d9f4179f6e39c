import MartletGraph
import MartletOperations
import MartletShapes

/// Nodes that run as one step.
struct Unit {
  /// The nodes, in the graph's order.
  var members: [Int]
  /// Whether all are elementwise, save the tail.
  var isTile = false
  /// The type of the registers, if that is settled.
  var type: RegisterType?
  /// The sizes that the unit runs over.
  var dims: [Dim] = []
  /// The reduction at its end.
  var tail: Int?
  /// Whether a result must be stored before it is used, as it is rounded then.
  var endsHere = false
  /// The values from elsewhere that it reads.
  var inputs: Set<ValueID> = []
}

/// Finds the nodes that run together: elementwise nodes of one space, with a reduction at the end.
///
/// Greedy, in the graph's order: a node joins the units of its inputs, as long as no value would
/// have to leave the joint unit and come back.
struct Fuser {
  /// The graph.
  private let analysis: AnalysedGraph
  /// The units by number; `nil` where one has been merged into another.
  private var units: [Unit?] = []
  /// The unit of each node.
  private var unitOfNode: [Int]
  /// The units that have to run before each.
  private var ancestors: [BitSet] = []

  /// The registers that inputs and results of a unit may take.
  private static let mostRegisters = 56

  /// The units of a graph, in an order in which they can run.
  static func units(of analysis: AnalysedGraph) -> [Unit] {
    var fuser = Fuser(analysis: analysis)
    for node in analysis.graph.nodes.indices { fuser.add(node) }
    return fuser.ordered()
  }

  /// A fuser that has seen no node yet.
  private init(analysis: AnalysedGraph) {
    self.analysis = analysis
    unitOfNode = [Int](repeating: -1, count: analysis.graph.nodes.count)
  }

  /// Makes a unit of a node, and merges it with those of its inputs where that is possible.
  private mutating func add(_ index: Int) {
    let node = analysis.graph.nodes[index]
    let number = units.count
    var unit = Unit(members: [index])
    var before = BitSet(capacity: analysis.graph.nodes.count)
    var sources: [Int] = []
    for input in node.inputs {
      guard let producer = analysis.producers[input.index] else { continue }
      let source = unitOfNode[producer]
      before.insert(source)
      before.formUnion(ancestors[source])
    }
    for input in node.inputs {
      let original = analysis.original(input)
      if let producer = analysis.producers[original.index] { sources.append(unitOfNode[producer]) }
    }
    switch analysis.roles[index] {
    case .elementwise(let type):
      unit.isTile = true
      unit.type = type
      unit.dims = analysis.graph.type(of: node.results[0]).dims
      unit.inputs = inputs(of: node)
      unit.endsHere = rounds(node)
    case .reduction(let type):
      unit.isTile = true
      unit.type = type
      unit.dims = analysis.graph.type(of: node.inputs[0]).dims
      unit.inputs = inputs(of: node)
      unit.tail = index
    case .renaming, .view, .fixed, .step: break
    }
    units.append(unit)
    ancestors.append(before)
    unitOfNode[index] = number
    guard unit.isTile else { return }
    for source in sources where !isSumSoFar(source, ofSumAt: index) {
      merge(source, intoUnitOf: index)
    }
  }

  /// Whether a unit is a sum to which a node adds a product of matrices that is made later.
  ///
  /// In one unit with the node, all that was added so far would have to wait for that product: the
  /// gradients of a weight that is used many times, each as large as the weight.
  private func isSumSoFar(_ source: Int, ofSumAt index: Int) -> Bool {
    guard isSum(index), let unit = units[source], let last = unit.members.last, isSum(last) else {
      return false
    }
    return analysis.graph.nodes[index].inputs.contains { input in
      guard let producer = analysis.producers[analysis.original(input).index] else { return false }
      return producer > last && analysis.graph.nodes[producer].operation is Contract
    }
  }

  /// Whether a node adds two values.
  private func isSum(_ node: Int) -> Bool {
    (analysis.graph.nodes[node].operation as? Elementwise)?.function == .add
  }

  /// The values that a node reads, save those that are constants.
  private func inputs(of node: Node) -> Set<ValueID> {
    Set(node.inputs.map(analysis.original))
  }

  /// Whether a node's result is stored in a type that no register has.
  private func rounds(_ node: Node) -> Bool {
    let element = analysis.graph.type(of: node.results[0]).element
    return element != .bool && RegisterType(element) == nil
  }

  /// Merges the unit `source` with that of a node, if they may run together.
  private mutating func merge(_ source: Int, intoUnitOf node: Int) {
    let target = unitOfNode[node]
    guard source != target, let first = units[source], let second = units[target],
      let joint = joined(first, second), !isBetween(source, target)
    else { return }
    let (low, high) = (min(source, target), max(source, target))
    units[low] = joint
    units[high] = nil
    for member in joint.members { unitOfNode[member] = low }
    ancestors[low].formUnion(ancestors[high])
    ancestors[low].remove(low)
    ancestors[low].remove(high)
    for other in units.indices where units[other] != nil && other != low {
      if ancestors[other].contains(low) || ancestors[other].contains(high) {
        ancestors[other].remove(high)
        ancestors[other].insert(low)
        ancestors[other].formUnion(ancestors[low])
      }
    }
  }

  /// The unit that does the work of two, `nil` if they do not fit.
  private func joined(_ first: Unit, _ second: Unit) -> Unit? {
    guard first.isTile, second.isTile, first.tail == nil, !first.endsHere,
      first.type == nil || second.type == nil || first.type == second.type,
      analysis.graph.facts.equal(first.dims, second.dims)
    else { return nil }
    var joint = first
    joint.members = (first.members + second.members).sorted()
    joint.type = first.type ?? second.type
    joint.tail = second.tail
    joint.endsHere = second.endsHere
    joint.inputs.formUnion(second.inputs)
    let results = joint.members.flatMap { analysis.graph.nodes[$0].results }
    joint.inputs.subtract(results)
    return joint.inputs.count + joint.members.count <= Fuser.mostRegisters ? joint : nil
  }

  /// Whether some unit has to run between two.
  private func isBetween(_ a: Int, _ b: Int) -> Bool {
    ancestors[b].contains { $0 != a && $0 != b && ancestors[$0].contains(a) }
      || ancestors[a].contains { $0 != a && $0 != b && ancestors[$0].contains(b) }
  }

  /// The units in an order in which they can run: what may fail first, then as the graph has it.
  ///
  /// Nothing that fails then comes after an input was overwritten, if that can be helped.
  private func ordered() -> [Unit] {
    let numbers = units.indices.filter { units[$0] != nil }
    var isEarly = BitSet(capacity: units.count)
    for number in numbers where units[number]!.members.contains(where: mayFail) {
      isEarly.insert(number)
      isEarly.formUnion(ancestors[number])
    }
    func key(_ number: Int) -> (Int, Int) {
      (isEarly.contains(number) ? 0 : 1, units[number]!.members.last!)
    }
    var waiting = numbers.sorted { key($0) < key($1) }
    var done = BitSet(capacity: units.count)
    var result: [Unit] = []
    while !waiting.isEmpty {
      let next = waiting.firstIndex { number in
        !ancestors[number].contains { !done.contains($0) && $0 != number }
      }
      guard let next else { preconditionFailure("units do not wait for each other") }
      let number = waiting.remove(at: next)
      done.insert(number)
      result.append(units[number]!)
    }
    return result
  }

  /// Whether a node may find data that it has to refuse.
  private func mayFail(_ node: Int) -> Bool {
    guard case .step = analysis.roles[node] else { return false }
    return !(analysis.graph.nodes[node].operation is Contract)
  }
}
