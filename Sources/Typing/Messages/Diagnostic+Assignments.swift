import MartletSource

/// Messages about what is assigned, and about state.
extension Diagnostic {
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

  /// A setting that is assigned like a variable.
  static func assignedSetting(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAPlace, "the setting `\(name)` cannot be assigned", at: span,
      help: ["give it another value for a block: `with \(name) = … { … }`"])
  }

  /// A store into a tensor.
  static func elementStore(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAPlace, "an element of \(type) cannot be assigned", at: span,
      help: ["make a tensor with the new part: `x = update(x, at: k, part)`"])
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
}
