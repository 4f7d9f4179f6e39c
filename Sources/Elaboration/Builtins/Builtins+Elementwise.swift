import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

extension Builtins {
  /// One row for each callable function of the scalar table; its declaration is the catalog's.
  static var elementwise: [Builtin] {
    ScalarFunction.allCases.filter(\.row.isCallable).map { function in
      Builtin(function.name, "") { evaluator, call in
        try evaluator.applied(function, call.required(0), at: call.span)
      }
    }
  }

  /// One row for each function that is one operation; its declaration is the catalog's.
  static var operations: [Builtin] {
    Catalog.functions.map { function in
      Builtin(function.name, "") { evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        let inputs = try call.arguments.indices.map {
          try evaluator.scalarOrNode(call.required($0), at: call.span)
        }
        let operation = function.operation(inputs.map { graph.type(of: $0) })
        return .node(GraphNode(try graph.emit(operation, inputs.map(\.id), at: call.span)))
      }
    }
  }

  /// Functions of several arguments that stretch, and choices between values.
  static var selections: [Builtin] {
    [
      Builtin(
        "select",
        """
        ## `a` where `condition` holds, else `b`, element by element; both are computed.
        fn select[T: Element, ...S](condition: bool[...S], a: T[...S], b: T[...S]) -> T[...S]
        """
      ) { evaluator, call in
        try evaluator.select(
          call.required(0), call.required(1), call.required(2), at: call.span)
      },
      Builtin(
        "clamp",
        """
        ## `x`, but not below `low` nor above `high`.
        fn clamp[T: Numeric, ...S](x: T[...S], low: T[], high: T[]) -> T[...S]
        """
      ) { evaluator, call in
        let raised = try evaluator.extreme(
          .maximum, call.required(0), call.required(1), at: call.span)
        return try evaluator.extreme(.minimum, raised, call.required(2), at: call.span)
      },
      Builtin(
        "gammainc",
        """
        ## The regularised lower incomplete gamma function `γ(a, x) / Γ(a)`: the distribution function
        ## of the gamma distribution of shape `a` at `x`. Derivatives by `a` are there up to the third.
        fn gammainc[T: Floating, ...S](a: T[...S], x: T[...S]) -> T[...S]
        """
      ) { evaluator, call in
        try evaluator.gammaDistribution(
          call.required(0), evaluator.applied(.log, call.required(1), at: call.span),
          at: call.span)
      },
      Builtin(
        "gamma_transport",
        """
        ## The logarithm of the number below which a gamma draw of shape `to` lies as probably as one
        ## of shape `from` lies below `exp(l)`: `l` itself where the shapes are equal, and differentiable
        ## by them. What `gamma` is differentiated by.
        fn gamma_transport[T: Floating, ...S](to: T[...S], from: T[...S], l: T[...S]) -> T[...S]
        """
      ) { evaluator, call in
        let inputs = try (0..<3).map {
          try evaluator.node(call.required($0), nil, at: call.span)
        }
        return try evaluator.elementwise(.gammaTransport, inputs, at: call.span)
      },
      Builtin(
        "stop_gradient",
        """
        ## `x`, as a constant for every derivative.
        fn stop_gradient[T: Tree](x: T) -> T
        """
      ) { evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        return try evaluator.mapTree(call.required(0)) {
          .node(
            GraphNode(
              try graph.emit(
                StopGradient(), [evaluator.node($0, nil, at: call.span).id], at: call.span)))
        }
      },
      Builtin(
        "close",
        """
        ## Whether all elements of `a` and `b` differ by at most `within`, absolutely or relative to `b`.
        fn close[T: Floating, ...S](a: T[...S], b: T[...S], within: Float = 1e-6) -> bool[]
        """
      ) { evaluator, call in
        try evaluator.close(
          call.required(0), call.required(1), within: call.argument(2) ?? .float(1e-6),
          at: call.span)
      },
    ]
  }
}

extension Evaluator {
  /// A scalar function of a number, of a tensor, or of every tensor of a tree.
  func applied(_ function: ScalarFunction, _ value: Value, at span: SourceSpan) throws -> Value {
    switch value {
    case .int(let number): return staticResult(function, Double(number), isWhole: true)
    case .float(let number): return staticResult(function, number, isWhole: false)
    case .size(let dim):
      return try elementwise(function, [node(.size(dim), nil, at: span)], at: span)
    case .node(let node) where node.isNumber && function.row.typing == .floating:
      let real = try self.node(value, .f64, at: span)
      return try elementwise(function, [GraphNode(real.id, isNumber: true)], at: span)
    case .tensor, .node: return try elementwise(function, [node(value, nil, at: span)], at: span)
    default:
      guard isTree(value) else {
        throw Diagnostic.unexpectedValue(value.kindName, "a number or tensor", at: span)
      }
      return try mapTree(value) { try self.applied(function, $0, at: span) }
    }
  }

  /// The distribution function of the gamma distribution at the exponential of `logarithm`.
  fileprivate func gammaDistribution(_ shape: Value, _ logarithm: Value, at span: SourceSpan) throws
    -> Value
  {
    let graph = try currentGraph(at: span)
    let (a, l) = try operands(shape, logarithm, at: span)
    let order = graph.builder.at(span) { graph.builder.filled(0, graph.type(of: a)) }
    return try elementwise(.gammaDistribution, [GraphNode(order), a, l], at: span)
  }

  /// A scalar function of a static number.
  private func staticResult(_ function: ScalarFunction, _ x: Double, isWhole: Bool) -> Value {
    let result = function.row.real([x])
    switch function.row.typing {
    case .test, .comparison, .logical: return .bool(result != 0)
    case .integer: return .int(function.row.whole?([Int(x)]) ?? 0)
    case .numeric where isWhole: return Int(exactly: result).map { .int($0) } ?? .float(result)
    case .numeric, .floating, .choice: return .float(result)
    }
  }

  /// The greater or smaller of two values, element by element.
  func extreme(_ function: ScalarFunction, _ a: Value, _ b: Value, at span: SourceSpan) throws
    -> Value
  {
    switch (a, b) {
    case (.int(let x), .int(let y)):
      return .int(function == .maximum ? max(x, y) : min(x, y))
    case (.float(let x), .float(let y)): return .float(function.row.real([x, y]))
    case (.int(let x), .float(let y)): return .float(function.row.real([Double(x), y]))
    case (.float(let x), .int(let y)): return .float(function.row.real([x, Double(y)]))
    default:
      if isTree(a) {
        return try mapTree(a) {
          try self.extreme(function, $0, self.factor(b, for: $0, at: span), at: span)
        }
      }
      let (x, y) = try operands(a, b, at: span)
      return try elementwise(function, [x, y], at: span)
    }
  }

  /// `select(c, a, b)`: a known condition chooses while building.
  func select(_ condition: Value, _ a: Value, _ b: Value, at span: SourceSpan) throws -> Value {
    if case .bool(let truth) = condition {
      let isStatic = !isTensor(a) && !isTensor(b)
      if isStatic { return truth ? a : b }
    }
    let (x, y) = try operands(a, b, at: span)
    let c = try node(condition, .bool, at: span)
    let graph = try currentGraph(at: span)
    if x.isNumber && y.isNumber && graph.type(of: x).element.isInteger {
      return try elementwise(.select, [GraphNode(c.id, isNumber: true), x, y], at: span)
    }
    let isFree = x.isNumber && y.isNumber
    let first = isFree ? GraphNode(try graph.cast(x.id, to: .f32, at: span)) : x
    let second = isFree ? GraphNode(try graph.cast(y.id, to: .f32, at: span)) : y
    return try elementwise(.select, [c, first, second], at: span)
  }

  /// Whether two tensors agree within a tolerance; NaN agrees with nothing.
  func close(_ a: Value, _ b: Value, within tolerance: Value, at span: SourceSpan) throws -> Value {
    let (x, y) = try operands(a, b, at: span)
    let difference = try elementwise(
      .abs, [node(elementwise(.subtract, [x, y], at: span), nil, at: span)], at: span)
    let size = try elementwise(
      .maximum,
      [
        node(elementwise(.abs, [y], at: span), nil, at: span),
        node(scalar(.float(1), elementType(y, at: span), at: span), nil, at: span),
      ], at: span)
    let limit = try binary(.multiply, size, tolerance, at: span)
    let isNear = try binary(.lessOrEqual, difference, limit, at: span)
    let isSame = try elementwise(.equal, [x, y], at: span)
    let agrees = try node(binary(.or, isNear, isSame, at: span), nil, at: span)
    let graph = try currentGraph(at: span)
    let axes = Array(graph.type(of: agrees).dims.indices)
    return .node(GraphNode(try graph.emit(Reduce(kind: .all, axes: axes), [agrees.id], at: span)))
  }

  /// The dtype of a node.
  private func elementType(_ node: GraphNode, at span: SourceSpan) throws -> ElementType {
    try currentGraph(at: span).type(of: node).element
  }
}
