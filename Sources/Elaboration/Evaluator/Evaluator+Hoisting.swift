import MartletGraph
import MartletSource
import MartletTensors
import MartletTyping

extension Evaluator {
  /// The value of an expression that a graph reads instead of containing: host calls, and static
  /// computations of a Float, which are data (decision M13).
  ///
  /// Only at the graph's outermost level; inside of functions everything belongs to the graph.
  func hoisted(_ expression: TypedExpression, _ frame: Frame, _ graph: GraphContext) throws
    -> Value?
  {
    guard frame === rootFrame, let hostFrame = frame.hostFrame, mayHoist(expression) else {
      return nil
    }
    guard !readsGraph(expression, frame, graph) else { return nil }
    let value =
      try graph.hostValues[expression.span]
      ?? outsideGraph { try evaluate(expression, hostFrame) }
    graph.hostValues[expression.span] = value
    let template = graph.capture(value, type: expression.type, name: "host")
    graph.captures.append(Capture(root: .computed(expression), working: template, name: "host"))
    return template
  }

  /// Runs `body` as host code.
  func outsideGraph<Result>(_ body: () throws -> Result) rethrows -> Result {
    let outer = (graph, rootFrame)
    (graph, rootFrame) = (nil, nil)
    defer { (graph, rootFrame) = outer }
    return try body()
  }

  /// Whether an expression is of a kind that is worth or in need of being computed by the host.
  private func mayHoist(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .call(let call):
      if isHostCall(call) { return true }
      if case .element = call.target { return isHoistedScalar(call) }
      return expression.type == .float && !isTensorWork(expression)
    case .binary, .negate, .conditional, .match, .index, .coalesce:
      return isHoistedNumber(expression) && !holdsTensorWork(expression)
    case .cast(let inner, _): return inner.type == .anyTensor
    default: return false
    }
  }

  /// Whether an expression is a Float, or a known Int or Bool: of these a graph depends on the
  /// result alone, and not on what it was computed from. Sizes stay open.
  private func isHoistedNumber(_ expression: TypedExpression) -> Bool {
    if expression.type == .float { return true }
    guard expression.type == .int || expression.type == .bool else { return false }
    return !expression.contains { part in
      switch part.kind {
      case .size, .property, .equationIndex: true
      default: false
      }
    }
  }

  /// Whether `i32(k)` and the like make a tensor of a variable's number: data, as a Float is.
  private func isHoistedScalar(_ call: TypedCall) -> Bool {
    call.arguments.allSatisfy { argument in
      guard let argument else { return true }
      return isHoistedNumber(argument) && readsVariable(argument) && !holdsTensorWork(argument)
    }
  }

  /// Whether a call runs a proc or a function of the host library.
  func isHostCall(_ call: TypedCall) -> Bool {
    switch call.target {
    case .function(let id), .method(let id, _): program.functions[id.index].kind == .proc
    case .builtin(let name): Builtins.table[name] == nil
    case .value(let callee):
      if case .function(.builtin(let name)) = callee.kind {
        Builtins.table[name] == nil
      } else {
        false
      }
    case .requirement, .model, .structure, .element: false
    }
  }

  /// Whether any part computes with tensors.
  func holdsTensorWork(_ expression: TypedExpression) -> Bool {
    expression.contains { isTensorWork($0) }
  }

  /// Whether an expression reads what the graph's own statements have bound.
  func readsGraph(_ expression: TypedExpression, _ frame: Frame, _ graph: GraphContext)
    -> Bool
  {
    expression.contains { part in
      switch part.kind {
      case .local(let id):
        if frame.slots[id.index] == nil { return false }
        return !graph.captures.contains {
          if case .local(let captured) = $0.root { captured == id } else { false }
        }
      case .global(let id): return graph.assignedGlobals.contains(id.index)
      default: return false
      }
    }
  }

  /// Whether evaluating the expression itself, its parts aside, computes with tensors.
  public func isTensorWork(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .integer, .float, .boolean, .string, .enumerationCase, .none, .selfValue, .local, .global,
      .setting, .size,
      .function, .field, .property, .tuple, .list, .range, .lambda, .block, .conditional, .match,
      .optionalBinding, .coalesce, .with, .cast:
      return false
    case .loop(let loop): return loop.mode == .batched || loop.mode == .numbered
    case .gradient, .recompute, .equationIndex, .access, .reducer, .normaliser: return true
    case .index(let base, _): return base.type.isTensor || base.type.isStack
    case .negate(let operand), .not(let operand): return operand.type.isTensorTree
    case .binary(_, let left, let right):
      return left.type.isTensorTree || right.type.isTensorTree
    case .call(let call): return isTensorCall(call, expression)
    }
  }

  /// Whether a call computes with tensors.
  private func isTensorCall(_ call: TypedCall, _ expression: TypedExpression) -> Bool {
    switch call.target {
    case .function(let id), .method(let id, _):
      let function = program.functions[id.index]
      if function.kind == .proc { return false }
      if case .method(_, let base) = call.target, base.type.isTensorTree { return true }
      return expression.type.isTensorTree || function.result.isTensorTree
        || function.parameters.contains { $0.declaration.type.isTensorTree }
    case .model, .requirement: return true
    case .structure: return false
    // A number as a tensor is data that the host makes.
    case .element: return call.arguments.contains { $0?.type.isTensorTree ?? false }
    case .value(let callee):
      if case .model = callee.type { return true }
      return false
    case .builtin(let name):
      guard let builtin = Builtins.table[name] else { return false }
      if builtin.isStatic { return false }
      // The numbers of a list become a tensor without a graph.
      if name == "tensor" { return call.arguments.contains { $0?.type.isTensorTree ?? false } }
      // Nor do the tensors of a list that are put together.
      if name == "concat" || name == "stack", case .list = call.arguments[0]?.type { return false }
      return expression.type.isTensorTree
        || call.arguments.contains { $0?.type.isTensorTree ?? false }
    }
  }
}

extension Type {
  /// Whether it is a tensor.
  public var isTensor: Bool {
    if case .tensor = self { return true }
    return false
  }

  /// Whether it is a stack.
  var isStack: Bool {
    if case .stack = self { return true }
    return false
  }

  /// Whether values of the type hold tensors that arithmetic can go to.
  public var isTensorTree: Bool {
    switch self {
    case .tensor, .model, .gradient, .variable, .structure, .conforming, .stack: true
    case .tuple(let parts): parts.contains(where: \.isTensorTree)
    case .list(let element), .optional(let element): element.isTensorTree
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .stream,
      .host, .range,
      .error:
      false
    }
  }
}

extension Evaluator {
  /// Whether any part runs a proc or a function of the host library.
  public func holdsHostCall(_ expression: TypedExpression) -> Bool {
    expression.contains { part in
      if case .call(let call) = part.kind { return isHostCall(call) }
      return false
    }
  }
}
