import MartletSource

/// Messages about gradients, directions and rules.
extension Diagnostic {
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
