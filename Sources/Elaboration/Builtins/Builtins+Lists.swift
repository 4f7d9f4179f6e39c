import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Builtins {
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
        return .bool(
          try values.contains { value in
            if let isSame = evaluator.equal(value, wanted) { return isSame }
            throw Diagnostic.unexpectedValue(value.kindName, "a known value", at: call.span)
          })
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
      Builtin("list.map", "", isStatic: true) { evaluator, call in
        guard case .list(let values) = try call.required(0),
          case .function(let function) = try call.required(1)
        else { throw Diagnostic.unexpectedValue("no function", "a function", at: call.span) }
        return .list(
          try values.map {
            try evaluator.apply(function, [$0], call.frame, at: call.span).bound()
          })
      },
      Builtin("list.reversed", "", isStatic: true) { _, call in
        guard case .list(let values) = try call.required(0) else { return .list([]) }
        return .list(values.reversed())
      },
      Builtin("list.sorted", "", isStatic: true) { _, call in
        guard case .list(let values) = try call.required(0) else { return .list([]) }
        return .list(try values.sorted { try comesBefore($0, $1, at: call.span) })
      },
      Builtin("list.joined", "", isStatic: true) { _, call in
        guard case .list(let values) = try call.required(0),
          case .string(let separator) = try call.required(1)
        else { throw Diagnostic.unexpectedValue("no list", "a list of Strings", at: call.span) }
        let parts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        return .string(parts.joined(separator: separator))
      },
      textTest("string.ends_with") { $0.hasSuffix($1) },
      textTest("string.starts_with") { $0.hasPrefix($1) },
      textTest("string.contains") { text, part in
        part.isEmpty
          || text.indices.contains { text[$0...].hasPrefix(part) }
      },
    ]
  }

  /// Whether a value stands before another in a sorted list; what is no number comes last.
  private static func comesBefore(_ a: Value, _ b: Value, at span: SourceSpan) throws -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a < b
    case (.float(let a), .float(let b)): return a < b || (b.isNaN && !a.isNaN)
    case (.string(let a), .string(let b)): return a < b
    default:
      throw Diagnostic.unexpectedValue("\(a.kindName) and \(b.kindName)", "an order", at: span)
    }
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
}
