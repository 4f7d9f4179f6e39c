import MartletShapes
import MartletSource

/// Messages about loops, assignments, gradients and equations.
extension Diagnostic {
  /// Something that no loop walks.
  static func notIterable(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notIterable, "a loop cannot walk \(type)", at: span,
      notes: ["loops walk ranges, lists, tensors, stacks and batches"],
      help: type == "Int" ? ["to count, walk a range: `0..<n`"] : [])
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

  /// An assignment to a `let`.
  static func assignmentToLet(
    _ name: String, isLet: Bool, declared: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .notAssignable, "`\(name)` cannot be assigned", at: span,
      labels: [
        Label(declared, isLet ? "`\(name)` is a `let`" : "`\(name)` is given its value here")
      ],
      help: [
        isLet ? "declare it with `var \(name)`" : "bind a variable to it: `var changed = \(name)`"
      ])
  }

  /// An assignment that would reach out of a block.
  static func assignmentFromOutside(
    _ name: String, _ declared: SourceSpan, inside place: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .notAssignable, "`\(name)` cannot be assigned inside \(place)", at: span,
      labels: [Label(declared, "`\(name)` is declared outside")],
      help: ["yield the new value, and assign it outside"])
  }

  /// An assignment to a field that is no state.
  static func assignmentToField(_ name: String, declared: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .notAssignable, "a model's own `fn` can only assign its `state`", at: span,
      labels: [Label(declared, "`\(name)` is declared here")],
      help: ["declare it with `state \(name)`, or make a new model outside"])
  }

  /// An assignment to `self`.
  static func assignmentToSelf(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAssignable, "`self` cannot be assigned", at: span)
  }

  /// A list method that changes a `let`.
  static func appendToLet(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAssignable, "`append` changes a `var`, and this is none", at: span,
      help: ["declare the list with `var`, or write `xs + [x]`"])
  }

  /// Something that cannot be assigned or differentiated by.
  static func notAPlace(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAPlace, "this is not a variable or a field", at: span)
  }

  /// A store into a tensor.
  static func elementStore(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAPlace, "an element of \(type) cannot be assigned", at: span,
      help: ["define the whole tensor: `let y[i] = if i == k { … } else { x[i] }`"])
  }

  /// A target that the block does not depend on.
  static func targetNotReached(_ name: String, through source: SourceSpan?, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .gradientTarget, "the block does not depend on `\(name)`", at: span,
      labels: source.map { [Label($0, "this was computed from `\(name)` outside the block")] }
        ?? [],
      help: source == nil
        ? ["use `\(name)` inside the block"] : ["move that line into the block"])
  }

  /// A target without floating tensors.
  static func targetNotFloating(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .gradientTarget, "there is no derivative by \(type)", at: span,
      notes: ["a target is a floating tensor, or a model, list or tuple that holds some"])
  }

  /// A target that is a number.
  static func targetIsNumber(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .gradientTarget, "a gradient is taken by a tensor, and `\(name)` is \(type)", at: span,
      help: ["declare it as a tensor of one number: `\(name): f32[]`"])
  }

  /// A block whose value cannot be differentiated.
  static func lossNotScalar(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .lossNotScalar, "a gradient is taken of one floating number, and this is \(type)", at: span,
      label: "the value of the block",
      notes: ["the block may also give a tuple that starts with the number"],
      help: type.hasPrefix("i") || type.hasPrefix("u") || type.hasPrefix("bool")
        ? ["whole numbers and truth values have no derivative: leave out what rounds or chooses"]
        : type.contains("[") ? ["reduce it: `mean(…)` or `sum(…)`"] : [])
  }

  /// A block of `jvp` or `vjp` whose value holds no floating tensor.
  static func valueNotDifferentiable(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .valueNotDifferentiable, "the block's value must hold a floating tensor", at: span,
      label: "this is \(type)")
  }

  /// A `gradient` rule for a function of another file.
  static func ruleElsewhere(_ name: String, imported: SourceSpan?, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .gradientRule, "`\(name)` is declared in another file, and its rule belongs there", at: span,
      labels: imported.map { [Label($0, "it comes from here")] } ?? [],
      help: ["call it in a `fn` of this file, and give that one the rule"])
  }

  /// A `gradient` rule for something that is no `fn`.
  static func ruleOfNoFunction(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .gradientRule, "`\(name)` is no `fn`, so it has no gradient rule", at: span)
  }

  /// A `gradient` rule with other parameters than the function's, followed by one more.
  static func ruleParameters(
    _ name: String, _ parameters: [String], found: [String], declared: SourceSpan,
    at span: SourceSpan
  ) -> Diagnostic {
    let wanted = "\(name)(\((parameters + ["dy"]).joined(separator: ", ")))"
    return Diagnostic(
      .gradientRule, "a rule takes its function's parameters and the gradient of the result",
      at: span, label: "this is `\(name)(\(found.joined(separator: ", ")))`",
      labels: [Label(declared, "`\(name)` is declared here")],
      help: ["write `gradient \(wanted)`; `dy` may have another name"])
  }

  /// A `gradient` rule of a function whose result does not change with its arguments.
  static func ruleWithoutGradient(_ name: String, declared: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .gradientRule, "`\(name)` has nothing to differentiate", at: span,
      labels: [Label(declared, "its result and one of its parameters must hold floating tensors")])
  }

  /// A block that differentiates or recomputes inside an equation.
  static func blockInEquation(_ keyword: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationForm, "a `\(keyword)` block does not stand inside an equation", at: span,
      help: ["compute it before the equation, and read its elements there"])
  }

  /// An index that hides a variable.
  static func indexHidesVariable(_ name: String, declared: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .equationIndex, "the index `\(name)` would hide a variable", at: span,
      labels: [Label(declared, "`\(name)` is declared here")],
      help: ["give the index another name"])
  }

  /// An index that no access gives a range.
  static func indexWithoutRange(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .indexWithoutRange, "nothing gives the index `\(name)` a range", at: span,
      notes: ["a range comes from a tensor that `\(name)` indexes alone"],
      help: ["write the range: `\(name) < n`"])
  }

  /// `...` that no access gives a range.
  static func restWithoutRange(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.equationIndex, "nothing says which axes `...` stands for", at: span)
  }

  /// `...` in an access only.
  static func restNotOnLeft(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationIndex, "`...` must stand on the left side too", at: span,
      notes: ["axes are summed by name, never silently"])
  }

  /// `...` for unlike axes.
  static func restMismatch(_ a: String, _ b: String, first: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .shapeMismatch, "`...` stands for the same axes everywhere in an equation", at: span,
      label: "here it is \(b)", labels: [Label(first, "here it is \(a)")])
  }

  /// An index name that nothing binds.
  static func unboundIndex(_ name: String, near names: [String], at span: SourceSpan) -> Diagnostic
  {
    let suggestion = Suggestion.help(for: name, among: names)
    return Diagnostic(
      .equationIndex, "the index `\(name)` stands neither on the left nor in a reducer", at: span,
      notes: ["nothing is summed silently"],
      help: suggestion.isEmpty
        ? ["to sum over it write `sum[\(name)](…)`; to keep its axis add `\(name)` on the left"]
        : suggestion)
  }

  /// An index with two ranges.
  static func indexRangeMismatch(
    _ name: String, _ a: Dim, _ b: Dim, _ verdict: DimVerdict, first: SourceSpan,
    at span: SourceSpan
  ) -> Diagnostic {
    let isOpen = verdict == .unknown
    var notes: [String] = []
    if case .refuted(let example) = verdict, !example.values.isEmpty {
      notes = ["the sizes must agree always, and `\(a)` is not `\(b)` \(example)"]
    }
    return Diagnostic(
      isOpen ? .sizeUnproved : .shapeMismatch,
      isOpen
        ? "nothing says that both ranges of the index `\(name)` agree: \(a) and \(b)"
        : "the index `\(name)` runs along axes of two sizes: \(a) and \(b)", at: span,
      label: "this axis has size \(b)", labels: [Label(first, "this axis has size \(a)")],
      notes: notes, help: isOpen ? ["if they do, add the fact: `where \(a) == \(b)`"] : [])
  }

  /// Something in a reducer's brackets that is no index.
  static func notAnIndex(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationIndex, "the brackets of a reducer hold index names, as in `sum[i, j < n](…)`",
      at: span)
  }

  /// A reducer with indices outside an equation.
  static func reducerOutsideEquation(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationForm, "`\(name)[…]` with index names only stands in an equation", at: span,
      help: ["name the result: `let y[] = \(name)[…](…)`, or write `\(name)(x, axis: …)`"])
  }

  /// An access that leaves axes out.
  static func accessNotFull(_ type: String, found: Int, at span: SourceSpan) -> Diagnostic {
    let positions = found == 1 ? "1 position" : "\(found) positions"
    return Diagnostic(
      .equationForm, "an equation reads single elements, and \(type) is given \(positions)",
      at: span, help: ["give every axis a position, or `...` for the rest"])
  }

  /// A slice in an equation.
  static func sliceInEquation(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationForm, "an equation reads single elements, so there are no slices in it", at: span,
      help: ["compute the position: `x[i + 1]`"])
  }

  /// A part of an equation that is no scalar.
  static func equationNotScalar(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notScalarInEquation, "every part of an equation is a single element, and this is \(type)",
      at: span,
      help: ["give it its indices: `x[i, j]`"])
  }

  /// A call that writes the state of something that cannot keep it.
  static func stateWouldBeLost(
    _ name: String, isParameter: Bool, declared: SourceSpan, written: SourceSpan,
    at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .stateOfConstant,
      "`\(name)` must be `var`: this call stores state in it, which would be lost",
      at: span,
      labels: [
        Label(declared, "`\(name)` is declared here"), Label(written, "the state is stored here"),
      ],
      help: [
        isParameter
          ? "a parameter is a `let`: bind a copy with `var`, and return it if the caller needs it"
          : "declare it with `var \(name) = …`"
      ])
  }

  /// A result that is the gradient of some model, not of one that the function was given.
  static func gradientOfOtherModel(
    _ type: String, function: String, parameter: String, declared: SourceSpan?, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .otherModel, "this is the gradient of some \(type), not of `\(parameter)`", at: span,
      labels: declared.map { [Label($0, "this may be another \(type)")] } ?? [],
      notes: ["what a type leaves out has a value of its own wherever the type is written"],
      help: [
        "to say the same model twice, bind it: `fn \(function)[M: \(type)](\(parameter): M, …) -> Grad[M]`"
      ])
  }
}
