import MartletSource

/// Messages about protocols and the models that conform to them.
extension Diagnostic {
  /// A method of a protocol with a body.
  static func requirementWithBody(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .protocolForm, "a protocol only says what `\(name)` takes and gives", at: span,
      help: ["write the body in each model that conforms"])
  }

  /// A parameter of a protocol's method with a default.
  static func requirementWithDefault(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .protocolForm, "a protocol gives no defaults, but `\(name)` has one", at: span,
      help: ["a model's own method may have further parameters with defaults"])
  }

  /// A run as a protocol's binder.
  static func runOfProtocol(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .protocolForm, "a protocol binds sizes and types, but `...\(name)` is a run", at: span,
      help: ["bind the run at the method: `fn call[...\(name)](x: f32[...\(name)]) -> …`"])
  }

  /// A type behind a model's colon that is no protocol.
  static func notAProtocol(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAProtocol, "a model can only conform to a protocol, and \(type) is none", at: span,
      help: ["to hold such a value, make it a field: `let part = …`"])
  }

  /// A model without a method that it promises to have.
  static func missingMethod(
    _ name: String, promised: String, of model: String, _ requirements: String,
    declared: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .missingMethod, "`\(model)` has no method `\(name)`, which `\(requirements)` promises",
      at: span, labels: [Label(declared, "`\(name)` is promised here")],
      help: ["add it to `\(model)`: `\(promised) { … }`"])
  }

  /// A method with other parameters than are promised.
  static func methodParameters(
    _ method: String, _ promised: [String], _ found: [String], _ requirement: String,
    surplus: [String], declared: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    func list(_ names: [String]) -> String { "(\(names.joined(separator: ", ")))" }
    let help =
      surplus.isEmpty
      ? "parameters are labels too: give them the promised names, in this order"
      : "give \(surplus.map { "`\($0)`" }.joined(separator: " and ")) a default"
    return Diagnostic(
      .methodParameter,
      "`\(method)` takes \(list(found)), but `\(requirement)` takes \(list(promised))",
      at: span, labels: [Label(declared, "the parameters are promised here")], help: [help])
  }

  /// A parameter that does not take every value that is promised to be given.
  static func methodParameter(
    _ name: String, _ found: String, _ promised: String, of method: String, _ requirement: String,
    declared: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .methodParameter,
      "`\(name)` of `\(method)` is \(found), but `\(requirement)` is given \(promised)", at: span,
      labels: [Label(declared, "this is what callers give")])
  }

  /// A result that is not the promised one.
  static func methodResult(
    _ found: String, _ promised: String, of method: String, _ requirement: String,
    declared: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .methodResult, "`\(method)` gives \(found), but `\(requirement)` promises \(promised)",
      at: span, labels: [Label(declared, "the result is promised here")])
  }

  /// A fact that a method asks for and its callers do not know.
  static func methodFact(
    _ fact: String, of method: String, _ requirement: String,
    declared: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .methodFact, "`\(method)` needs `\(fact)`, which `\(requirement)` does not promise",
      at: span,
      labels: [Label(declared, "callers know only what stands here")],
      help: ["add the fact to the protocol's method, or to the head of the model"])
  }

  /// A value that does not say that it conforms.
  static func noConformance(
    _ role: Expectation, found: String, expected: String, of name: String, declared: SourceSpan,
    isModel: Bool, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\(role.subject) is \(found), which is no \(expected)", at: span,
      label: "this is \(found)", labels: [Label(declared, "`\(name)` is declared here")],
      help: isModel ? ["if it has the methods, say so: `model … : \(expected)`"] : [])
  }

  /// A field of a value of which only a protocol is known.
  static func memberOfProtocol(
    _ name: String, of requirements: String, near names: [String], declared: SourceSpan,
    at span: SourceSpan
  ) -> Diagnostic {
    var diagnostic = unknownMember(name, of: "`\(requirements)`", near: names, at: span)
    diagnostic.labels.append(Label(declared, "a value is known only by what stands here"))
    return diagnostic
  }

  /// A protocol's method that is not called.
  static func requirementAsValue(_ name: String, of requirements: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .protocolForm, "`\(name)` of a `\(requirements)` can only be called", at: span,
      notes: ["which model keeps the promise is known when built"],
      help: ["wrap the call in a lambda: `(x: …) => value.\(name)(x)`"])
  }
}
