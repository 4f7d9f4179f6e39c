import MartletShapes
import MartletSource

/// Messages about sizes, facts and what is no type.
extension Diagnostic {
  /// What a verdict adds to a message.
  static func notes(_ verdict: DimVerdict, _ claim: String) -> [String] {
    if case .refuted(let example) = verdict, !example.values.isEmpty {
      return ["it must hold for all sizes, and `\(claim)` is false \(example)"]
    }
    return []
  }

  /// Loops in step over values of other lengths.
  static func notInStep(
    _ one: Dim, _ other: Dim, _ verdict: DimVerdict, first: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .unequalLengths,
      verdict == .unknown
        ? "these are walked in step, and nothing says that \(one) is \(other)"
        : "these are walked in step, but one has \(one) entries and the other \(other)", at: span,
      label: "this has \(other)",
      labels: [Label(first, "this has \(one)")], notes: notes(verdict, "\(one) == \(other)"),
      help: verdict == .unknown ? ["state the fact: `where \(one) == \(other)`"] : [])
  }

  /// An element type without brackets.
  static func bareElementType(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAType, "`\(name)` is the type of elements; a tensor also has a shape", at: span,
      help: ["write `\(name)[]` for a scalar"])
  }

  /// Something in brackets that is no type.
  static func notAType(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAType, "a type is expected here", at: span)
  }

  /// Something in brackets that is no size.
  static func notASize(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notASize, "a size is expected here", at: span)
  }

  /// A value that is no size.
  static func sizeExpected(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "a size is an Int, and this is \(type)", at: span,
      help: type.contains("[")
        ? ["the sizes of a `fn` follow from its arguments; in a proc, read the tensor: `Int(…)`"]
        : [])
  }

  /// A size in a signature that callers could not know.
  static func opaqueSizeInSignature(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "a signature's sizes are made of binders, Int parameters and numbers", at: span)
  }

  /// `_` in the signature of a `fn`.
  static func unknownInSignature(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "`_` cannot stand in the signature of a `fn`", at: span,
      help: ["bind a name for the size: `fn f[N](x: f32[N])`"])
  }

  /// `...` without a name in a type.
  static func namelessRun(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "a run of sizes in a type needs its name, as in `f32[...S, D]`", at: span)
  }

  /// Two runs in one tensor type.
  static func twoRuns(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notASize, "a tensor's type holds one run at most", at: span)
  }

  /// A bound of elements that are no whole numbers.
  static func boundOfNonInteger(_ element: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAType, "\(element) elements cannot have a bound; it is for indices", at: span)
  }

  /// A `where` clause that is no comparison of sizes.
  static func notAFact(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAFact, "a fact compares sizes, as in `W % heads == 0`", at: span)
  }

  /// A divisor that may be below 1.
  static func divisorBelowOne(_ divisor: Dim, _ verdict: DimVerdict, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .sizeBelowOne, "the divisor \(divisor) must be at least 1", at: span,
      notes: notes(verdict, "\(divisor) >= 1"),
      help: divisor.constant == nil ? ["add the fact: `where \(divisor) >= 1`"] : [])
  }

  /// Something that must be written as a constant.
  static func constantExpected(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notKnown, "this must be written as a constant, because the shape depends on it",
      at: span)
  }

  /// A tuple of axes, as other libraries take.
  static func axesInParentheses(_ axes: [Int], at span: SourceSpan) -> Diagnostic {
    let list = axes.map(String.init).joined(separator: ", ")
    return Diagnostic(
      .badAxis, "several axes are a list, not a tuple", at: span, help: ["write `[\(list)]`"])
  }

  /// Sizes behind a function that is not called.
  static func sizesWithoutCall(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAValue, "a function or model with its sizes must be called", at: span,
      help: ["write `\(text)(…)`, with its arguments, if any, in the parentheses"])
  }

  /// A size of a value that nothing holds.
  static func sizeOfTemporary(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "the size `\(name)` of this value has no name here", at: span,
      help: ["bind the value first: `let net = …`, then `net.\(name)`"])
  }
}
