import MartletGraph

/// What the derivative of a loop's body reads of the body, and how it comes by it.
struct Needs {
  /// The values that the first loop yields for it.
  private(set) var saved: [ValueID] = []
  /// The sliced inputs that it reads, by position.
  private(set) var slices: [Int] = []
  /// The invariants that it reads, by position.
  private(set) var invariants: [Int] = []
  /// The nodes of the body that it computes again.
  private(set) var again: [Int] = []

  /// The loop.
  private let loop: Loop
  /// The body, then its gradients.
  private let joint: GraphBuilder
  /// The number of values and of nodes of the body.
  private let (valueCount, nodeCount): (Int, Int)
  /// The positions of the body's parameters.
  private let parameters: [ValueID: Int]
  /// The values that have been added.
  private var known: Set<ValueID> = []
  /// Whether values can be computed again without any that is saved.
  private var freedom: [ValueID: Bool] = [:]

  /// Nothing yet.
  init(_ loop: Loop, _ body: Graph, _ joint: GraphBuilder) {
    self.loop = loop
    self.joint = joint
    (valueCount, nodeCount) = (body.types.count, body.nodes.count)
    parameters = Dictionary(
      uniqueKeysWithValues: body.parameters.enumerated().map { ($1.value, $0) })
  }

  /// Adds a value, if it is one of the body's.
  mutating func add(_ value: ValueID) {
    guard isOfBody(value), known.insert(value).inserted else { return }
    if let parameter = parameters[value] {
      add(parameter: parameter, value)
    } else if let node = joint.nodeIndex(producing: value), isComputedAgain(value) {
      again.append(node)
      joint.nodes[node].inputs.forEach { add($0) }
      known.formUnion(joint.nodes[node].results)
    } else {
      saved.append(value)
    }
  }

  /// Adds a parameter, whose position counts the index.
  private mutating func add(parameter: Int, _ value: ValueID) {
    if parameter == 0 { return }
    if parameter <= loop.carried {
      saved.append(value)
    } else if parameter <= loop.carried + loop.sliced {
      slices.append(parameter - 1)
    } else {
      invariants.append(parameter - 1)
    }
  }

  /// Makes again what follows by plain arithmetic from what is there anyway, and puts everything in
  /// the order of the body.
  mutating func settle() {
    saved.sort()
    for value in saved {
      guard let node = joint.node(producing: value), isArithmetic(node),
        node.inputs.allSatisfy({ known.contains($0) || isFree($0) })
      else { continue }
      saved.removeAll { $0 == value }
      again.append(joint.nodeIndex(producing: value)!)
      node.inputs.forEach { add($0) }
    }
    slices.sort()
    invariants.sort()
    again.sort()
  }

  /// Whether a value is the body's, not its gradients'.
  private func isOfBody(_ value: ValueID) -> Bool {
    if parameters[value] != nil { return true }
    return joint.nodeIndex(producing: value).map { $0 < nodeCount } ?? false
  }

  /// Whether a result is computed again: if that costs nothing, or needs nothing that is saved.
  private mutating func isComputedAgain(_ value: ValueID) -> Bool {
    guard let node = joint.node(producing: value) else { return false }
    return costsNothing(node) || isFree(value)
  }

  /// Whether a node moves elements at most, or makes them from nothing.
  private func costsNothing(_ node: Node) -> Bool {
    switch node.operation {
    case is Constant, is SizeValue, is Iota, is Broadcast, is Reshape, is Transpose, is Slice,
      is Identity, is Assume, is StopGradient, is Cast, is DeriveKey:
      true
    default: false
    }
  }

  /// Whether a node takes a few instructions an element.
  private func isArithmetic(_ node: Node) -> Bool {
    guard let elementwise = node.operation as? Elementwise else { return false }
    return Needs.arithmetic.contains(elementwise.function)
  }

  /// The functions that cost less than memory for their results.
  private static let arithmetic: Set<ScalarFunction> = [
    .add, .subtract, .multiply, .negate, .maximum, .minimum, .select, .less,
  ]

  /// Whether a value follows from the index, slices and invariants by scalar functions alone.
  private mutating func isFree(_ value: ValueID) -> Bool {
    if let known = freedom[value] { return known }
    var result = false
    if let parameter = parameters[value] {
      result = parameter == 0 || parameter > loop.carried
    } else if let node = joint.node(producing: value) {
      let isSimple = node.operation is Elementwise || costsNothing(node)
      result = isSimple && node.inputs.allSatisfy { isFree($0) }
    }
    freedom[value] = result
    return result
  }
}
