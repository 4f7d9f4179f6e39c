import MartletShapes
import MartletSource

extension Expectation {
  /// What is wrong with a value that does not fit, as the start of a sentence.
  var subject: String {
    switch self {
    case .annotation(let name, _): "`\(name)`"
    case .argument(let name, of: let function, _):
      name == function ? "the argument of `\(name)`" : "argument `\(name)` of `\(function)`"
    case .result: "the result"
    case .assignment(let place, _): "the value for `\(place)`"
    case .element: "this value"
    case .cast: "the value in front of `as`"
    case .derivative(let subject, _): subject
    }
  }

  /// The label at the place of what is expected.
  func label(_ expected: String) -> String {
    switch self {
    case .annotation, .cast: "\(expected) is written here"
    case .argument(let name, of: let function, _):
      name == function
        ? "`\(name)` works on the elements of this list" : "`\(name)` is declared here"
    case .result: "the result is declared here"
    case .assignment(let place, _): "`\(place)` is declared here"
    case .element: "the values here must be of one type"
    case .derivative: "it must fit this"
    }
  }
}

/// Messages about values that do not fit.
extension Diagnostic {
  /// The start of all such messages.
  private static func mismatch(
    _ code: DiagnosticCode, _ role: Expectation, found: String, expected: String,
    _ problem: String, notes: [String] = [], help: [String] = [], at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code, "\(role.subject) \(problem)", at: span, label: "this is \(found)",
      labels: role.span == span ? [] : [Label(role.span, role.label(expected))], notes: notes,
      help: help)
  }

  /// A value of a wholly different type.
  static func typeMismatch(
    _ role: Expectation, found: String, expected: String, at span: SourceSpan
  ) -> Diagnostic {
    var help: [String] = []
    if found == "tensor" { help = ["say what the file holds: `… as \(expected)`"] }
    if expected == "Float" || expected == "Int", found.hasPrefix("f32[]") {
      help = ["read the tensor in a proc or script: `\(expected)(…)`"]
    }
    if found == "Float", expected == "Int" { help = ["convert it: `Int(…)`"] }
    if found == expected + "?" {
      help = ["it may be missing: give a default, `… ?? other`, or ask with `if let`"]
    }
    if case .assignment(let place, _) = role, found.hasPrefix("f"), found.hasSuffix("[]") {
      help = ["declare it as a tensor: `var \(place): \(found) = …`"]
    }
    return mismatch(
      .typeMismatch, role, found: found, expected: expected,
      "is \(found), but \(expected) is expected", help: help, at: span)
  }

  /// A shape with another number of axes.
  static func rankMismatch(
    _ role: Expectation, found: String, expected: String, note: String?, at span: SourceSpan
  ) -> Diagnostic {
    let isLoss = expected.hasSuffix("[]") && expected.hasPrefix("f")
    let help = isLoss ? ["to make it one number, write `mean(…)` or `sum(…)`"] : []
    return mismatch(
      .shapeMismatch, role, found: found, expected: expected,
      "is \(found), but \(expected) is expected", notes: note.map { [$0] } ?? [], help: help,
      at: span)
  }

  /// Elements of another type.
  static func elementsDiffer(
    _ role: Expectation, found: String, expected: String, _ one: String, _ other: String,
    at span: SourceSpan
  ) -> Diagnostic {
    mismatch(
      .elementTypeMismatch, role, found: found, expected: expected,
      "has \(one) elements, but \(expected) is expected",
      help: ["tensors never change their element type by themselves: write `\(other)(…)`"],
      at: span)
  }

  /// A shape whose sizes differ, or are not shown to agree.
  static func shapeMismatch(
    _ role: Expectation, found: String, expected: String, _ faults: [AxisFault], note: String?,
    repair: String?, at span: SourceSpan
  ) -> Diagnostic {
    let open = faults.allSatisfy { $0.verdict == .unknown && $0.foundSize != nil }
    guard open, let first = faults.first, let one = first.foundSize,
      let other = first.expectedSize
    else {
      return mismatch(
        .shapeMismatch, role, found: found, expected: expected,
        "is \(found), but \(expected) is expected",
        notes: (note.map { [$0] } ?? []) + counterexamples(faults),
        help: repair.map { [$0] } ?? [], at: span)
    }
    return mismatch(
      .sizeUnproved, role, found: found, expected: expected,
      "is \(found), and nothing says that \(one) is \(other)", notes: note.map { [$0] } ?? [],
      help: [
        "if it always holds, add the fact: `where \(one) == \(other)`",
        "to check it later, write `… as \(expected)`",
      ], at: span)
  }

  /// The sizes for which axes differ.
  static func counterexamples(_ faults: [AxisFault]) -> [String] {
    var told: Set<Set<Dim>> = []
    return faults.compactMap { fault in
      guard case .refuted(let example) = fault.verdict, !example.values.isEmpty,
        let one = fault.foundSize, let other = fault.expectedSize,
        told.insert([one, other]).inserted
      else { return nil }
      return "the shapes must fit for all sizes, and `\(one)` is not `\(other)` \(example)"
    }
  }

  /// Indices whose bound is missing or too large.
  static func boundMismatch(
    _ role: Expectation, found: String, expected: String, bound: TensorType.Bound, _ limit: Dim,
    _ verdict: DimVerdict, at span: SourceSpan
  ) -> Diagnostic {
    if case .below(let own) = bound {
      let example: [String] =
        if case .refuted(let sizes) = verdict, !sizes.values.isEmpty {
          ["\(own) is more than \(limit) \(sizes)"]
        } else {
          []
        }
      return mismatch(
        .boundMismatch, role, found: found, expected: expected,
        "holds values below \(own), but values below \(limit) are expected", notes: example,
        at: span)
    }
    return mismatch(
      .boundMismatch, role, found: found, expected: expected,
      "has no bound, but values below \(limit) are expected",
      help: ["check the values once, where they enter: `… as \(expected)`"], at: span)
  }

  /// A model with another static size.
  static func staticSizeMismatch(
    _ role: Expectation, found: String, expected: String, _ symbol: String, _ one: Dim,
    _ other: Dim, _ verdict: DimVerdict, at span: SourceSpan
  ) -> Diagnostic {
    let isOpen = verdict == .unknown
    return mismatch(
      isOpen ? .sizeUnproved : .shapeMismatch, role, found: found, expected: expected,
      isOpen
        ? "is \(found), and nothing says that its `\(symbol)` is \(other)"
        : "is \(found), but \(expected) is expected",
      notes: isOpen
        ? ["a type whose sizes are left out has sizes of its own wherever it is written"] : [],
      help: isOpen
        ? ["to say the same model twice, bind it: `fn f[M: …](net: M) -> M`"] : [], at: span)
  }

  /// A list whose elements have no common type.
  static func mixedList(
    _ a: String, _ b: String, areModels: Bool, first: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "the elements of this list have different types", at: span,
      label: "this is \(b)",
      labels: [Label(first, "this is \(a)")],
      help: [
        areModels
          ? "if a protocol says what they share, write the list's type: `[TheProtocol]`"
          : "a tuple, in parentheses, can mix types"
      ])
  }

  /// Branches whose values have no common type.
  static func branchMismatch(
    _ branches: String, _ a: String, _ b: String, first: SourceSpan, second: SourceSpan,
    note: String?,
    at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\(branches) have values of different types", at: second,
      label: "this is \(b)", labels: [Label(first, "this is \(a)")],
      notes: note.map { [$0] } ?? [])
  }

  /// A pattern that does not fit its value.
  static func patternMismatch(_ count: Int, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternMismatch, "\(count) names stand here, but the value is \(type)", at: span,
      help: type.hasPrefix("(") ? ["write `_` for a part that is not needed"] : [])
  }

  /// A value whose type cannot be told.
  static func needsAnnotation(_ name: String, _ why: String, example: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .needsType, "`\(name)` needs a type", at: span, label: why,
      help: ["write the type: `\(name): \(example)`"])
  }

  /// A lambda's parameter without a type.
  static func lambdaNeedsTypes(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .needsType, "nothing says what this parameter is", at: span,
      help: ["write its type: `(x: f32[3]) => …`"])
  }

  /// A lambda with the wrong number of parameters.
  static func lambdaArity(expected: Int, found: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .wrongArguments,
      "a function of \(expected == 1 ? "1 argument" : "\(expected) arguments") is expected, and this "
        + "takes \(found)",
      at: span)
  }

  /// A lambda's parameter of the wrong type.
  static func lambdaParameter(_ given: String, _ written: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .typeMismatch, "this function is given \(given), but its parameter is \(written)", at: span)
  }

  /// A function that ends without its value.
  static func missingValue(_ type: String, result: SourceSpan?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingValue, "this ends without its value, of type \(type)", at: span,
      labels: result.map { [Label($0, "\(type) is promised here")] } ?? [],
      help: ["end it with the value, as its last expression"])
  }

  /// A value where there is none.
  static func noValue(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.missingValue, "this yields no value", at: span)
  }

  /// A `map` whose body yields nothing.
  static func emptyMap(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingValue, "the block of a `map` must end in a value", at: span,
      help: ["to do something for each element, write `for`"])
  }

  /// A value that is not optional.
  static func notOptional(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .optionalExpected, "this is \(type), which is always there", at: span,
      notes: ["`if let` and `??` are for types that end in `?`"])
  }

  /// A format that does not fit.
  static func badFormat(_ format: String, _ reason: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badFormat, "the format `\(format)` does not fit: \(reason)", at: span,
      notes: ["a format is `[< > ^][0][width][.digits][e f g %]`, as in `{loss:.4}` or `{n:>6}`"])
  }
}
