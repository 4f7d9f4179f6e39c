import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

extension Builtins {
  /// Functions that make tensors of given sizes.
  static var creations: [Builtin] {
    [
      Builtin("zeros", "## All 0.\nfn zeros[...S]() -> f32[...S]") {
        try $0.filled(.float(0), $1)
      },
      Builtin("ones", "## All 1.\nfn ones[...S]() -> f32[...S]") { try $0.filled(.float(1), $1) },
      Builtin("full", "## All one number.\nfn full[...S](value: f32[]) -> f32[...S]") {
        try $0.filled($1.required(0), $1)
      },
      like("zeros_like", "All 0, in the shape of `x`.") { try $0.filled(0, like: $1) },
      like("ones_like", "All 1, in the shape of `x`.") { try $0.filled(1, like: $1) },
      Builtin("iota", "## The numbers 0, 1, … below `N`.\nfn iota[N]() -> i32<N>[N]") {
        evaluator, call in
        let size = call.dims.first?.first ?? 1
        return .node(
          GraphNode(
            try evaluator.currentGraph(at: call.span).emit(Iota(dim: size), at: call.span)))
      },
      Builtin(
        "fan_in",
        """
        ## How many inputs one output of a weight of this shape sums: all axes but the last, or for a
        ## kernel `[O, I, …]` of three axes or more, all but the first.
        fn fan_in[...S]() -> Float
        """
      ) { try $0.fan($1, isIn: true) },
      Builtin(
        "fan_out",
        """
        ## How many outputs one input of a weight of this shape reaches.
        fn fan_out[...S]() -> Float
        """
      ) { try $0.fan($1, isIn: false) },
    ]
  }

  /// A row that makes a tensor in the shape of another.
  private static func like(_ name: String, _ summary: String, _ body: @escaping Builtin.Body)
    -> Builtin
  {
    Builtin(
      name, "## \(summary)\nfn \(name)[T: Numeric, ...S](x: T[...S]) -> T[...S]", body)
  }

  /// Functions that draw random numbers.
  static var draws: [Builtin] {
    [
      Builtin(
        "uniform",
        """
        ## Independent numbers from `low` up to, but not including, `high`.
        fn uniform[...S](low: f32[] = 0, high: f32[] = 1) -> f32[...S]
        """
      ) { try $0.uniform($1) },
      Builtin(
        "normal",
        """
        ## Independent normal numbers.
        fn normal[...S](mean: f32[] = 0, std: f32[] = 1) -> f32[...S]
        """
      ) { evaluator, call in
        let draw = try evaluator.draw(call) { RandomNormal(place: $0, element: .f32, dims: $1) }
        let scaled = try evaluator.scaled(draw, by: call.argument(1), at: call.span)
        return try evaluator.shifted(scaled, by: call.argument(0), at: call.span)
      },
      Builtin(
        "bernoulli",
        """
        ## Independent truth values, each true with probability `p`.
        fn bernoulli[...S](p: f32[] = 0.5) -> bool[...S]
        """
      ) { evaluator, call in
        let draw = try evaluator.draw(call) { RandomUniform(place: $0, element: .f32, dims: $1) }
        return try evaluator.binary(
          .less, draw, call.argument(0) ?? .float(0.5), at: call.span)
      },
      Builtin(
        "random_sign",
        "## Independent signs, -1 or 1, equally likely.\nfn random_sign[...S]() -> f32[...S]"
      ) { evaluator, call in
        let draw = try evaluator.draw(call) { RandomUniform(place: $0, element: .f32, dims: $1) }
        let isLow = try evaluator.binary(.less, draw, .float(0.5), at: call.span)
        return try evaluator.select(isLow, .float(-1), .float(1), at: call.span)
      },
      like("normal_like", "Independent standard normal numbers, in the shape of `x`.") {
        evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        let type = graph.type(of: try evaluator.node(call.required(0), nil, at: call.span))
        return .node(
          GraphNode(
            try graph.emit(
              RandomNormal(place: evaluator.draws.next(), element: type.element, dims: type.dims),
              [evaluator.drawKey(at: call.span)], at: call.span)))
      },
    ]
  }
}

extension Evaluator {
  /// A tensor of the call's sizes that holds one number.
  fileprivate func filled(_ value: Value, _ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let element = requestedElement(call) ?? .f32
    let known: Value
    if case .node(let node) = value, !node.isNumber {
      known = .node(node)
    } else {
      known = try scalar(value, element, at: call.span)
    }
    let node = try node(known, nil, at: call.span)
    return .node(
      GraphNode(try graph.broadcast(node.id, to: call.dims.first ?? [], at: call.span)))
  }

  /// The dtype of the call's result, where the checker knows it.
  private func requestedElement(_ call: Invocation) -> ElementType? {
    if case .tensor(let type) = call.type, case .known(let element) = type.element {
      return element
    }
    return nil
  }

  /// A tensor in the shape and dtype of the argument that holds one number.
  fileprivate func filled(_ number: Double, like call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let type = graph.type(of: try node(call.required(0), nil, at: call.span))
    return .node(
      GraphNode(
        graph.builder.at(call.span) {
          graph.builder.filled(number, NodeType(type.element, type.dims))
        }))
  }

  /// The fan-in or fan-out of the call's sizes.
  fileprivate func fan(_ call: Invocation, isIn: Bool) throws -> Value {
    let dims = call.dims.first ?? []
    guard dims.count >= 2 else { return try number(dims.first ?? 1, at: call.span) }
    let area = dims.dropFirst(2).reduce(Dim(1), *)
    if dims.count == 2 { return try number(isIn ? dims[0] : dims[1], at: call.span) }
    return try number((isIn ? dims[1] : dims[0]) * area, at: call.span)
  }

  /// A size as a Float.
  private func number(_ dim: Dim, at span: SourceSpan) throws -> Value {
    if let constant = dim.constant { return .float(Double(constant)) }
    return try numberNode(dim, at: span)
  }

  /// The key of the draws at this place, in this turn of the loops and lane of the maps around it.
  func drawKey(at span: SourceSpan) throws -> MartletGraph.ValueID {
    let graph = try currentGraph(at: span)
    return try turns.reduce(statementKey(at: span)) { key, turn in
      try graph.emit(DeriveKey(), [key, turn], at: span)
    }
  }

  /// The key of the draws of a statement: the run's, moved on by the statement, or a seed's own.
  private func statementKey(at span: SourceSpan) throws -> MartletGraph.ValueID {
    let graph = try currentGraph(at: span)
    if let seed {
      // As `seed(n)` has it, so that a script and a block of one seed draw the same numbers.
      let key = Int64(bitPattern: Philox(key: seed, place: 0).key)
      return try graph.emit(Constant(Tensor(scalar: key)), at: span)
    }
    let key = graph.key()
    guard statementOffset > 0 else { return key }
    let offset = try graph.emit(Constant(Tensor(scalar: Int64(statementOffset))), at: span)
    return try graph.elementwise(.add, [key, offset], at: span)
  }

  /// A draw of the call's sizes, numbered by its place.
  fileprivate func draw(
    _ call: Invocation, _ operation: (UInt64, [Dim]) -> any MartletGraph.Operation
  ) throws -> Value {
    let graph = try currentGraph(at: call.span)
    return .node(
      GraphNode(
        try graph.emit(
          operation(draws.next(), call.dims.first ?? []), [drawKey(at: call.span)], at: call.span)))
  }

  /// `uniform(low, high)`.
  fileprivate func uniform(_ call: Invocation) throws -> Value {
    let draw = try draw(call) { RandomUniform(place: $0, element: .f32, dims: $1) }
    let low = call.argument(0)
    let high = call.argument(1)
    if low == nil && high == nil { return draw }
    let width = try binary(.subtract, high ?? .float(1), low ?? .float(0), at: call.span)
    return try shifted(scaled(draw, by: width, at: call.span), by: low, at: call.span)
  }

  /// The value times a factor, if there is one.
  fileprivate func scaled(_ value: Value, by factor: Value?, at span: SourceSpan) throws -> Value {
    guard let factor else { return value }
    return try binary(.multiply, value, factor, at: span)
  }

  /// The value plus an offset, if there is one.
  fileprivate func shifted(_ value: Value, by offset: Value?, at span: SourceSpan) throws -> Value {
    guard let offset else { return value }
    return try binary(.add, value, offset, at: span)
  }
}
