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
    ]
  }

  /// Functions over trees.
  static var trees: [Builtin] {
    [
      Builtin(
        "zero_gradient",
        "## The gradient of `x` that is 0 everywhere.\nfn zero_gradient[T: Tree](x: T) -> Grad[T]"
      ) { evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        return try evaluator.gradientTree(of: call.required(0)) { _, leaf in
          let type = graph.type(of: try evaluator.node(leaf, nil, at: call.span))
          return .node(
            GraphNode(
              graph.builder.at(call.span) {
                graph.builder.filled(0, NodeType(type.element, type.dims))
              }))
        }
      },
      Builtin(
        "coordinates",
        """
        ## The trained tensors of `x` as a vector: `x` less the origin, which weight decay needs.
        fn coordinates[T: Tree](x: T) -> Grad[T]
        """
      ) { evaluator, call in
        try evaluator.gradientTree(of: call.required(0)) { _, leaf in leaf }
      },
      Builtin(
        "identity", "## `x` itself.\nfn identity[A: Type](x: A) -> A", isStatic: true
      ) { _, call in try call.required(0) },
      Builtin(
        "map_leaves",
        """
        ## The tree with `f(path, leaf)` in place of each tensor; `path` is its field path, a String.
        fn map_leaves[T: Tree](tree: T, f: fn[...L](String, f32[...L]) -> f32[...L]) -> T
        """
      ) { evaluator, call in
        guard case .function(let function) = try call.required(1) else {
          throw Diagnostic.unexpectedValue("a value", "a function", at: call.span)
        }
        return try evaluator.gradientTree(of: call.required(0)) { path, leaf in
          try evaluator.apply(function, [.string(path), leaf], call.frame, at: call.span)
        }
      },
    ]
  }

  /// Functions over lists and other sequences; static, so they need no graph.
  static var lists: [Builtin] {
    [
      Builtin(
        "list", "## The Ints of a range, as a list.\nfn list(range: [Int]) -> [Int]", isStatic: true
      ) { evaluator, call in
        switch try call.required(0) {
        case .range(let lower, let upper):
          guard let low = lower.constant, let high = upper.constant else {
            throw Diagnostic.sizeNotKnown(upper - lower, at: call.span)
          }
          let (count, overflow) = high.subtractingReportingOverflow(low)
          guard !overflow, count <= Evaluator.longestList else {
            throw Diagnostic.listTooLong(low, high, limit: Evaluator.longestList, at: call.span)
          }
          return .list((low..<max(low, high)).map { .int($0) })
        case let value: return value
        }
      },
      Builtin(
        "enumerate",
        """
        ## The values with their positions, from 0.
        fn enumerate[A: Type](values: [A]) -> [(Int, A)]
        """, isStatic: true
      ) { evaluator, call in
        switch try call.required(0) {
        case .list(let values), .tuple(let values):
          return .list(values.enumerated().map { .tuple([.int($0), $1]) })
        case .host(let object):
          guard let stream = object as? any HostStream else { break }
          return .host(EnumeratedStream(stream))
        case .tensor(let tensor) where evaluator.graph == nil && tensor.rank > 0:
          return .list((0..<tensor.shape[0]).map { .tuple([.int($0), .tensor(tensor.entry($0))]) })
        default: break
        }
        throw Diagnostic.unexpectedValue(
          try call.required(0).kindName, "a list or stream", at: call.span)
      },
      Builtin(
        "zip",
        """
        ## Pairs of the values at the same positions of two lists of one length.
        fn zip[A: Type, B: Type](a: [A], b: [B]) -> [(A, B)]
        """, isStatic: true
      ) { evaluator, call in
        guard case .list(let a) = try call.required(0), case .list(let b) = try call.required(1)
        else { throw Diagnostic.unexpectedValue("no list", "a list", at: call.span) }
        guard a.count == b.count else {
          throw Diagnostic.unequalLengths(min(a.count, b.count), at: call.span)
        }
        return .list(zip(a, b).map { .tuple([$0, $1]) })
      },
    ]
  }

  /// Methods of lists and Strings, by the names that the checker gives them.
  static var methods: [Builtin] {
    [
      Builtin("list.contains", "", isStatic: true) { evaluator, call in
        guard case .list(let values) = try call.required(0) else { return .bool(false) }
        let wanted = try call.required(1)
        return .bool(values.contains { evaluator.equal($0, wanted) == true })
      },
      Builtin("list.filter", "", isStatic: true) { evaluator, call in
        guard case .list(let values) = try call.required(0),
          case .function(let test) = try call.required(1)
        else { throw Diagnostic.unexpectedValue("no function", "a function", at: call.span) }
        return .list(
          try values.filter {
            try evaluator.truth(
              evaluator.apply(test, [$0], call.frame, at: call.span), at: call.span)
          })
      },
      textTest("string.ends_with") { $0.hasSuffix($1) },
      textTest("string.starts_with") { $0.hasPrefix($1) },
      textTest("string.contains") { text, part in
        part.isEmpty
          || text.indices.contains { text[$0...].hasPrefix(part) }
      },
    ]
  }

  /// A method that asks something of a String and another.
  private static func textTest(
    _ name: String, _ test: @escaping (String, String) -> Bool
  ) -> Builtin {
    Builtin(name, "", isStatic: true) { _, call in
      guard case .string(let text) = try call.required(0),
        case .string(let part) = try call.required(1)
      else { throw Diagnostic.unexpectedValue("no String", "a String", at: call.span) }
      return .bool(test(text, part))
    }
  }

  /// Conversions between numbers, and from lists of numbers to tensors.
  static var conversions: [Builtin] {
    [
      Builtin("Int", "", isStatic: true) { evaluator, call in
        let value = try call.required(0)
        switch value {
        case .int, .size: return value
        case .bool(let truth): return .int(truth ? 1 : 0)
        case .float(let number): return try evaluator.truncated(number, at: call.span)
        case .tensor(let tensor) where tensor.count == 1:
          if !tensor.elementType.isFloating { return .int(tensor.scalarInt) }
          return try evaluator.truncated(tensor.scalarDouble, at: call.span)
        case .string(let text):
          guard let number = Int(text) else {
            throw Diagnostic.notANumber(text, "an Int", at: call.span)
          }
          return .int(number)
        default: throw Diagnostic.unexpectedValue(value.kindName, "a number", at: call.span)
        }
      },
      Builtin("Float", "", isStatic: true) { evaluator, call in
        let value = try call.required(0)
        switch value {
        case .int(let number): return .float(Double(number))
        case .float: return value
        case .bool(let truth): return .float(truth ? 1 : 0)
        case .size(let dim): return try evaluator.numberNode(dim, at: call.span)
        case .tensor(let tensor) where tensor.count == 1: return .float(tensor.scalarDouble)
        case .string(let text):
          guard let number = Double(text) else {
            throw Diagnostic.notANumber(text, "a Float", at: call.span)
          }
          return .float(number)
        default: throw Diagnostic.unexpectedValue(value.kindName, "a number", at: call.span)
        }
      },
      Builtin("Bool", "", isStatic: true) { evaluator, call in
        .bool(try evaluator.truth(call.required(0), at: call.span))
      },
      Builtin("String", "", isStatic: true) { _, call in
        .string(try ValueFormat("").text(of: call.required(0)))
      },
      Builtin(
        "tensor",
        """
        ## The numbers of a list, or of a list of lists of one length, as a tensor.
        fn tensor[A: Type, T: Element, ...R](values: A) -> T[...R]
        """
      ) { evaluator, call in
        let tensor = try evaluator.tensor(of: call.required(0), at: call.span)
        guard let tensor else {
          return try evaluator.callBuiltin(
            "stack",
            Invocation(
              arguments: call.arguments, expressions: call.expressions, dims: [],
              type: call.type, span: call.span, frame: call.frame))
        }
        guard let graph = evaluator.graph else { return .tensor(tensor) }
        return .node(GraphNode(try graph.emit(Constant(tensor), at: call.span)))
      },
    ]
  }
}

extension Evaluator {
  /// A Float as an Int, towards zero.
  fileprivate func truncated(_ number: Double, at span: SourceSpan) throws -> Value {
    guard let whole = Int(exactly: number.rounded(.towardZero)) else {
      throw Diagnostic.integerOverflow("Int(\(number))", at: span)
    }
    return .int(whole)
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

  /// A list of static numbers as a tensor; nil if it holds tensors.
  fileprivate func tensor(of value: Value, at span: SourceSpan) throws -> Tensor? {
    var numbers: [Value] = []
    var shape: [Int] = []
    func collect(_ value: Value, depth: Int) throws -> Bool {
      guard case .list(let values) = value else {
        guard depth == shape.count else { return false }
        numbers.append(value)
        return true
      }
      if depth == shape.count {
        guard numbers.isEmpty else { return false }
        shape.append(values.count)
      }
      guard shape[depth] == values.count else {
        throw Diagnostic.unequalLengths(min(shape[depth], values.count), at: span)
      }
      for value in values {
        guard try collect(value, depth: depth + 1) else { return false }
      }
      return true
    }
    guard try collect(value, depth: 0) else { return nil }
    return try tensor(numbers, shape: shape, at: span)
  }

  /// Static numbers as a tensor: `bool`, `i32` if all are Ints, else `f32`; nil for others.
  private func tensor(_ numbers: [Value], shape: [Int], at span: SourceSpan) throws -> Tensor? {
    var reals: [Double] = []
    var element = ElementType.bool
    for number in numbers {
      switch number {
      case .int(let value):
        reals.append(Double(value))
        if element == .bool { element = .i32 }
        guard Int32(exactly: value) != nil else {
          throw Diagnostic.integerOverflow("i32(\(value))", at: span)
        }
      case .float(let value):
        reals.append(value)
        element = .f32
      case .bool(let truth): reals.append(truth ? 1 : 0)
      default: return nil
      }
    }
    if numbers.isEmpty { element = .f32 }
    return Tensor(f64: reals, shape: shape).converted(to: element)
  }
}

extension Diagnostic {
  /// A String that was to be read as a number.
  static func notANumber(_ text: String, _ kind: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notANumber, "\"\(text)\" is not \(kind)", at: span)
  }
}

/// A stream whose values come with their positions.
final class EnumeratedStream: HostStream {
  private let source: any HostStream

  /// The given stream with positions.
  init(_ source: any HostStream) { self.source = source }

  var typeName: String { source.typeName }
  var count: Int? { source.count }

  func makeSequence() -> any ValueSequence { Walk(source.makeSequence()) }

  /// A walk that counts.
  private final class Walk: ValueSequence {
    private let source: any ValueSequence
    private var position = 0

    /// A walk over the given one.
    init(_ source: any ValueSequence) { self.source = source }

    func next() throws -> Value? {
      guard let value = try source.next() else { return nil }
      defer { position += 1 }
      return .tuple([.int(position), value])
    }
  }
}
