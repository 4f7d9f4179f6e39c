import MartletSource

/// Messages about loops, jumps and choices.
extension Diagnostic {
  /// Something that no loop walks.
  static func notIterable(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notIterable, "a loop cannot walk \(type)", at: span,
      notes: ["loops walk ranges, lists, tensors, stacks and batches"],
      help: type == "Int" ? ["to count, walk a range: `0..<n`"] : [])
  }

  /// Something else than a list in `zip` or `enumerate`.
  static func listsOnly(_ type: String, of function: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notIterable, "`\(function)` takes lists, not \(type)", at: span,
      help: [
        function == "zip"
          ? "a loop walks several values in step: `for x in xs, y in ys { … }`"
          : "a loop walks the positions in step: `for i in 0..<n, x in xs { … }`"
      ])
  }

  /// `break` or `continue` where nothing is to leave.
  static func misplacedJump(isHost: Bool, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .misplacedJump,
      isHost
        ? "there is no loop around this to leave"
        : "a loop of a `fn` runs to its end: `break` and `continue` are for procs and scripts",
      at: span,
      help: isHost ? [] : ["write the condition to go on into the loop: `while c limit n { … }`"])
  }

  /// `return` outside a proc.
  static func misplacedReturn(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .misplacedJump, "`return` is for procs", at: span,
      help: ["the value of a `fn` is its last expression"])
  }

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
      help: ["to have a list, map one: `map k in list(0..<n) { … }`"])
  }

  /// A known variable that data would decide on.
  static func knownFromData(
    _ name: String, _ type: String, declared: SourceSpan, inside place: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .knownFromData, "`\(name)` is \(type), which cannot change in \(place)", at: span,
      labels: [Label(declared, "`\(name)` is known while the graph is built")],
      help: [
        type == "Int" || type == "Float" || type == "Bool"
          ? "make it a tensor: `var \(name): \(Diagnostic.tensorType(for: type))[] = …`"
          : "let the condition be known while building, or keep the numbers in a tensor"
      ])
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
