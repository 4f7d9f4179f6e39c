import MartletShapes
import MartletSource

/// Messages about operators and conditions.
extension Diagnostic {
  /// An operator without a meaning for its operands.
  static func noOperator(_ operation: String, _ a: String, _ b: String?, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .noOperator,
      b.map { "`\(operation)` has no meaning for \(a) and \($0)" }
        ?? "`\(operation)` has no meaning for \(a)", at: span,
      help: operatorHelp(operation, [a, b].compactMap { $0 }).map { [$0] } ?? [])
  }

  /// What to do about operands that an operator has no meaning for; nil if nothing is likely.
  private static func operatorHelp(_ operation: String, _ types: [String]) -> String? {
    if types.contains("tensor") { return "say what the file holds, as in `x as f32[_, 3]`" }
    if types.contains("nothing") { return "a `proc` without a result has no value" }
    if types.contains(where: { $0.hasSuffix("?") }) {
      return "what may be missing needs a default, `x ?? other`, or `if let`"
    }
    if types.contains(where: { $0.contains("->") }) { return "call the function first: `f(…)`" }
    switch operation {
    case "and", "or", "not": return "it is for truth values: compare first, as in `x > 0`"
    case "+" where types.contains("String"), "%" where types.contains("String"):
      return "put the value into the string: `\"step {x}\"`"
    case _ where types.contains(where: { $0.hasPrefix("[") }):
      return "arithmetic is for tensors: make the list one by `tensor(…)`"
    case "@" where !types.contains(where: { $0.contains("[") }):
      return "`@` multiplies matrices; a product of numbers is written `*`"
    case "==", "!=", "<", "<=", ">", ">=": return "only values of one type can be compared"
    default: return nil
    }
  }

  /// Operands with unlike elements.
  static func elementMismatch(
    _ operation: String, _ a: String, _ b: String, left: SourceSpan, right: SourceSpan,
    conversion: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .elementTypeMismatch, "`\(operation)` is given \(a) and \(b) elements", at: span,
      labels: [Label(left, "these are \(a)"), Label(right, "these are \(b)")],
      help: ["tensors keep their element type: convert one by \(conversion)"])
  }

  /// A fraction beside whole numbers.
  static func floatWithIntegers(
    _ element: String, _ text: String, at span: SourceSpan, tensor: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .elementTypeMismatch, "a Float cannot become an \(element) element", at: span,
      labels: [Label(tensor, "this tensor holds \(element)")],
      help: ["convert the tensor: `f32(\(text))`"])
  }

  /// `/` on integer tensors.
  static func integerDivision(_ element: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noOperator, "`/` does not divide \(element) tensors", at: span,
      help: ["write `//` to round down, or convert with `f32(…)`"])
  }

  /// Operands whose shapes do not agree.
  static func operandMismatch(
    _ operation: String, _ a: (Operand, String), _ b: (Operand, String), note: String?,
    faults: [AxisFault], origins: [Label], repair: String? = nil, at span: SourceSpan
  ) -> Diagnostic {
    let isOpen =
      !faults.isEmpty
      && faults.allSatisfy { $0.verdict == .unknown && $0.foundSize != nil }
    var help = repair.map { [$0] } ?? []
    if isOpen, let one = faults[0].foundSize, let other = faults[0].expectedSize {
      help = ["if it always holds, add the fact: `where \(one) == \(other)`"]
    }
    return Diagnostic(
      isOpen ? .sizeUnproved : .shapeMismatch,
      isOpen
        ? "nothing says that the shapes of `\(operation)` agree"
        : "the shapes of `\(operation)` do not agree: \(a.1) and \(b.1)", at: span,
      labels: [Label(a.0.span, "this is \(a.1)"), Label(b.0.span, "this is \(b.1)")]
        + unlike(origins, [a.0.span, b.0.span]),
      notes: (note.map { [$0] } ?? []) + counterexamples(faults), help: help)
  }

  /// Operands of which neither has the result's shape.
  static func twoSidedBroadcast(
    _ operation: String, _ a: (Operand, String), _ b: (Operand, String), note: String?,
    repair: String?, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .twoSidedBroadcast, "`\(operation)` would enlarge both operands: \(a.1) and \(b.1)", at: span,
      labels: [Label(a.0.span, "this is \(a.1)"), Label(b.0.span, "this is \(b.1)")],
      notes: (note.map { [$0] } ?? [])
        + ["one operand must have the shape of the result already"],
      help: [repair ?? "write the result with index names: `let y[i, j] = …`"])
  }

  /// A product whose inner sizes differ.
  static func productMismatch(
    _ a: (Operand, String), _ b: (Operand, String), _ fault: AxisFault, note: String?,
    origins: [Label], repair: String?, at span: SourceSpan
  ) -> Diagnostic {
    let isOpen = fault.verdict == .unknown && fault.foundSize != nil && fault.expectedSize != nil
    var help = repair.map { [$0] } ?? []
    var notes = note.map { [$0] } ?? []
    if let one = fault.foundSize, let other = fault.expectedSize {
      if isOpen {
        help = ["if it always holds, add the fact: `where \(one) == \(other)`"]
      } else {
        notes += counterexamples([fault])
      }
    }
    let one = fault.foundSize?.description ?? "…"
    let other = fault.expectedSize?.description ?? "…"
    return Diagnostic(
      isOpen ? .sizeUnproved : .shapeMismatch,
      isOpen
        ? "nothing says that the inner sizes \(one) and \(other) of `@` agree"
        : "the inner sizes of `@` differ: \(one) and \(other)", at: span,
      labels: [Label(a.0.span, "this is \(a.1)"), Label(b.0.span, "this is \(b.1)")]
        + unlike(origins, [a.0.span, b.0.span]), notes: notes, help: help)
  }

  /// The labels that stand elsewhere than the given places, without repetitions.
  private static func unlike(_ labels: [Label], _ spans: [SourceSpan]) -> [Label] {
    var seen = Set(spans)
    return labels.filter { seen.insert($0.span).inserted }
  }

  /// `@` on a scalar.
  static func productOfScalar(_ a: String, _ b: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .shapeMismatch, "`@` needs an axis on both sides, and is given \(a) and \(b)", at: span,
      help: ["to scale, write `*`"])
  }

  /// Arithmetic that would leave the space of models.
  static func affineTree(
    _ operation: String, _ a: String, _ b: String, _ explanation: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .modelArithmetic, "`\(operation)` has no meaning for \(a) and \(b)", at: span,
      notes: ["models are points and gradients are vectors"], help: [explanation])
  }

  /// Something that is no condition.
  static func notACondition(_ type: String, at span: SourceSpan) -> Diagnostic {
    let help: String? =
      if type.hasSuffix("?") {
        "ask whether it is there: `if let value = … { … }`"
      } else if type == "Int" || type == "Float" {
        "compare it: `… != 0`"
      } else if type.contains("[") {
        "for one truth value write `any(…)` or `all(…)`; to choose element by element, "
          + "`select(condition, a, b)`"
      } else {
        nil
      }
    return Diagnostic(
      .notACondition, "a condition is a Bool, and this is \(type)", at: span,
      help: help.map { [$0] } ?? [])
  }

  /// A value that is not known where the code is built.
  static func notKnown(_ what: String, use: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notKnown, "\(use) needs a value that is known while building", at: span,
      label: "this is \(what), which exists when the graph runs")
  }
}
