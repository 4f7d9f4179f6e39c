import MartletShapes
import MartletSource

/// Messages about the strings of `einsum` and `rearrange`.
extension Diagnostic {
  /// A call without its string.
  static func patternMissing(_ name: String, example: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternNotKnown, "`\(name)` needs a string that names the axes", at: span,
      help: ["as in `\(example)`"])
  }

  /// A string that only running tells, or no string.
  static func patternNotLiteral(
    _ name: String, _ type: String, isString: Bool, example: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .patternNotKnown,
      isString
        ? "the axes of `\(name)` must be written here, since the shape depends on them"
        : "`\(name)` takes a string that names the axes here, and this is \(type)", at: span,
      help: ["write the string itself, as in `\(example)`"])
  }

  /// A string that is no pattern.
  static func patternFault(_ kind: AxisPatternFault.Kind, _ name: String, at span: SourceSpan)
    -> Diagnostic
  {
    let (message, help): (String, String?) =
      switch kind {
      case .strangeCharacter(let text):
        ("`\(text)` has no meaning in a string of axes", "names are of letters, digits and `_`")
      case .number(let text):
        ("an axis has a name, and `\(text)` is a number", "give it a name, and its size by a label")
      case .secondArrow: ("this string has two arrows", nil)
      case .unclosedGroup: ("this parenthesis is not closed", nil)
      case .unopenedGroup: ("this parenthesis closes nothing", nil)
      case .nestedGroup: ("parentheses do not stand in parentheses", nil)
      case .secondRest: ("`...` stands once for each tensor", nil)
      case .groupInProduct:
        ("`einsum` neither splits nor merges axes", "call `rearrange` before or after it")
      case .oneInProduct:
        ("`einsum` has no axes of size 1", "leave such axes out with `x[:, 0]`, or name them")
      case .comma:
        name == "einsum"
          ? ("`einsum` has one result", nil) : ("`rearrange` takes one tensor", nil)
      }
    return Diagnostic(.patternSyntax, message, at: span, help: help.map { [$0] } ?? [])
  }

  /// A string without an arrow.
  static func patternWithoutArrow(_ implied: String?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternSyntax, "this string does not say which axes the result has", at: span,
      help: [
        implied.map { "what other libraries take for granted is `\"\($0)\"`" }
          ?? "write them behind `->`"
      ])
  }

  /// Another number of tensors than the string has.
  static func patternCount(_ named: Int, given: Int, call: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    let tensors = named == 1 ? "1 tensor" : "\(named) tensors"
    return Diagnostic(
      .patternRank, "this string describes \(tensors), and the call gives \(given)", at: span,
      labels: [Label(call, "in this call")], help: ["tensors are separated by `,` in the string"])
  }

  /// Another number of axes than the tensor has.
  static func patternRank(
    _ operand: (Operand, String), named: Int, hasRest: Bool, run: String?, isCompact: Bool,
    at span: SourceSpan
  ) -> Diagnostic {
    let axes = named == 1 ? "1 axis" : "\(named) axes"
    let notes = isCompact ? ["without spaces each letter is an axis"] : []
    let help =
      run.map { "`...\($0)` may be any number of axes: write `...` for them" }
      ?? (hasRest ? nil : "name every axis, or write `...` for those that keep their place")
    return Diagnostic(
      .patternRank,
      "this names \(axes)\(hasRest ? " or more" : ""), and the tensor is \(operand.1)", at: span,
      labels: [Label(operand.0.span, "this is \(operand.1)")], notes: notes,
      help: help.map { [$0] } ?? [])
  }

  /// Two sizes of one name.
  static func patternSizes(
    _ axis: String, _ first: (NamedSize, Dim, String?), _ second: (NamedSize, Dim, String?),
    _ verdict: DimVerdict, origins: [Label]
  ) -> Diagnostic {
    let isOpen = verdict == .unknown
    func text(_ side: (NamedSize, Dim, String?)) -> String {
      side.2.map { "in `\($0)` it is \(side.1)" } ?? "this says that it is \(side.1)"
    }
    let labels =
      first.0.span == second.0.span ? [] : [Label(first.0.span, text(first))]
    return Diagnostic(
      isOpen ? .sizeUnproved : .shapeMismatch,
      isOpen
        ? "nothing says that the axis `\(axis)` has one size: \(first.1) and \(second.1)"
        : "the axis `\(axis)` has two sizes: \(first.1) and \(second.1)", at: second.0.span,
      label: text(second), labels: labels + origins,
      notes: notes(verdict, "\(first.1) == \(second.1)"),
      help: isOpen ? ["if they agree, add the fact: `where \(first.1) == \(second.1)`"] : [])
  }

  /// `...` for axes that do not fit.
  static func patternRests(
    _ first: (String, String), _ second: (String, String), first place: SourceSpan,
    at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .shapeMismatch, "`...` stands for axes that do not fit each other", at: span,
      label: "of `\(second.0)` these are \(second.1)",
      labels: [Label(place, "of `\(first.0)` these are \(first.1)")],
      notes: ["one operand must have all of them; another may have the last ones only"])
  }

  /// An axis that cannot be split as the string says.
  static func patternIndivisible(
    _ open: String?, _ whole: (String, Dim), _ known: Dim, _ verdict: DimVerdict, fact: String?,
    origins: [Label], at span: SourceSpan
  ) -> Diagnostic {
    let isOpen = verdict == .unknown
    let claim = open == nil ? "\(whole.1) == \(known)" : "\(whole.1) % \(known) == 0"
    let isNumber = whole.1.constant != nil && known.constant != nil
    let message =
      open.map {
        isOpen
          ? "nothing says that \(whole.1) is a multiple of \(known), which the axis `\($0)` needs"
          : "\(whole.1) is \(isNumber ? "no" : "not always a") multiple of \(known), "
            + "so the axis `\($0)` has no size"
      } ?? "these axes have \(known) elements together, and the axis of `\(whole.0)` has \(whole.1)"
    return Diagnostic(
      isOpen ? .sizeUnproved : .shapeMismatch, message, at: span,
      label: "in `\(whole.0)` this axis is \(whole.1)", labels: origins,
      notes: notes(verdict, claim),
      help: isNumber ? [] : ["if it always is, add the fact: `where \(fact ?? claim)`"])
  }
}

/// Messages about the names in the strings of `einsum` and `rearrange`.
extension Diagnostic {
  /// A name of the result that no operand has.
  static func patternAxisUnknown(
    _ name: String, near names: [String], isCompact: Bool, at span: SourceSpan
  ) -> Diagnostic {
    let letters = name.map(String.init)
    let isJoined = !isCompact && letters.count > 1 && letters.allSatisfy(names.contains)
    return Diagnostic(
      .patternAxis, "no tensor has the axis `\(name)`", at: span,
      help: isJoined
        ? ["where there are spaces, names are whole words: `\(letters.joined(separator: " "))`"]
        : Suggestion.help(for: name, among: names))
  }

  /// A name that stands twice for one tensor.
  static func patternAxisTwice(_ name: String, isResult: Bool, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternAxis, "the axis `\(name)` stands twice \(isResult ? "in the result" : "here")",
      at: span,
      help: isResult
        ? ["to put elements on a diagonal multiply by a mask: `if i == j { x[i] } else { 0.0 }`"]
        : ["to read a diagonal write `let y[i] = x[i, i]`, or `einsum(\"i i -> i\", x)`"])
  }

  /// A name that only the right side has.
  static func patternAxisNew(
    _ name: String, near names: [String], equation: String?, _ isRepeated: Bool,
    at span: SourceSpan
  ) -> Diagnostic {
    let suggestion = Suggestion.help(for: name, among: names)
    let single = names.count == 1 ? ["did you mean `\(names[0])`?"] : []
    let repeated =
      equation.map { "to repeat the elements along a new axis write `\($0)`" }
      ?? "to repeat elements along a new axis write an equation: `let y[i, k < n] = x[i]`"
    return Diagnostic(
      .patternAxis, "the axis `\(name)` stands only on the right side", at: span,
      notes: ["`rearrange` neither adds nor drops elements"],
      help: isRepeated || (names.isEmpty && suggestion.isEmpty)
        ? [repeated] : suggestion.isEmpty ? single : suggestion)
  }

  /// A name that only the left side has.
  static func patternAxisLost(_ name: String, equation: String?, at span: SourceSpan) -> Diagnostic
  {
    Diagnostic(
      .patternAxis, "the axis `\(name)` stands only on the left side", at: span,
      notes: ["`rearrange` neither adds nor drops elements"],
      help: [
        equation.map { "to reduce it write an equation, with the reducer that you mean: `\($0)`" }
          ?? "to reduce it write an equation: `let y[i] = mean[\(name)](x[i, \(name)])`"
      ])
  }

  /// `...` of the result that no operand has.
  static func patternRestUnknown(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.patternAxis, "no tensor has `...` before the arrow", at: span)
  }

  /// `...` that the result does not have.
  static func patternRestDropped(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternAxis, "the result leaves out the axes of `...`", at: span,
      notes: ["only axes with a name can be summed"], help: ["write `...` behind the arrow too"])
  }

  /// `...` in parentheses on the left.
  static func patternRestSplit(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternAxis, "an axis cannot be split into `...`", at: span,
      help: ["name the axes that it is split into"])
  }

  /// Two names of a group without a size.
  static func patternSizesOpen(_ names: [String], at span: SourceSpan) -> Diagnostic {
    let shown = names.map { "`\($0)`" }.joined(separator: " and ")
    return Diagnostic(
      .patternAxis, "the sizes of \(shown) do not follow from their product", at: span,
      help: ["give all but one by a label: `\(names[0]): 4`"])
  }

  /// A run merged into one axis.
  static func patternRunMerged(_ run: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .patternAxis, "the product of all sizes in `...\(run)` has no name", at: span,
      notes: ["the tensor is \(type)"], help: ["name the axes that are merged"])
  }

  /// A label that names no axis.
  static func patternLabelUnknown(_ name: String, near names: [String], at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .unknownLabel, "the string has no axis `\(name)` before the arrow", at: span,
      notes: ["its axes are \(names.map { "`\($0)`" }.joined(separator: ", "))"],
      help: Suggestion.help(for: name, among: names))
  }
}
