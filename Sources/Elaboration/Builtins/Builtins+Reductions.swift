import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

extension Builtins {
  /// Functions that combine the elements along axes, or rescale them.
  static var reductions: [Builtin] {
    [
      reduction("sum", "The sum of the elements, along some axes or all.", "Numeric") {
        try $0.reduced(.sum, $1)
      },
      reduction("prod", "The product of the elements, along some axes or all.", "Numeric") {
        try $0.reduced(.product, $1)
      },
      reduction("mean", "The mean of the elements, along some axes or all.", "Floating") {
        try $0.mean($1)
      },
      reduction(
        "max", "The greatest element, along some axes or all; `max(a, b)` is the greater one.",
        "Numeric"
      ) { try $0.greatestOrGreater(.maximum, .maximum, $1) },
      reduction(
        "min", "The smallest element, along some axes or all; `min(a, b)` is the smaller one.",
        "Numeric"
      ) { try $0.greatestOrGreater(.minimum, .minimum, $1) },
      Builtin("any", predicate("any", "Whether some element holds.")) { try $0.reduced(.any, $1) },
      Builtin("all", predicate("all", "Whether every element holds.")) { try $0.reduced(.all, $1) },
      reduction("variance", "The mean of the squared distances from the mean.", "Floating") {
        try $0.variance($1)
      },
      reduction("std", "The square root of the variance.", "Floating") {
        try $0.applied(.sqrt, $0.variance($1), at: $1.span)
      },
      Builtin("argmax", position("argmax", "greatest")) {
        try $0.argumentExtreme(.maximum, $1)
      },
      Builtin("argmin", position("argmin", "smallest")) {
        try $0.argumentExtreme(.minimum, $1)
      },
      Builtin(
        "logsumexp",
        """
        ## `log(sum(exp(x)))`, along some axes or all, without overflow.
        fn logsumexp[T: Floating, ...S, ...R](x: T[...S], axis: Int = 0, keep: Bool = false) -> T[...R]
        """
      ) { evaluator, call in
        try evaluator.alongAxes(call) { $0.logSumExp($1, axis: $2) }
      },
      Builtin("softmax", rescaling("softmax", "`exp(x) / sum(exp(x))`")) { evaluator, call in
        try evaluator.rescaled(call) { $0.softmax($1, axis: $2) }
      },
      Builtin("log_softmax", rescaling("log_softmax", "`x - log(sum(exp(x)))`")) {
        evaluator, call in
        try evaluator.rescaled(call) { $0.logSoftmax($1, axis: $2) }
      },
      Builtin("cumsum", rescaling("cumsum", "The running sum")) { evaluator, call in
        try evaluator.rescaled(call) { $0.add(CumulativeSum(axis: $2), [$1]) }
      },
      Builtin("cumprod", rescaling("cumprod", "The running product")) { evaluator, call in
        try evaluator.rescaled(call) { $0.cumulativeProduct($1, axis: $2) }
      },
      Builtin("cummax", rescaling("cummax", "The greatest element so far")) { evaluator, call in
        try evaluator.runningExtreme(.maximum, call)
      },
      Builtin("cummin", rescaling("cummin", "The smallest element so far")) { evaluator, call in
        try evaluator.runningExtreme(.minimum, call)
      },
      Builtin(
        "norm",
        """
        ## The Euclidean length of a tensor or tree: the root of the sum of squares.
        fn norm[T: Tree](x: T) -> f32[]
        """
      ) { evaluator, call in
        let x = try call.required(0)
        return try evaluator.applied(
          .sqrt, evaluator.innerProduct(x, x, call), at: call.span)
      },
      Builtin(
        "dot",
        """
        ## The sum of the products of corresponding elements of two tensors or trees.
        fn dot[T: Tree](a: T, b: T) -> f32[]
        """
      ) { try $0.innerProduct($1.required(0), $1.required(1), $1) },
    ]
  }

  /// A row with the parameters `x`, `axis` and `keep`.
  private static func reduction(
    _ name: String, _ summary: String, _ trait: String, _ body: @escaping Builtin.Body
  ) -> Builtin {
    Builtin(
      name,
      """
      ## \(summary)
      fn \(name)[T: \(trait), ...S, ...R](x: T[...S], axis: Int = 0, keep: Bool = false) -> T[...R]
      """, body)
  }

  /// The declaration of a reduction of truth values.
  private static func predicate(_ name: String, _ summary: String) -> String {
    """
    ## \(summary)
    fn \(name)[...S, ...R](x: bool[...S], axis: Int = 0, keep: Bool = false) -> bool[...R]
    """
  }

  /// The declaration of a search for an extreme.
  private static func position(_ name: String, _ which: String) -> String {
    """
    ## The position of the \(which) element along an axis; the first of several.
    fn \(name)[T: Numeric, ...S, ...R](x: T[...S], axis: Int = -1) -> i32[...R]
    """
  }

  /// The declaration of a function that keeps the shape.
  private static func rescaling(_ name: String, _ formula: String) -> String {
    """
    ## \(formula) along an axis.
    fn \(name)[T: Floating, ...S](x: T[...S], axis: Int = -1) -> T[...S]
    """
  }
}

extension Evaluator {
  /// The axes that a call names: an Int, a list of Ints, or all.
  private func axes(_ call: Invocation, rank: Int) throws -> [Int] {
    guard let argument = call.argument(1) else { return Array(0..<rank) }
    let written: [Int]
    if case .list(let values) = argument {
      written = try values.map { try integer($0, at: call.span) }
    } else {
      written = [try integer(argument, at: call.span)]
    }
    return try written.map { axis in
      let offset = axis < 0 ? axis + rank : axis
      guard (0..<rank).contains(offset) else {
        throw Diagnostic.indexOutOfRange(axis, count: rank, of: "the axes", at: call.span)
      }
      return offset
    }.sorted()
  }

  /// A node without some axes, or with 1 in their place.
  private func kept(_ value: ValueID, _ axes: [Int], _ dims: [Dim], _ call: Invocation) throws
    -> Value
  {
    guard call.flag(2, default: false) else { return .node(GraphNode(value)) }
    let wanted = dims.indices.map { axes.contains($0) ? Dim(1) : dims[$0] }
    return .node(
      GraphNode(
        try currentGraph(at: call.span).emit(Reshape(dims: wanted), [value], at: call.span)))
  }

  /// `sum(x, axis, keep)` and its like.
  func reduced(_ kind: Reduce.Kind, _ call: Invocation) throws -> Value {
    if case .list(let values) = try call.required(0) {
      return try reduced(kind, values, at: call.span)
    }
    if let sum = try overElements(call, { $0.reduce(kind, $1, axes: [0]) }) { return sum }
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let dims = graph.type(of: x).dims
    let axes = try axes(call, rank: dims.count)
    let result = try graph.emit(Reduce(kind: kind, axes: axes), [x.id], at: call.span)
    return try kept(result, axes, dims, call)
  }

  /// A reduction of a list of static values.
  private func reduced(_ kind: Reduce.Kind, _ values: [Value], at span: SourceSpan) throws -> Value
  {
    switch kind {
    case .sum:
      return try values.reduce(.int(0)) { try self.binary(.add, $0, $1, at: span) }
    case .product:
      return try values.reduce(.int(1)) { try self.binary(.multiply, $0, $1, at: span) }
    case .any: return .bool(try values.contains { try self.truth($0, at: span) })
    case .all: return .bool(try values.allSatisfy { try self.truth($0, at: span) })
    case .maximum, .minimum:
      throw Diagnostic.unexpectedValue("a list", "a tensor", at: span)
    }
  }

  /// A reduction of a stack over its elements, leaf by leaf; nil if the value is no stack.
  private func overElements(
    _ call: Invocation, _ body: (GraphBuilder, ValueID) -> ValueID
  ) throws -> Value? {
    let value = try call.required(0)
    guard isTree(value) else { return nil }
    let graph = try currentGraph(at: call.span)
    return try graph.builder.at(call.span) {
      try mapTree(value) {
        .node(GraphNode(body(graph.builder, try node($0, nil, at: call.span).id)))
      }.elementOfStack
    }
  }

  /// `mean(x, axis, keep)`.
  func mean(_ call: Invocation) throws -> Value {
    if case .list(let values) = try call.required(0) {
      guard !values.isEmpty else { throw Diagnostic.emptyList(call.span) }
      let total = try reduced(.sum, values, at: call.span)
      return try binary(.divide, total, .float(Double(values.count)), at: call.span)
    }
    if let mean = try overElements(call, { $0.mean($1, axes: [0]) }) { return mean }
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let dims = graph.type(of: x).dims
    let axes = try axes(call, rank: dims.count)
    let result = graph.builder.at(call.span) { graph.builder.mean(x.id, axes: axes) }
    return try kept(result, axes, dims, call)
  }

  /// `var(x, axis, keep)`: the mean of squared distances.
  func variance(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let dims = graph.type(of: x).dims
    let axes = try axes(call, rank: dims.count)
    let rest = dims.indices.filter { !axes.contains($0) }
    let mean = graph.builder.at(call.span) { graph.builder.mean(x.id, axes: axes) }
    let spread = try graph.spread(mean, to: dims, axes: Array(rest), at: call.span)
    let centred = try graph.elementwise(.subtract, [x.id, spread], at: call.span)
    let square = try graph.elementwise(.multiply, [centred, centred], at: call.span)
    let result = graph.builder.at(call.span) { graph.builder.mean(square, axes: axes) }
    return try kept(result, axes, dims, call)
  }

  /// `max(a, b)`, which has two arguments, or `max(x, axis, keep)`, also of a list of numbers.
  func greatestOrGreater(_ function: ScalarFunction, _ kind: Reduce.Kind, _ call: Invocation)
    throws -> Value
  {
    if call.arguments.count == 2 {
      return try extreme(function, call.required(0), call.required(1), at: call.span)
    }
    guard case .list(let values) = try call.required(0) else { return try reduced(kind, call) }
    guard let first = values.first else { throw Diagnostic.emptyList(call.span) }
    return try values.dropFirst().reduce(first) {
      try self.extreme(function, $0, $1, at: call.span)
    }
  }

  /// `argmax(x, axis)`.
  func argumentExtreme(_ kind: ArgExtreme.Kind, _ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let axis = try axis(call, rank: graph.type(of: x).dims.count)
    return .node(
      GraphNode(try graph.emit(ArgExtreme(kind: kind, axis: axis), [x.id], at: call.span)))
  }

  /// The one axis that a call names; the last if it names none.
  private func axis(_ call: Invocation, rank: Int) throws -> Int {
    guard call.argument(1) != nil else {
      guard rank > 0 else {
        throw Diagnostic.indexOutOfRange(-1, count: 0, of: "the axes", at: call.span)
      }
      return rank - 1
    }
    return try axes(call, rank: rank)[0]
  }

  /// A function that drops an axis, along each axis that is named, or all, the last first.
  func alongAxes(_ call: Invocation, _ build: (GraphBuilder, ValueID, Int) -> ValueID) throws
    -> Value
  {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let dims = graph.type(of: x).dims
    let axes = try axes(call, rank: dims.count)
    let result = graph.builder.at(call.span) {
      axes.reversed().reduce(x.id) { build(graph.builder, $0, $1) }
    }
    return try kept(result, axes, dims, call)
  }

  /// A function along one axis that keeps it.
  func rescaled(_ call: Invocation, _ build: (GraphBuilder, ValueID, Int) -> ValueID) throws
    -> Value
  {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let axis = try axis(call, rank: graph.type(of: x).dims.count)
    return .node(
      GraphNode(graph.builder.at(call.span) { build(graph.builder, x.id, axis) }))
  }

  /// `cummax(x, axis)` and `cummin`: the elements at the positions of the extremes so far.
  fileprivate func runningExtreme(_ kind: ArgExtreme.Kind, _ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let axis = try axis(call, rank: graph.type(of: x).rank)
    let places = try graph.emit(CumulativeExtreme(kind: kind, axis: axis), [x.id], at: call.span)
    return .node(GraphNode(try graph.gather(x.id, along: axis, at: places, span: call.span)))
  }
}
