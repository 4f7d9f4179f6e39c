import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// What a node means for a plan.
enum NodeRole {
  /// It renames its input: same elements, same sizes.
  case renaming
  /// Its result is its input's memory under other strides.
  case view
  /// Its result depends on sizes alone, and is small.
  case fixed
  /// It can be an instruction of a tile program; with `nil`, of any type.
  case elementwise(RegisterType?)
  /// It can be the end of a tile program.
  case reduction(RegisterType?)
  /// It is a step of its own.
  case step
}

/// A graph with what planning asks of its nodes again and again.
struct AnalysedGraph {
  /// The graph.
  let graph: Graph
  /// The role of each node.
  private(set) var roles: [NodeRole] = []
  /// The node that makes each value; `nil` for parameters.
  let producers: [Int?]

  /// Finds the roles of a graph's nodes.
  init(_ graph: Graph) {
    self.graph = graph
    var producers = [Int?](repeating: nil, count: graph.types.count)
    for (index, node) in graph.nodes.enumerated() {
      for result in node.results { producers[result.index] = index }
    }
    self.producers = producers
    for node in graph.nodes { roles.append(role(of: node)) }
  }

  /// The value that a chain of renamings starts with.
  func original(_ value: ValueID) -> ValueID {
    var value = value
    while let producer = producers[value.index], case .renaming = roles[producer] {
      value = graph.nodes[producer].inputs[0]
    }
    return value
  }

  /// The constant of one element that a value repeats, if it does.
  func uniform(_ value: ValueID) -> Tensor? {
    var value = original(value)
    while let producer = producers[value.index], case .view = roles[producer] {
      switch graph.nodes[producer].operation {
      case is Slice, is Windows: return nil
      default: break
      }
      value = original(graph.nodes[producer].inputs[0])
    }
    guard let producer = producers[value.index],
      let constant = graph.nodes[producer].operation as? Constant, constant.tensor.count == 1
    else { return nil }
    return constant.tensor
  }

  /// The role of a node whose inputs' producers have theirs.
  private func role(of node: Node) -> NodeRole {
    switch node.operation {
    case is Identity, is StopGradient, is Assume, is Recall: return .renaming
    case is Reshape, is Transpose, is Broadcast, is Slice, is Windows: return .view
    case is Constant, is Iota, is SizeValue: return .fixed
    case let operation as Elementwise:
      return isFixedScalar(node) ? .fixed : elementwiseRole(operation, node)
    case let operation as Cast:
      return isFixedScalar(node) ? .fixed : castRole(to: operation.element, node)
    case is Reduce:
      let element = graph.type(of: node.inputs[0]).element
      if graph.type(of: node.inputs[0]).rank > RegisterType.mostAxes { return .step }
      if element == .bool { return .reduction(nil) }
      return RegisterType(element).map { .reduction($0) } ?? .step
    default: return .step
    }
  }

  /// Whether a node computes a scalar from sizes alone.
  private func isFixedScalar(_ node: Node) -> Bool {
    guard graph.type(of: node.results[0]).rank == 0 else { return false }
    return node.inputs.allSatisfy { input in
      guard let producer = producers[original(input).index], case .fixed = roles[producer] else {
        return false
      }
      return true
    }
  }

  /// The role of a scalar function.
  private func elementwiseRole(_ operation: Elementwise, _ node: Node) -> NodeRole {
    guard operation.function.instruction != nil else { return .step }
    // The condition of a choice is a truth value, which every register type can hold.
    let element = graph.type(of: node.inputs[node.inputs.count - 1]).element
    if graph.type(of: node.results[0]).rank > RegisterType.mostAxes { return .step }
    if element == .bool { return .elementwise(nil) }
    return RegisterType(element).map { .elementwise($0) } ?? .step
  }

  /// The role of a conversion.
  private func castRole(to target: ElementType, _ node: Node) -> NodeRole {
    let source = graph.type(of: node.inputs[0]).element
    if graph.type(of: node.results[0]).rank > RegisterType.mostAxes { return .step }
    // Truth values take the type of the other side; to truth, the source's numbers are compared.
    if target == .bool {
      return source == .bool
        ? .elementwise(nil) : RegisterType(source).map { .elementwise($0) } ?? .step
    }
    if let type = RegisterType(target) { return .elementwise(type) }
    return RegisterType(source).map { .elementwise($0) } ?? .step
  }
}

extension RegisterType {
  /// The axes that a tile program's space may have.
  static let mostAxes = 8
}
