import MartletShapes
import MartletSource

/// Messages about calls.
extension Diagnostic {
  /// Something that cannot be called.
  static func notCallable(_ type: String, at span: SourceSpan) -> Diagnostic {
    let help: String? =
      if type.hasPrefix("[") || type.contains("[") {
        "an element is written with square brackets: `x[0]`"
      } else if type == "Float" || type == "Int" {
        "a product has its sign: `a * (…)`"
      } else {
        nil
      }
    return Diagnostic(
      .notCallable, "this is \(type), which cannot be called", at: span,
      help: help.map { [$0] } ?? [])
  }

  /// A position behind a label.
  static func positionAfterLabel(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .positionAfterLabel, "an argument without a label stands behind one with a label",
      at: span)
  }

  /// More arguments than parameters.
  static func tooManyArguments(
    _ name: String, expected: [String], found: Int, at span: SourceSpan
  ) -> Diagnostic {
    let all = expected.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .wrongArguments, "`\(name)` takes \(count(expected.count, "argument")), not \(found)",
      at: span, notes: expected.isEmpty ? [] : ["its parameters are \(all)"])
  }

  /// A number of things in words.
  private static func count(_ number: Int, _ noun: String) -> String {
    number == 0 ? "no \(noun)s" : number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// Another number of arguments than a method takes.
  static func wrongArgumentCount(_ name: String, expected: Int, found: Int, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .wrongArguments, "`\(name)` takes \(count(expected, "argument")), not \(found)", at: span)
  }

  /// An argument that is given twice.
  static func argumentTwice(_ name: String, first: SourceSpan, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .repeatedArgument, "`\(name)` is given twice", at: span, label: "again here",
      labels: [Label(first, "first here")])
  }

  /// Arguments that are not given.
  static func missingArguments(_ names: [String], of function: String, at span: SourceSpan)
    -> Diagnostic
  {
    let all = names.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(.missingArgument, "`\(function)` also needs \(all)", at: span)
  }

  /// A host function in a `fn`.
  static func hostInFunction(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .hostInFunction, "`\(name)` cannot be called in a `fn`", at: span,
      notes: ["a `fn` is pure: it is built into a graph, and has no effects outside"],
      help: ["make this a `proc`, or return the value and call `\(name)` outside"])
  }

  /// Another number of sizes than the brackets take.
  static func wrongSizeCount(
    _ name: String, expected binders: [BinderSymbol], found: Int, at span: SourceSpan
  ) -> Diagnostic {
    let expected =
      binders.contains(where: \.isRun)
      ? "at least \(count(binders.count - 1, "size"))" : count(binders.count, "size")
    return Diagnostic(
      .wrongSizeCount, "`\(name)` takes \(expected) in brackets, not \(found)", at: span)
  }

  /// Brackets behind a type that takes none.
  static func noSizesTaken(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.wrongSizeCount, "`\(name)` takes nothing in brackets", at: span)
  }

  /// `Grad` or `Stream` without its type.
  static func oneTypeExpected(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.wrongSizeCount, "`\(name)` takes one type in brackets", at: span)
  }

  /// A binder that nothing determines.
  static func undeterminedBinder(
    _ binder: String, of name: String, hasBrackets: Bool, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .undeterminedBinder,
      binder.hasPrefix("...")
        ? "nothing says which shape `\(name)` is to have"
        : "nothing says what `\(binder)` of `\(name)` is", at: span,
      notes: binder.hasPrefix("...") ? ["the sizes `\(binder)` follow from no argument"] : [],
      help: hasBrackets
        ? [] : ["write it in brackets, as in `\(name)[3](…)`, or give the result a type"])
  }

  /// Sizes that must be written.
  static func missingSizes(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .undeterminedBinder, "nothing says which shape `\(name)` is to give", at: span,
      help: ["write the sizes in brackets: `\(name)[B, D](x)`"])
  }

  /// A type binder whose value is not allowed.
  static func constraintNotMet(
    _ binder: String, _ constraint: String, _ type: String, of name: String, text: String? = nil,
    couldConform: Bool = false, at span: SourceSpan
  ) -> Diagnostic {
    var help: [String] = []
    if constraint == "a floating element type" { help = ["convert it: `f32(\(text ?? "…"))`"] }
    if couldConform { help = ["if it has the methods, say so: `model … : \(constraint)`"] }
    return Diagnostic(
      .constraintNotMet,
      constraint.hasSuffix("element type")
        ? "`\(name)` takes tensors of \(constraint), and this is \(type)"
        : "`\(name)` takes \(constraint) for `\(binder)`, and this is \(type)",
      at: span, help: help)
  }

  /// A fact that does not hold.
  static func refutedFact(
    _ fact: String, _ claim: String, of name: String, _ example: DimCounterexample,
    where clause: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .factRefuted,
      "`\(name)` needs `\(fact)`, which does not hold here", at: span,
      labels: [Label(clause, "the fact is written here")],
      notes: [
        example.values.isEmpty
          ? "here it says `\(claim)`, which is false"
          : "here it says `\(claim)`, which is false \(example)"
      ],
      help: example.values.isEmpty
        ? [] : ["if it always holds, add the fact to this declaration: `where \(claim)`"])
  }

  /// A fact that nothing proves.
  static func unprovedFact(
    _ fact: String, _ claim: String, of name: String, where clause: SourceSpan,
    at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .factUnproved, "`\(name)` needs `\(fact)`, and nothing here says that `\(claim)`", at: span,
      labels: [Label(clause, "the fact is written here")],
      help: ["add the fact to this declaration: `where \(claim)`"])
  }

  /// A size below 1.
  static func sizeBelowOne(_ symbol: String, _ value: Int, of name: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .sizeBelowOne, "`\(symbol)` of `\(name)` is \(value), and sizes are at least 1", at: span,
      help: ["a declaration can allow 0: `where \(symbol) >= 0`"])
  }

  /// A binder that cannot be solved.
  static func binderNeverBare(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .binderNeverBare, "no argument shows what `\(name)` is", at: span,
      notes: ["it only stands inside larger sizes, which are checked but never solved"],
      help: ["let it stand alone in one parameter's type, or make it an Int parameter"])
  }

  /// Something that is no tensor.
  static func tensorExpected(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.typeMismatch, "`\(name)` takes a tensor, and this is \(type)", at: span)
  }

  /// Something that is no collection of tensors.
  static func tensorsExpected(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "`\(name)` takes a tuple or list of tensors, and this is \(type)", at: span,
      help: ["write the tensors in parentheses: `\(name)((a, b))`"])
  }

  /// A tensor that is not floating.
  static func floatingExpected(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .elementTypeMismatch, "`\(name)` takes floating elements, and this is \(type)", at: span,
      help: ["convert it: `f32(…)`"])
  }

  /// Something that is no tree.
  static func treeExpected(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "`\(name)` takes tensors or what holds them, and this is \(type)", at: span)
  }

  /// Something that is no scalar.
  static func scalarExpected(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.typeMismatch, "`\(name)` takes a single value, and this is \(type)", at: span)
  }

  /// Something that is no range.
  static func rangeExpected(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "`list` takes a range such as `0..<n`, and this is \(type)", at: span)
  }

  /// Something that is no data with a leading axis.
  static func dataExpected(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "`\(name)` takes tensors with a leading axis of examples, and this is \(type)",
      at: span)
  }

  /// Data whose leading axes differ.
  static func unequalLengths(_ name: String, _ a: Dim, _ b: Dim, at span: SourceSpan) -> Diagnostic
  {
    Diagnostic(
      .unequalLengths, "`\(name)` walks its tensors in step, and they have \(a) and \(b) examples",
      at: span)
  }

  /// A default of `argument` that no command line can give.
  static func argumentDefault(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "the command line gives Ints, Floats, Bools and Strings, not \(type)",
      at: span)
  }

  /// A reduction of elements that it cannot reduce.
  static func wrongReduction(
    _ name: String, _ type: String, _ text: String, at span: SourceSpan
  ) -> Diagnostic {
    let help =
      type.hasPrefix("bool")
      ? ["convert the truth values: `f32(\(text))`"] : ["convert the elements: `f32(\(text))`"]
    return Diagnostic(
      .typeMismatch, "`\(name)` does not reduce \(type)", at: span,
      help: name == "any" || name == "all" ? [] : help)
  }

  /// A list that is no box of numbers.
  static func tensorOf(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "`tensor` takes nested lists of numbers, and this is \(type)", at: span)
  }

  /// Nested lists of unlike lengths.
  static func raggedTensor(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.shapeMismatch, "the rows of this list have different lengths", at: span)
  }
}
