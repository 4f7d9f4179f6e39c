import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Builtins {
  /// Functions over the segments that an index tensor names.
  static var segments: [Builtin] {
    [
      Builtin(
        "segment_sum",
        """
        ## For each segment the sum of its rows; `by[n]` is the segment of row `n`.
        fn segment_sum[T: Numeric, N, G, ...S](x: T[N, ...S], by: i32<G>[N]) -> T[G, ...S]
        """
      ) { try $0.segmentSum($1.required(0), $1.required(1), at: $1.span) },
      Builtin(
        "segment_mean",
        """
        ## For each segment the mean of its rows; 0 for a segment without rows.
        fn segment_mean[T: Floating, N, G, ...S](x: T[N, ...S], by: i32<G>[N]) -> T[G, ...S]
        """
      ) { try $0.segmentMean($1.required(0), $1.required(1), at: $1.span) },
      extreme("segment_max", .maximum, "the greatest", "the least number there is"),
      extreme("segment_min", .minimum, "the smallest", "the greatest number there is"),
    ]
  }
}

extension Builtins {
  /// A row for an extreme of each segment.
  private static func extreme(
    _ name: String, _ kind: ArgExtreme.Kind, _ which: String, _ empty: String
  ) -> Builtin {
    Builtin(
      name,
      """
      ## For each segment and column \(which) element, of several the first to get the gradient; for a
      ## segment without rows \(empty).
      fn \(name)[T: Numeric, N, G, ...S](x: T[N, ...S], by: i32<G>[N]) -> T[G, ...S]
      """
    ) { try $0.segmentExtreme(kind, $1.required(0), $1.required(1), at: $1.span) }
  }
}

extension Evaluator {
  /// The extremes of each segment: from the rows and, behind them, one for segments without any.
  fileprivate func segmentExtreme(
    _ kind: ArgExtreme.Kind, _ x: Value, _ ids: Value, at span: SourceSpan
  ) throws -> Value {
    let graph = try currentGraph(at: span)
    let rows = try node(x, nil, at: span)
    let owners = try node(ids, .i32, at: span)
    let type = graph.type(of: rows)
    guard graph.type(of: owners).bound != nil, let length = type.dims.first else {
      throw Diagnostic.unexpectedValue("an index without a range", "i32<G>[N]", at: span)
    }
    try graph.unify(graph.type(of: owners).dims[0], length) {
      .sizeMismatch(
        "`by`", axis: 0, found: graph.type(of: owners).dims[0], expected: length,
        promise: "one segment for each row", at: span)
    }
    let all = graph.builder.at(span) { () -> ValueID in
      let builder = graph.builder
      let plain = builder.assume(rows.id, NodeType(type.element, type.dims))
      // The extreme of no rows is what every number beats, exactly, in each element type.
      let noRows = builder.add(StopGradient(), [builder.slice(plain, axis: 0, from: 0, to: 0)])
      let none = builder.reduce(kind == .maximum ? .maximum : .minimum, noRows, axes: [0])
      return builder.add(
        Concatenate(axis: 0), [plain, builder.reshape(none, [1] + type.dims.dropFirst())])
    }
    let places = try graph.emit(SegmentExtreme(kind: kind), [rows.id, owners.id], at: span)
    return .node(GraphNode(try graph.gather(all, along: 0, at: places, span: span)))
  }

  /// The sums of the rows of each segment.
  fileprivate func segmentSum(_ x: Value, _ ids: Value, at span: SourceSpan) throws -> Value {
    let graph = try currentGraph(at: span)
    let rows = try node(x, nil, at: span)
    let owners = try node(ids, .i32, at: span)
    let type = graph.type(of: rows)
    guard let count = graph.type(of: owners).bound, let length = type.dims.first else {
      throw Diagnostic.unexpectedValue("an index without a range", "i32<G>[N]", at: span)
    }
    try graph.unify(graph.type(of: owners).dims[0], length) {
      .sizeMismatch(
        "`by`", axis: 0, found: graph.type(of: owners).dims[0], expected: length,
        promise: "one segment for each row", at: span)
    }
    let zero = graph.builder.at(span) {
      graph.builder.filled(
        0, NodeType(type.element, [count] + type.dims.dropFirst()))
    }
    return .node(
      GraphNode(try graph.emit(ScatterAdd(axes: [0]), [zero, owners.id, rows.id], at: span)))
  }

  /// The means of the rows of each segment.
  fileprivate func segmentMean(_ x: Value, _ ids: Value, at span: SourceSpan) throws -> Value {
    let graph = try currentGraph(at: span)
    let sums = try node(segmentSum(x, ids, at: span), nil, at: span)
    let type = graph.type(of: try node(x, nil, at: span))
    let one = graph.builder.at(span) {
      graph.builder.filled(1, NodeType(type.element, [type.dims[0]]))
    }
    let counts = try segmentSum(.node(GraphNode(one)), ids, at: span)
    let divisor = try node(
      extreme(.maximum, counts, .float(1), at: span), nil, at: span)
    let dims = graph.type(of: sums).dims
    let spread = try graph.spread(divisor.id, to: dims, axes: [0], at: span)
    return .node(GraphNode(try graph.elementwise(.divide, [sums.id, spread], at: span)))
  }
}
