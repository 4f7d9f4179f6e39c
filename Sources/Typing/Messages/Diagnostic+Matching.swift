import MartletSource

/// Messages about enums and `match`.
extension Diagnostic {
  /// An enum without values.
  static func emptyEnumeration(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingValue, "`\(name)` has no values", at: span,
      help: ["name at least one: `enum \(name) { first second }`"])
  }

  /// Cases of a `match` that have no arm.
  static func missingCases(_ cases: [String], at span: SourceSpan, of match: SourceSpan)
    -> Diagnostic
  {
    let names = cases.map { $0 == "…" || $0.contains(" ") ? $0 : "`\($0)`" }
    let isOpen = cases == ["_"]
    return Diagnostic(
      .missingCase,
      isOpen
        ? "no arm takes the other values"
        : "no arm takes \(names.joined(separator: ", "))", at: span,
      help: [isOpen ? "add an arm for the rest: `_ => …`" : "add an arm, or `_ => …` for the rest"])
  }

  /// An arm whose values all have an arm above.
  static func unreachableArm(_ pattern: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unreachableArm, "the arms above take every value of `\(pattern)`", at: span,
      help: ["remove the arm, or put it higher"])
  }

  /// A value that `match` cannot tell apart.
  static func notMatchable(_ type: String, isTensor: Bool, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notMatchable, "`match` does not work on \(type)", at: span,
      notes: ["it tells apart Ints, Strings, Bools, enums, optionals, and tuples of these"],
      help: isTensor
        ? ["tensors exist when the graph runs: use `select`, or in a proc `match Int(…)`"] : [])
  }

  /// A case without its enum's name in front.
  static func bareCase(_ name: String, of enumeration: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternMismatch, "`\(name)` would be a new name that takes every value", at: span,
      help: ["write the case with its enum: `\(enumeration).\(name)`"])
  }

  /// A pattern of another type than the value.
  static func caseMismatch(_ found: String, _ expected: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternMismatch, "this is the pattern of \(found), and the value is \(expected)", at: span)
  }

  /// A dotted name that is no value of an enum.
  static func notACase(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternMismatch, "`\(name)` is no case of an enum", at: span,
      help: ["a pattern is a constant, a case such as `Join.stack`, a name, or `_`"])
  }

  /// A case with something in parentheses.
  static func caseWithParts(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternMismatch, "`\(name)` takes something apart that has no parts", at: span,
      notes: ["the values of an enum carry nothing"])
  }

  /// A string with a value inside as a pattern.
  static func patternNotConstant(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.patternMismatch, "the string of a pattern is constant", at: span)
  }

  /// An equation in the body of another.
  static func nestedEquation(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationForm, "`\(name)` cannot be defined inside of another equation", at: span,
      help: ["define it in front, with the indices of both"])
  }

  /// A second run among the binders of a model or struct.
  static func misplacedRun(
    _ name: String, of kind: String, first: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .misplacedRun, "a \(kind) has one run among its binders", at: span,
      labels: [Label(first, "this run takes all sizes that the other binders leave")],
      help: ["bind `...\(name)` in a `fn`, or name its sizes one by one"])
  }

  /// Values that no method can look for.
  static func notComparable(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noOperator, "values of type \(type) cannot be compared here", at: span,
      notes: ["a list is searched while the graph is built, when tensors and Floats have no value"])
  }

  /// Values that have no order where the code runs.
  static func notOrdered(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noOperator, "values of type \(type) have no order here", at: span,
      help: ["Ints and Strings can be sorted, in scripts and procs Floats too"])
  }

  /// What a list cannot be mapped by.
  static func notAMapping(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "`map` needs a function of one element, and this is \(type)", at: span,
      help: ["pass a lambda: `xs.map((x) => …)`"])
  }

  /// A pattern that only `match` knows, in a `let`, a loop or a lambda.
  static func refutablePattern(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternMismatch, "only `match` has patterns that may not fit", at: span,
      help: ["bind a name here, and tell the cases apart with `match`"])
  }
}
