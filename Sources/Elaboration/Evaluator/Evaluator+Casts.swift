import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Evaluator {
  /// `e as type`.
  func cast(_ value: Value, to type: Type, _ frame: Frame, at span: SourceSpan) throws -> Value {
    let value = try adapted(value, to: type, frame, at: span)
    guard case .tensor(let tensorType) = type else {
      try match(type, value, frame, named: "this value", at: span)
      return value
    }
    switch value {
    case .host(let object):
      let request = try request(tensorType, frame, at: span)
      do {
        guard let tensor = try object.tensor(as: request) else {
          throw Diagnostic.unexpectedValue(value.kindName, "a tensor", at: span)
        }
        try match(type, .tensor(tensor), frame, named: "this value", at: span)
        return .tensor(tensor)
      } catch let fault as HostFault {
        throw Diagnostic.hostFailure(fault, at: span)
      }
    case .tensor(let tensor):
      return try cast(tensor, to: tensorType, frame, at: span)
    case .node(let node):
      return try cast(node, to: tensorType, frame, at: span)
    default:
      throw Diagnostic.unexpectedValue(value.kindName, "a tensor", at: span)
    }
  }

  /// What `as` asks of a value from outside.
  private func request(
    _ type: MartletTyping.TensorType, _ frame: Frame, at span: SourceSpan
  ) throws -> RequestedTensor {
    guard case .known(let element) = type.element else {
      throw Diagnostic.unexpectedValue("a dtype that is not known", "a dtype", at: span)
    }
    var shape: [Int?] = []
    for item in type.items {
      switch item {
      case .dim(let dim): shape.append(try resolved(dim, frame).constant)
      case .unknown: shape.append(nil)
      case .run(let run): shape += (frame.runs[run] ?? []).map(\.constant)
      }
    }
    return RequestedTensor(element: element, shape: shape, bound: try boundNumber(type, frame))
  }

  /// The number below which a type's values lie.
  private func boundNumber(_ type: MartletTyping.TensorType, _ frame: Frame) throws -> Int? {
    guard case .below(let dim) = type.bound else { return nil }
    return try resolved(dim, frame).constant
  }

  /// `as` on a tensor in memory: sizes and dtype are compared, values scanned for a new bound.
  private func cast(
    _ tensor: Tensor, to type: MartletTyping.TensorType, _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    if case .known(let element) = type.element, element != tensor.elementType {
      throw Diagnostic.elementMismatch(
        "this value", found: tensor.elementType, expected: element, at: span)
    }
    try match(.tensor(type), .tensor(tensor), frame, named: "this value", at: span)
    guard let bound = try boundNumber(type, frame), tensor.bound.map({ $0 > bound }) ?? true else {
      return .tensor(tensor)
    }
    for (position, number) in tensor.ints.enumerated() where number < 0 || number >= bound {
      throw Diagnostic.operation(
        "check_bound", .outOfRange(value: number, bound: bound, position: position), at: span)
    }
    var checked = tensor
    checked.bound = bound
    return .tensor(checked)
  }

  /// `as` in the graph: open sizes become requirements, a new bound a scan.
  private func cast(
    _ node: GraphNode, to type: MartletTyping.TensorType, _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let graph = try currentGraph(at: span)
    try match(.tensor(type), .node(node), frame, named: "this value", at: span)
    guard case .below(let dim) = type.bound else { return .node(node) }
    let bound = try resolved(dim, frame)
    if let present = graph.type(of: node).bound, graph.agree(present, bound) { return .node(node) }
    return .node(GraphNode(try graph.emit(CheckBound(bound: bound), [node.id], at: span)))
  }
}
