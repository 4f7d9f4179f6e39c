import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

extension Builtins {
  /// Functions that take a part of a tensor, put one in, or surround one.
  static var placements: [Builtin] {
    [
      Builtin(
        "take",
        """
        ## The rows `start ..< start + count`, where `start` may be a number of the running graph.
        fn take[T: Element, N, ...S](x: T[N, ...S], start: i32[], count: Int) -> T[count, ...S]
        """
      ) { try $0.taken($1) },
      Builtin(
        "update",
        """
        ## The tensor with the rows from `at` on replaced by those of `value`.
        fn update[T: Element, N, W, ...S](x: T[N, ...S], at: i32[], value: T[W, ...S]) -> T[N, ...S]
        """
      ) { try $0.updated($1) },
      Builtin(
        "tile",
        """
        ## The tensor repeated to a shape whose last axes are whole multiples of its own.
        fn tile[...R, T: Element, ...S](x: T[...S]) -> T[...R]
        """
      ) { try $0.tiled($1) },
      Builtin(
        "pad",
        """
        ## The tensor with `before` and `after` elements more at the ends of an axis, and `between` more
        ## between neighbours: zeros, or `value`.
        fn pad[T: Element, ...S, ...R](x: T[...S], axis: Int, before: Int = 0, after: Int = 0, between: Int = 0, value: T[] = 0) -> T[...R]
        """
      ) { try $0.padded($1) },
    ]
  }
}

extension Evaluator {
  /// `take(x, start: t, count: W)`.
  fileprivate func taken(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let count = try size(call.required(2), at: call.span)
    let rows = try positions(from: call.required(1), count: count, by: .add, at: call.span)
    let checked = try bounded(
      GraphNode(rows), below: graph.type(of: x).dims[0], graph, at: call.span)
    return .node(GraphNode(try graph.emit(Gather(axes: [0]), [x.id, checked], at: call.span)))
  }

  /// The numbers below a count, each plus a start, or minus it.
  private func positions(
    from start: Value, count: Dim, by function: ScalarFunction, at span: SourceSpan
  ) throws -> ValueID {
    let graph = try currentGraph(at: span)
    let start = try node(start, .i32, at: span)
    let numbers = try graph.emit(Iota(dim: count), at: span)
    let spread = try graph.spread(start.id, to: [count], axes: [], at: span)
    return try graph.elementwise(function, [numbers, spread], at: span)
  }

  /// `update(x, at: t, value)`.
  fileprivate func updated(_ call: Invocation) throws -> Value {
    let span = call.span
    let graph = try currentGraph(at: span)
    let x = try node(call.required(0), nil, at: span)
    let type = graph.type(of: x)
    let value = try node(call.required(2), type.element, at: span)
    let (length, count) = (type.dims[0], graph.type(of: value).dims[0])
    let start = try node(call.required(1), .i32, at: span)
    let inRange = try bounded(start, below: length - count + 1, graph, at: span)
    let places = try positions(
      from: .node(GraphNode(inRange)), count: length, by: .subtract, at: span)
    let isLess = try graph.elementwise(
      .less, [places, filled(0, [length], at: span)], at: span)
    let isPast = try graph.elementwise(
      .greaterEqual, [places, filled(count, [length], at: span)], at: span)
    let isOutside = try graph.elementwise(.logicalOr, [isLess, isPast], at: span)
    let safe = try graph.elementwise(
      .select, [isOutside, filled(0, [length], at: span), places], at: span)
    let rows = try graph.emit(CheckBound(bound: count), [safe], at: span)
    let moved = try graph.emit(Gather(axes: [0]), [value.id, rows], at: span)
    let keeps = try graph.spread(isOutside, to: type.dims, axes: [0], at: span)
    return .node(GraphNode(try graph.elementwise(.select, [keeps, x.id, moved], at: span)))
  }

  /// A size as a tensor of one number.
  private func filled(_ size: Dim, _ dims: [Dim], at span: SourceSpan) throws -> ValueID {
    let graph = try currentGraph(at: span)
    let number = try graph.emit(SizeValue(dim: size, element: .i32), at: span)
    return try graph.spread(number, to: dims, axes: [], at: span)
  }

  /// `tile[…](x)`: each axis of the result is cut into repetitions and one copy.
  fileprivate func tiled(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try scalarOrNode(call.required(0), at: call.span)
    let (own, wanted) = (graph.type(of: x).dims, call.dims.first ?? [])
    let lead = wanted.count - own.count
    guard lead >= 0 else {
      throw Diagnostic.cannotBroadcast(from: own, to: wanted, at: call.span)
    }
    var cut = Array(wanted.prefix(lead))
    var axes: [Int] = []
    for (size, whole) in zip(own, wanted.dropFirst(lead)) {
      let times = whole.floorDivided(by: size)
      try graph.unify(times * size, whole) {
        .cannotBroadcast(from: own, to: wanted, at: call.span)
      }
      axes.append(cut.count + 1)
      cut += [times, size]
    }
    let spread = try graph.spread(x.id, to: cut, axes: axes, at: call.span)
    return .node(GraphNode(try graph.emit(Reshape(dims: wanted), [spread], at: call.span)))
  }

  /// `pad(x, axis: -1, before: 1, after: 1)`.
  fileprivate func padded(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let type = graph.type(of: x)
    let written = try integer(call.required(1), at: call.span)
    let axis = written < 0 ? written + type.rank : written
    var low = type.dims.map { _ in Dim(0) }
    var high = low
    var interior = type.dims.map { _ in 0 }
    low[axis] = try call.argument(2).map { try size($0, at: call.span) } ?? 0
    high[axis] = try call.argument(3).map { try size($0, at: call.span) } ?? 0
    interior[axis] = try call.argument(4).map { try integer($0, at: call.span) } ?? 0
    let pad = Pad(low: low, high: high, interior: interior)
    let padded = try graph.emit(pad, [x.id], at: call.span)
    guard let value = call.argument(5) else { return .node(GraphNode(padded)) }
    let filling = try node(value, type.element, at: call.span)
    let inside = try graph.emit(
      pad, [graph.builder.filled(1, TensorType(.bool, type.dims))], at: call.span)
    let spread = try graph.spread(
      filling.id, to: graph.builder.type(of: padded).dims, axes: [], at: call.span)
    return .node(
      GraphNode(try graph.elementwise(.select, [inside, padded, spread], at: call.span)))
  }
}
