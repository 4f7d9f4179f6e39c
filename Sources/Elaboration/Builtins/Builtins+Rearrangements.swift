import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

extension Builtins {
  /// Functions that take the elements along an axis from computed positions.
  static var rearrangements: [Builtin] {
    [
      Builtin(
        "roll",
        """
        ## The elements along an axis moved on by `by` places; those that leave at one end come in at the
        ## other.
        fn roll[T: Element, ...S](x: T[...S], by: i32[], axis: Int = -1) -> T[...S]
        """
      ) { try $0.rolled($1) },
      Builtin(
        "repeat",
        """
        ## Each element along an axis `count` times in a row.
        fn repeat[T: Element, ...S, ...R](x: T[...S], count: Int, axis: Int = -1) -> T[...R]
        """
      ) { try $0.repeated($1) },
      extending("pad_edge", .edge, "copies of the outermost element"),
      extending("pad_wrap", .wrap, "the elements of the other end, over and over"),
      extending(
        "pad_reflect", .reflect, "the elements mirrored at the outermost one, which stands once"),
    ]
  }

  /// A row for a function that lengthens an axis.
  private static func extending(_ name: String, _ kind: AxisExtension, _ with: String) -> Builtin {
    Builtin(
      name,
      """
      ## The tensor with `before` and `after` elements more at the ends of an axis: \(with).
      fn \(name)[T: Element, ...S, ...R](x: T[...S], axis: Int, before: Int = 0, after: Int = 0) -> T[...R]
      """
    ) { try $0.extended($1, kind) }
  }
}

/// What stands beyond the ends of an axis.
private enum AxisExtension {
  case edge, wrap, reflect
}

extension Evaluator {
  /// `roll(x, by: 1, axis: 0)`: position `i` holds what was at `i - by`.
  fileprivate func rolled(_ call: Invocation) throws -> Value {
    try rearranged(call, axisArgument: 2) { graph, length in
      let moved = try self.node(call.required(1), .i32, at: call.span)
      let by = try graph.spread(moved.id, to: [length], axes: [], at: call.span)
      let places = try graph.elementwise(
        .subtract, [self.numbers(length, at: call.span), by], at: call.span)
      let whole = try self.number(length, along: length, at: call.span)
      return try graph.elementwise(.remainder, [places, whole], at: call.span)
    }
  }

  /// `repeat(x, count: 3, axis: 0)`: position `i` holds what was at `i // count`.
  fileprivate func repeated(_ call: Invocation) throws -> Value {
    let count = try size(call.required(1), at: call.span)
    return try rearranged(call, axisArgument: 2) { graph, length in
      let all = length * count
      return try graph.elementwise(
        .floorDivide,
        [self.numbers(all, at: call.span), self.number(count, along: all, at: call.span)],
        at: call.span)
    }
  }

  /// `pad_edge(x, axis: 0, before: 1, after: 1)` and its kin.
  fileprivate func extended(_ call: Invocation, _ kind: AxisExtension) throws -> Value {
    let before = try call.argument(2).map { try size($0, at: call.span) } ?? 0
    let after = try call.argument(3).map { try size($0, at: call.span) } ?? 0
    return try rearranged(call, axisArgument: 1) { graph, length in
      let all = before + length + after
      func filled(_ size: Dim) throws -> ValueID {
        try self.number(size, along: all, at: call.span)
      }
      func apply(_ function: ScalarFunction, _ inputs: ValueID...) throws -> ValueID {
        try graph.elementwise(function, inputs, at: call.span)
      }
      let place = try apply(.subtract, self.numbers(all, at: call.span), filled(before))
      switch kind {
      case .edge:
        return try apply(.minimum, apply(.maximum, place, filled(0)), filled(length - 1))
      case .wrap: return try apply(.remainder, place, filled(length))
      case .reflect:
        let last = try filled(length - 1)
        return try apply(
          .subtract, last, apply(.abs, apply(.subtract, apply(.abs, place), last)))
      }
    }
  }

  /// The elements along the axis that an argument names, or the last, from given positions.
  private func rearranged(
    _ call: Invocation, axisArgument: Int,
    _ positions: (GraphContext, _ length: Dim) throws -> ValueID
  ) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let type = graph.type(of: x)
    let written = try call.argument(axisArgument).map { try integer($0, at: call.span) } ?? -1
    let axis = written < 0 ? written + type.rank : written
    guard (0..<type.rank).contains(axis) else {
      throw Diagnostic.indexOutOfRange(written, count: type.rank, of: "the axes", at: call.span)
    }
    let places = try bounded(
      GraphNode(positions(graph, type.dims[axis])), below: type.dims[axis], graph, at: call.span)
    let front = [axis] + type.dims.indices.filter { $0 != axis }
    let moved = try graph.emit(Transpose(permutation: front), [x.id], at: call.span)
    let rows = try graph.emit(Gather(axes: [0]), [moved, places], at: call.span)
    let back = type.dims.indices.map { $0 == axis ? 0 : $0 < axis ? $0 + 1 : $0 }
    return .node(GraphNode(try graph.emit(Transpose(permutation: back), [rows], at: call.span)))
  }

  /// The whole numbers below a size, of no range.
  private func numbers(_ count: Dim, at span: SourceSpan) throws -> ValueID {
    let graph = try currentGraph(at: span)
    let numbers = try graph.emit(Iota(dim: count), at: span)
    return graph.builder.assume(numbers, TensorType(.i32, [count]))
  }

  /// A size as a number, as often as another size says.
  private func number(_ size: Dim, along count: Dim, at span: SourceSpan) throws -> ValueID {
    let graph = try currentGraph(at: span)
    let number = try graph.emit(SizeValue(dim: size, element: .i32), at: span)
    return try graph.spread(number, to: [count], axes: [], at: span)
  }
}
