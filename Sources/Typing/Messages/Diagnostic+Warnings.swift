import MartletShapes
import MartletSource

// What is legal and likely not meant, as far as the text alone shows it.
extension Diagnostic {
  /// A name that nothing reads.
  static func unusedName(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unusedName, "nothing uses `\(name)`", at: span, label: "never read behind this",
      help: ["remove it; a value that is not needed is called `_` or `_\(name)`"])
  }

  /// An import that nothing uses.
  static func unusedImport(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unusedImport, "nothing uses the import `\(name)`", at: span, help: ["remove it"])
  }

  /// A parameter or state that nothing depends on.
  static func unusedField(_ name: String, _ role: String, of model: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .unusedField, "no result of `\(model)` depends on the \(role) `\(name)`", at: span,
      label: "no method mentions it",
      notes: role == "param" ? ["its gradient is always zero, so it never learns"] : [],
      help: ["use it in a method, or remove it"])
  }

  /// A variable that never varies.
  static func unchangedVariable(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unchangedVariable, "the variable `\(name)` never changes", at: span,
      label: "nothing assigns it", help: ["write `let \(name)`"])
  }

  /// A statement that is never reached.
  static func unreachable(after jump: SourceSpan, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unreachableStatement, "this statement is never reached", at: span,
      labels: [Label(jump, "this always leaves the block")], help: ["move or remove it"])
  }

  /// `x = x`.
  static func selfAssignment(_ path: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .selfAssignment, "`\(path)` is assigned to itself, which changes nothing", at: span,
      help: ["remove the line, or assign what was meant"])
  }

  /// A loss that gets the output of the activation that it applies itself.
  static func activationBeforeLoss(
    _ activation: String, _ place: SourceSpan, _ loss: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .activationBeforeLoss,
      "`\(loss)` applies `\(activation)` itself, so it is applied twice here", at: span,
      labels: place == span ? [] : [Label(place, "`\(activation)` is applied here")],
      notes: ["the loss takes logits: what the last layer gives, without an activation"],
      help: ["leave out `\(activation)`"])
  }

  /// Dropout that never drops.
  static func idleDropout(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .idleDropout,
      "this script takes gradients and never sets `training`, so dropout does nothing", at: span,
      help: ["train inside `with training = true { … }`"])
  }
}

// What is legal and likely not meant, as types and sizes show it.
extension Diagnostic {
  /// A value that is computed and dropped.
  static func unusedValue(_ type: String, isComparison: Bool, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unusedValue, "this value is computed and never used", at: span, label: "this is \(type)",
      help: [
        isComparison
          ? "an assignment is written with one `=`"
          : "give it a name with `let`, or remove the line"
      ])
  }

  /// A new model, optimiser step or gradient that is dropped.
  static func unusedCall(
    _ name: String, _ type: String, _ text: String, target: String?, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .unusedValue, "what `\(name)` returns is never used", at: span, label: "this is \(type)",
      notes: ["a `fn` changes none of its arguments: it returns what is new"],
      help: [
        "assign it, as in `\(target ?? "x") = \(text)`; to drop it on purpose write `let _ = …`"
      ])
  }

  /// A condition that sizes decide once and for all.
  static func constantCondition(_ value: Bool, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .constantCondition, "this condition is always \(value)", at: span,
      label: "\(value) for all sizes that the signature allows",
      notes: ["sizes are at least 1 unless a `where` clause says otherwise"],
      help: [value ? "remove the `if`" : "remove the branch, or correct the condition"])
  }

  /// A normaliser over one element.
  static func normaliserOfOne(_ name: String, _ result: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .normaliserOfOne, "`\(name)` over an axis of size 1 is always \(result)", at: span,
      notes: ["it makes the elements along an axis sum to 1, and here there is only one"],
      help: ["name the axis that was meant: `\(name)(x, axis: 0)`; for one logit use `sigmoid`"])
  }
}
