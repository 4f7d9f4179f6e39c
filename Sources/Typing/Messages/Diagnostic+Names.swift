import MartletShapes
import MartletSource

/// Messages about names and declarations.
extension Diagnostic {
  /// A name that nothing declares.
  static func unknownName(
    _ name: String, near names: [String], libraries: [String] = [], at span: SourceSpan
  ) -> Diagnostic {
    if let help = ForeignName.value(name) {
      return Diagnostic(.unknownName, "nothing is called `\(name)` here", at: span, help: [help])
    }
    let path = libraries.first { $0 == name || $0.hasSuffix("." + name) }
    return Diagnostic(
      .unknownName, "nothing is called `\(name)` here", at: span,
      help: path.map { ["`import \($0)` at the top of the file brings the library `\(name)`"] }
        ?? Suggestion.help(for: name, among: names))
  }

  /// A name that is assigned before anything declares it.
  static func undeclaredPlace(
    _ name: String, isElement: Bool, near names: [String], at span: SourceSpan
  ) -> Diagnostic {
    let suggestion = Suggestion.help(for: name, among: names)
    return Diagnostic(
      .unknownName, "nothing is called `\(name)` here", at: span,
      help: !suggestion.isEmpty
        ? suggestion
        : isElement
          ? ["to define a tensor element by element, write `let` in front: `let \(name)[i] = …`"]
          : ["to declare it, write `let \(name) = …`, or `var \(name) = …` if it changes later"])
  }

  /// A value where a type must stand.
  static func valueAsType(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.unknownType, "`\(name)` is a value, not a type", at: span)
  }

  /// A type that nothing declares.
  static func unknownType(_ name: String, near names: [String], at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unknownType, "there is no type `\(name)`", at: span,
      help: ForeignName.type(name).map { [$0] } ?? Suggestion.help(for: name, among: names))
  }

  /// A size that nothing binds.
  static func unknownSize(_ name: String, near names: [String], at span: SourceSpan) -> Diagnostic {
    let suggestion = Suggestion.help(for: name, among: names)
    return Diagnostic(
      .unknownSize, "no size is called `\(name)`", at: span,
      help: suggestion.isEmpty
        ? ["to bind it, add it to the square brackets of the declaration: `[\(name)]`"]
        : suggestion)
  }

  /// A field, method or member that does not exist.
  static func unknownMember(
    _ name: String, of owner: String, near names: [String], at span: SourceSpan
  ) -> Diagnostic {
    let suggestion =
      ForeignName.modelMethod(name).map { [$0] } ?? Suggestion.help(for: name, among: names)
    let all = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .unknownMember, "\(owner) has no `\(name)`", at: span,
      notes: suggestion.isEmpty && !names.isEmpty ? ["it has \(all)"] : [], help: suggestion)
  }

  /// A label that no parameter has.
  static func unknownLabel(
    _ name: String, of function: String, near names: [String], at span: SourceSpan
  ) -> Diagnostic {
    let all = names.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .unknownLabel, "`\(function)` has no parameter `\(name)`", at: span,
      notes: names.isEmpty ? [] : ["its parameters are \(all)"],
      help: ForeignName.label(name).flatMap { names.contains($0) ? ["write `\($0):`"] : nil }
        ?? Suggestion.help(for: name, among: names))
  }

  /// An import of something that does not exist.
  static func unknownImport(_ name: String, near names: [String], at span: SourceSpan)
    -> Diagnostic
  {
    let inside = names.filter { $0.hasPrefix(name + ".") }
    return Diagnostic(
      .unknownImport, "there is no library `\(name)`", at: span,
      help: inside.isEmpty
        ? ForeignName.module(name).map { [$0] } ?? Suggestion.help(for: name, among: names)
        : ["there is " + inside.map { "`\($0)`" }.joined(separator: ", ")])
  }

  /// A file that cannot be read.
  static func unknownFile(_ path: String, near paths: [String], at span: SourceSpan) -> Diagnostic {
    let shown = path.hasSuffix(".mlt") ? path : path + ".mlt"
    return Diagnostic(
      .unknownFile, "there is no file `\(shown)` to import", at: span,
      notes: ["the path is relative to the file that imports"],
      help: Suggestion.help(for: path, among: paths))
  }

  /// Files that import each other.
  static func importCycle(
    _ names: [String], earlier: [(name: String, span: SourceSpan)], at span: SourceSpan
  ) -> Diagnostic {
    guard names.count > 1, let first = names.first, let last = names.last else {
      return Diagnostic(
        .importCycle, "`\(names.first ?? "")` imports itself", at: span,
        help: ["leave the import out: a file sees its own declarations"])
    }
    let ring = (names + [first]).map { "`\($0)`" }.joined(separator: " → ")
    return Diagnostic(
      .importCycle, "these files import each other: \(ring)", at: span,
      label: "`\(last)` imports `\(first)` here",
      labels: zip(earlier, names.dropFirst()).map { step, next in
        Label(step.span, "`\(step.name)` imports `\(next)` here")
      },
      help: ["move what both need to a file of its own, and import it in both"])
  }

  /// A script's variable with the name of an import.
  static func hiddenImport(_ name: String, imported: SourceSpan, at span: SourceSpan) -> Diagnostic
  {
    Diagnostic(
      .hiddenImport, "`\(name)` would hide what is imported under this name", at: span,
      labels: [Label(imported, "imported here")],
      help: ["choose another name, or rename the import with `as`"])
  }

  /// A setting that nothing declares.
  static func unknownSetting(_ name: String, near names: [String], at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .unknownSetting, "there is no setting `\(name)`", at: span,
      help: Suggestion.help(for: name, among: names))
  }

  /// A second declaration of a name.
  static func duplicateName(_ name: String, first: SourceSpan?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "`\(name)` is declared twice", at: span, label: "again here",
      labels: first.map { [Label($0, "first here")] } ?? [])
  }

  /// A declaration whose type depends on itself.
  static func recursiveDefinition(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.recursiveDefinition, "`\(name)` is defined by itself", at: span)
  }

  /// An import of a script.
  static func importOfScript(_ name: String, statement: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .scriptImport, "`\(name)` is a script and cannot be imported", at: span,
      labels: [Label(statement, "this statement makes it a script")],
      help: ["move the declarations to a file of their own that only declares"])
  }

  /// A test that needs a script to have run.
  static func scriptVariableInTest(_ name: String, declared: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .scriptVariableInTest, "a test cannot use `\(name)`, which exists when the script runs",
      at: span, labels: [Label(declared, "`\(name)` is made here")],
      help: ["make what the test needs inside the test"])
  }

  /// A function without a body.
  static func missingBody(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingBody, "`\(name)` has no body", at: span,
      help: ["add one behind the signature: `{ … }`, with the value as its last expression"])
  }

  /// A local that would hide a field.
  static func hidesField(_ name: String, of model: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .hidesField, "`\(name)` would hide the field `\(name)` of `\(model)`", at: span,
      help: ["give the local another name"])
  }

  /// A `param` or `state` of a type without tensors.
  static func fieldWithoutTensors(
    _ name: String, role: String, _ type: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .fieldWithoutTensors, "`\(role) \(name)` holds no tensors", at: span,
      label: "this is \(type)",
      help: ["write a tensor type, as in `\(role) \(name): f32[]`, or make it a `let`"])
  }

  /// A setting whose type is not static.
  static func settingNotStatic(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "the setting `\(name)` must be an Int, Float, Bool or String", at: span)
  }

  /// `self` where there is none.
  static func selfOutsideMethod(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.selfOutsideMethod, "`self` only exists in the methods of a model", at: span)
  }

  /// A name whose value is no value.
  static func typeAsValue(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAValue, "`\(name)` is a type, not a value", at: span)
  }

  /// A run where a value is needed.
  static func runAsValue(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAValue, "`\(name)` is a run of sizes; it can only stand as `...\(name)` in brackets",
      at: span)
  }

  /// A module where a value is needed.
  static func moduleAsValue(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAValue, "`\(name)` is a library, not a value", at: span,
      help: ["name one of its declarations: `\(name).…`"])
  }

  /// A function with a typing rule of its own where a value is needed.
  static func ruleAsValue(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAValue, "`\(name)` can only be called", at: span,
      help: ["pass a lambda: `(x) => \(name)(x)`"])
  }

  /// `_` where a value is needed.
  static func wildcardValue(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAValue, "`_` stands for a size that is known when built, not for a value",
      at: span)
  }

  /// A constructor's parameter that is not kept.
  static func parameterIsNoField(_ name: String, of model: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .unknownMember, "`\(model)` does not keep its parameter `\(name)`", at: span,
      notes: ["only Ints, Floats, Bools, Strings, functions and lists of these are kept"],
      help: ["keep it with `let \(name) = \(name)` in the model"])
  }

  /// A member of a tensor.
  static func memberOfTensor(
    _ name: String, of text: String, _ type: String, functions: [String], at span: SourceSpan
  ) -> Diagnostic {
    let help =
      ForeignName.tensorMethod(name, of: text).map { [$0] }
      ?? (functions.contains(name)
        ? ["write it as a function: `\(name)(\(text))`"]
        : Suggestion.help(for: name, among: functions))
    return Diagnostic(
      .unknownMember, "tensors have no members, so there is no `.\(name)`", at: span,
      label: "of \(type)", help: help)
  }
}
