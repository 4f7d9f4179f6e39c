import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

extension Builtins {
  /// Functions that read their axes from a string, for programs that come from other libraries.
  static var patterns: [Builtin] {
    [
      Builtin(
        "einsum",
        """
        ## The product of the tensors, summed over each axis that the result does not name.
        ##
        ## `einsum("b i d, b j d -> b i j", q, k)`; `einsum("bid,bjd->bij", q, k)` is the same. A name
        ## that stands twice for one tensor is its diagonal, and `...` stands for all other axes.
        fn einsum[A: Type, T: Numeric, ...R](pattern: String, operands: A) -> T[...R]
        """
      ) { try $0.einsum($1) },
      Builtin(
        "rearrange",
        """
        ## The same elements with their axes in another order, split or merged.
        ##
        ## `rearrange(x, "b (h k) c -> b h k c", h: 4)`: a label gives a size that does not follow from
        ## the tensor. `1` is an axis of one element, and `...` stands for all other axes.
        fn rearrange[T: Element, ...S, ...R](x: T[...S], pattern: String) -> T[...R]
        """
      ) { try $0.rearranged($1) },
    ]
  }
}

extension Evaluator {
  /// The pattern that an argument is; the checker has read it before.
  func pattern(_ value: Value, as form: AxisPattern.Form, at span: SourceSpan) throws
    -> (inputs: [AxisPattern.Side], result: AxisPattern.Side)
  {
    guard case .string(let text) = value, let pattern = try? AxisPattern(text, as: form),
      let result = pattern.result
    else { throw Diagnostic.unexpectedValue("this", "a string that names axes", at: span) }
    return (pattern.inputs, result)
  }

  /// `rearrange(x, "b (h k) -> b h k", h: 4)`: a reshape, a transpose and a reshape.
  fileprivate func rearranged(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try node(call.required(0), nil, at: call.span)
    let (inputs, result) = try pattern(
      call.required(1), as: .rearrangement, at: call.span)
    var given: [String: Dim] = [:]
    for (index, name) in inputs[0].names.enumerated() {
      given[name] = try call.argument(index + 2).map { try size($0, at: call.span) }
    }
    let parts = try SplitAxes(inputs[0], graph.type(of: x).dims, given, graph, at: call.span)
    var value = x.id
    func reshape(to dims: [Dim]) throws {
      guard dims != graph.builder.type(of: value).dims else { return }
      value = try graph.emit(Reshape(dims: dims), [value], at: call.span)
    }
    try reshape(to: parts.dims)
    let order = result.axes.flatMap { parts.places(of: $0) }
    if order != Array(parts.dims.indices) {
      value = try graph.emit(Transpose(permutation: order), [value], at: call.span)
    }
    try reshape(
      to: result.entries.flatMap { entry -> [Dim] in
        let dims = entry.axes.flatMap { parts.places(of: $0) }.map { parts.dims[$0] }
        return entry.isRest ? dims : [dims.reduce(1, *)]
      })
    return .node(GraphNode(value))
  }
}

/// The axes of a tensor, each split into those that the left side of a pattern names.
private struct SplitAxes {
  /// The sizes of all parts.
  var dims: [Dim] = []
  /// Where each name stands among them.
  private var named: [String: Int] = [:]
  /// Where the axes of `...` stand among them.
  private var rest: Range<Int> = 0..<0

  /// The parts of axes of the given sizes.
  init(
    _ side: AxisPattern.Side, _ sizes: [Dim], _ given: [String: Dim], _ graph: GraphContext,
    at span: SourceSpan
  ) throws {
    var axis = 0
    for entry in side.entries {
      if entry.isRest {
        let count = sizes.count - side.entries.count + 1
        guard count >= 0 else {
          throw Diagnostic.rankMismatch(
            "this tensor", found: sizes, promise: "of \(side.entries.count - 1) axes or more",
            at: span)
        }
        rest = dims.count..<dims.count + count
        dims += sizes[axis..<axis + count]
        axis += count
        continue
      }
      guard axis < sizes.count else { break }
      try split(entry, sizes[axis], given, graph, at: span)
      axis += 1
    }
    guard axis == sizes.count else {
      throw Diagnostic.rankMismatch(
        "this tensor", found: sizes, promise: "of \(side.entries.count) axes", at: span)
    }
  }

  /// Adds the parts of one axis; what no label gives is the rest of its size.
  private mutating func split(
    _ entry: AxisPattern.Entry, _ size: Dim, _ given: [String: Dim], _ graph: GraphContext,
    at span: SourceSpan
  ) throws {
    let names = entry.axes.compactMap(\.name)
    let known = names.compactMap { given[$0] }.reduce(1, *)
    let open = size.floorDivided(by: known)
    let isOpen = names.contains { given[$0] == nil }
    let whole = isOpen ? open * known : known
    try graph.unify(whole, size) {
      .sizeMismatch(
        "the tensor", axis: nil, found: size, expected: known,
        promise: isOpen ? "split evenly" : "the product of its parts", at: span)
    }
    for name in names {
      named[name] = dims.count
      dims.append(given[name] ?? (names.count == 1 ? size : open))
    }
  }

  /// Where the parts stand that a word of the pattern means.
  func places(of axis: AxisPattern.Axis) -> [Int] {
    switch axis.kind {
    case .one: []
    case .named(let name): named[name].map { [$0] } ?? []
    case .rest: Array(rest)
    }
  }
}
