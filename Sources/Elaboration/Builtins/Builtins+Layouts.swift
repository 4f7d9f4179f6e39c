import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

extension Builtins {
  /// Functions that rearrange elements.
  static var layouts: [Builtin] {
    [
      Builtin(
        "transpose",
        """
        ## The tensor with its last two axes exchanged, or with its axes in the given order.
        fn transpose[T: Element, ...S, ...R](x: T[...S], axes: [Int] = []) -> T[...R]
        """
      ) { try $0.transposed($1) },
      Builtin(
        "reshape",
        """
        ## The same elements, in row-major order, under another shape of the same number of elements.
        fn reshape[...R, T: Element, ...S](x: T[...S]) -> T[...R]
        """
      ) { try $0.reshaped($1) },
      Builtin(
        "broadcast",
        """
        ## The tensor repeated to a shape whose last axes are its own or stretch from 1.
        fn broadcast[...R, T: Element, ...S](x: T[...S]) -> T[...R]
        """
      ) { evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        let x = try evaluator.scalarOrNode(call.required(0), at: call.span)
        return .node(
          GraphNode(try graph.broadcast(x.id, to: call.dims.first ?? [], at: call.span)))
      },
      Builtin(
        "concat",
        """
        ## The tensors of a tuple or list, one behind the other along an axis.
        fn concat[A: Type, T: Element, ...R](parts: A, axis: Int = 0) -> T[...R]
        """
      ) { try $0.concatenated($1) },
      Builtin(
        "stack",
        """
        ## The tensors of a tuple or list, all of one shape, along a new first axis.
        fn stack[A: Type, T: Element, ...R](parts: A) -> T[...R]
        """
      ) { try $0.stacked($1) },
      Builtin(
        "diagonal",
        """
        ## The elements of a square matrix whose row is their column.
        fn diagonal[T: Element, N](x: T[N, N]) -> T[N]
        """
      ) { evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        let x = try evaluator.node(call.required(0), nil, at: call.span)
        let places = try graph.emit(Iota(dim: graph.type(of: x).dims[0]), at: call.span)
        return .node(
          GraphNode(
            try graph.emit(Gather(axes: [0, 1]), [x.id, places, places], at: call.span)))
      },
    ]
  }
}

extension Evaluator {
  /// The value as a node; a static number is an `f32` scalar.
  func scalarOrNode(_ value: Value, at span: SourceSpan) throws -> GraphNode {
    let node = try node(value, nil, at: span)
    guard node.isNumber else { return node }
    return GraphNode(try currentGraph(at: span).cast(node.id, to: .f32, at: span))
  }

  /// `transpose(x)` and `transpose(x, axes: […])`.
  fileprivate func transposed(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let rank = graph.type(of: x).dims.count
    var order = Array(0..<rank)
    if case .list(let axes) = call.argument(1) {
      order = try axes.map { try integer($0, at: call.span) }.map { $0 < 0 ? $0 + rank : $0 }
    } else {
      guard rank >= 2 else {
        throw Diagnostic.rankMismatch(
          "this tensor", found: graph.type(of: x).dims, promise: "of two axes or more",
          at: call.span)
      }
      order.swapAt(rank - 1, rank - 2)
    }
    return .node(
      GraphNode(try graph.emit(Transpose(permutation: order), [x.id], at: call.span)))
  }

  /// `reshape[…](x)`.
  fileprivate func reshaped(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let wanted = call.dims.first ?? []
    let found = graph.type(of: x).dims
    let count = found.reduce(Dim(1), *)
    try graph.unify(count, wanted.reduce(Dim(1), *)) {
      .rankMismatch(
        "this tensor", found: found,
        promise: "of as many elements as [\(wanted.map(\.description).joined(separator: ", "))]",
        at: call.span)
    }
    return .node(GraphNode(try graph.emit(Reshape(dims: wanted), [x.id], at: call.span)))
  }

  /// The parts of a tuple or list of tensors as nodes of one dtype.
  private func parts(_ value: Value, at span: SourceSpan) throws -> [GraphNode] {
    switch value {
    case .list(let values), .tuple(let values):
      guard !values.isEmpty else {
        throw Diagnostic.noParts(at: span)
      }
      let known = values.compactMap { value -> ElementType? in
        if case .node(let node) = value, !node.isNumber { return graph?.type(of: node).element }
        return nil
      }
      return try values.map { try node($0, known.first ?? .f32, at: span) }
    default: return [try node(value, nil, at: span)]
    }
  }

  /// `concat(parts, axis:)`.
  fileprivate func concatenated(_ call: Invocation) throws -> Value {
    if graph == nil, let joined = try joinedByHost(call) { return .tensor(joined) }
    let graph = try currentGraph(at: call.span)
    let nodes = try parts(call.required(0), at: call.span)
    let dims = graph.type(of: nodes[0]).dims
    let written = try call.argument(1).map { try integer($0, at: call.span) } ?? 0
    let axis = written < 0 ? written + dims.count : written
    guard dims.indices.contains(axis) else {
      throw Diagnostic.indexOutOfRange(written, count: dims.count, of: "the axes", at: call.span)
    }
    for node in nodes.dropFirst() {
      let other = graph.type(of: node).dims
      guard other.count == dims.count else {
        throw Diagnostic.rankMismatch(
          "a part", found: other, promise: "of \(dims.count) axes like the first", at: call.span)
      }
      for index in dims.indices where index != axis {
        try graph.unify(other[index], dims[index]) {
          .sizeMismatch(
            "a part", axis: index, found: other[index], expected: dims[index],
            promise: "like the first part", at: call.span)
        }
      }
    }
    return .node(
      GraphNode(try graph.emit(Concatenate(axis: axis), nodes.map(\.id), at: call.span)))
  }

  /// The tensors of a list in host code, whose sizes need no graph; nil if they are no tensors.
  private func joinedByHost(_ call: Invocation) throws -> Tensor? {
    let tensors = try tensorsOfList(call)
    guard let first = tensors.first else { return nil }
    let written = try call.argument(1).map { try integer($0, at: call.span) } ?? 0
    let axis = written < 0 ? written + first.rank : written
    guard first.shape.indices.contains(axis) else {
      throw Diagnostic.indexOutOfRange(written, count: first.rank, of: "the axes", at: call.span)
    }
    if let joined = Tensor(joining: tensors, axis: axis) { return joined }
    throw Diagnostic.partsMismatch(tensors.map(\.shape), except: axis, at: call.span)
  }

  /// The tensors of a list that host code puts together; none if some part is no tensor.
  private func tensorsOfList(_ call: Invocation) throws -> [Tensor] {
    guard case .list(let values) = try call.required(0) else { return [] }
    if values.isEmpty { throw Diagnostic.noParts(at: call.span) }
    let tensors = values.compactMap { if case .tensor(let tensor) = $0 { tensor } else { nil } }
    return tensors.count == values.count ? tensors : []
  }

  /// `stack(parts)`.
  fileprivate func stacked(_ call: Invocation) throws -> Value {
    if graph == nil {
      let tensors = try tensorsOfList(call)
      if let stacked = Tensor(stacking: tensors) { return .tensor(stacked) }
      if !tensors.isEmpty {
        throw Diagnostic.partsMismatch(tensors.map(\.shape), except: nil, at: call.span)
      }
    }
    let graph = try currentGraph(at: call.span)
    let nodes = try parts(call.required(0), at: call.span)
    let dims = graph.type(of: nodes[0]).dims
    let rows = try nodes.map { node in
      try graph.emit(Reshape(dims: [1] + graph.type(of: node).dims), [node.id], at: call.span)
    }
    for node in nodes.dropFirst() {
      for (axis, (found, expected)) in zip(graph.type(of: node).dims, dims).enumerated() {
        try graph.unify(found, expected) {
          .sizeMismatch(
            "a part", axis: axis, found: found, expected: expected,
            promise: "like the first part", at: call.span)
        }
      }
    }
    return .node(GraphNode(try graph.emit(Concatenate(axis: 0), rows, at: call.span)))
  }
}

extension Diagnostic {
  /// `concat` or `stack` of an empty list, whose dtype and sizes nothing tells.
  fileprivate static func noParts(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.emptyExtreme, "this list is empty, so there is nothing to put together", at: span)
  }

  /// Tensors of a list that do not fit together; their sizes agree but along `axis`.
  fileprivate static func partsMismatch(
    _ shapes: [[Int]], except axis: Int?, at span: SourceSpan
  ) -> Diagnostic {
    func rest(_ shape: [Int]) -> [Int] {
      shape.enumerated().compactMap { $0 == axis ? nil : $1 }
    }
    let other = shapes.first { $0.count != shapes[0].count || rest($0) != rest(shapes[0]) }
    return Diagnostic(
      .shapeMismatch, "the tensors of this list do not fit together", at: span,
      notes: ["one is \(shapes[0])", "and another \(other ?? shapes[0])"])
  }
}
