import MartletSource

/// Messages about loops and choices that become operations of the graph.
extension Diagnostic {
  /// A loop over a list and something else in step.
  static func listInStep(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notIterable, "a list is built step by step, and the others are one loop in the graph",
      at: span,
      help: ["walk `list(0..<n)` and index the others, or make the list one tensor: `stack(xs)`"])
  }

  /// A list at a position that exists when the graph runs.
  static func listAtData(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notKnown, "a list's position needs a value that is known while building", at: span,
      label: "this is \(type), which exists when the graph runs",
      help: ["walk the list, `for x in xs`, or its positions, `for k in list(0..<xs.count)`"])
  }

  /// A body whose values are no stack.
  static func notStackable(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notStackable, "values of type \(type) cannot be stacked", at: span,
      notes: ["the value of a loop over a range, a tensor or a stack is one tensor or tree"],
      help: ["to have a list, walk one: `list(0..<n)`"])
  }

  /// A known variable that data would decide on.
  static func knownFromData(
    _ name: String, _ type: String, declared: SourceSpan, inside place: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .knownFromData, "`\(name)` is \(type), which cannot change in \(place)", at: span,
      labels: [Label(declared, "`\(name)` is known while the graph is built")],
      help: ["make it a tensor: `var \(name): \(Diagnostic.tensorType(for: type))[] = …`"])
  }

  /// A branch that yields what must be known, chosen by data.
  static func knownBranch(_ type: String, condition: SourceSpan, at span: SourceSpan) -> Diagnostic
  {
    Diagnostic(
      .knownFromData, "data cannot choose between known values of type \(type)", at: span,
      labels: [Label(condition, "this exists when the graph runs")],
      help: ["make it a tensor: `\(Diagnostic.tensorType(for: type))(…)`"])
  }

  /// The dtype that a static number has as a tensor.
  private static func tensorType(for type: String) -> String {
    switch type {
    case "Int": "i32"
    case "Bool": "bool"
    default: "f32"
    }
  }
}
