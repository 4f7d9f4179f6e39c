extension Printer {
  /// The text of an item.
  func text(_ item: Item) -> String {
    switch item {
    case .importing(let declaration): text(declaration)
    case .function(let declaration): text(declaration, 0)
    case .model(let declaration): text(declaration)
    case .structure(let declaration): text(declaration)
    case .enumeration(let declaration):
      text(documentation: declaration.documentation, 0) + "enum \(declaration.name.text) "
        + braces([declaration.cases.map(\.text).joined(separator: " ")], 0)
    case .requirements(let declaration):
      text(documentation: declaration.documentation, 0) + "protocol \(declaration.name.text)"
        + text(declaration.binders) + " "
        + braces(declaration.methods.map { text($0, Printer.step) }, 0, canJoin: false)
    case .gradient(let declaration):
      text(documentation: declaration.documentation, 0) + "gradient \(declaration.function.text)("
        + declaration.parameters.map(\.text).joined(separator: ", ") + ") "
        + text(declaration.body, 0)
    case .test(let declaration):
      "test \(Printer.literal(declaration.title)) " + text(declaration.body, 0)
    case .setting(let declaration):
      text(documentation: declaration.documentation, 0) + "setting \(declaration.name.text): "
        + text(declaration.type) + " = " + text(declaration.value, 0)
    case .alias(let declaration):
      text(documentation: declaration.documentation, 0) + "type \(declaration.name.text) = "
        + text(declaration.type)
    case .statement(let statement): text(statement, 0)
    }
  }

  /// The text of an import.
  private func text(_ declaration: ImportDeclaration) -> String {
    var result = "import "
    switch declaration.source {
    case .path(let path): result += path.map(\.text).joined(separator: ".")
    case .file(let path, _): result += Printer.literal(path)
    }
    if let names = declaration.names {
      result += ".{" + names.map(\.text).joined(separator: ", ") + "}"
    }
    if let alias = declaration.alias { result += " as \(alias.text)" }
    return result
  }

  /// The text of a function.
  func text(_ declaration: FunctionDeclaration, _ indent: Int) -> String {
    var result = text(documentation: declaration.documentation, indent)
    result += declaration.isExported ? "export " : ""
    result += "\(declaration.kind.rawValue) \(declaration.name.text)"
    result += text(declaration.binders) + text(declaration.parameters, indent)
    if let type = declaration.result { result += " -> " + text(type) }
    result += text(facts: declaration.facts, indent)
    if let body = declaration.body { result += " " + text(body, indent) }
    return result
  }

  /// The text of binders with their brackets; nothing without binders.
  func text(_ binders: [Binder]) -> String {
    guard !binders.isEmpty else { return "" }
    let parts = binders.map { binder in
      (binder.isRun ? "..." : "") + binder.name.text
        + (binder.constraint.map { ": " + text($0) } ?? "")
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  /// The text of parameters with their parentheses.
  private func text(_ parameters: [Parameter], _ indent: Int) -> String {
    let parts = parameters.map { parameter in
      "\(parameter.name.text): \(text(parameter.type))"
        + (parameter.defaultValue.map { " = " + text($0, indent) } ?? "")
    }
    return "(" + parts.joined(separator: ", ") + ")"
  }

  /// The text of a `where` clause with a blank in front; nothing without facts.
  private func text(facts: [Expression], _ indent: Int) -> String {
    facts.isEmpty ? "" : " where " + facts.map { text($0, indent) }.joined(separator: ", ")
  }

  /// The text of a model.
  private func text(_ declaration: ModelDeclaration) -> String {
    var result = text(documentation: declaration.documentation, 0)
    result += "model \(declaration.name.text)" + text(declaration.binders)
    if !declaration.parameters.isEmpty { result += text(declaration.parameters, 0) }
    if !declaration.conformances.isEmpty {
      result += ": " + declaration.conformances.map { text($0) }.joined(separator: ", ")
    }
    result += text(facts: declaration.facts, 0) + " "
    return result + braces(declaration.members.map { text($0) }, 0, canJoin: false)
  }

  /// The text of a member.
  private func text(_ member: Member) -> String {
    let indent = Printer.step
    switch member {
    case .tensor(let field):
      return text(documentation: field.documentation, indent)
        + "\(field.role.rawValue) \(field.name.text)"
        + (field.type.map { ": " + text($0) } ?? "") + " = " + text(field.value, indent)
    case .constant(let statement, let isFrozen, _):
      return text(documentation: statement.documentation, indent) + (isFrozen ? "frozen " : "")
        + definition(statement, indent)
    case .function(let declaration): return text(declaration, indent)
    }
  }

  /// The text of a struct.
  private func text(_ declaration: StructDeclaration) -> String {
    let fields = declaration.fields.map { field in
      text(documentation: field.documentation, Printer.step)
        + "\(field.name.text): \(text(field.type))"
    }
    return text(documentation: declaration.documentation, 0) + "struct \(declaration.name.text)"
      + text(declaration.binders) + text(facts: declaration.facts, 0) + " "
      + braces(fields, 0, canJoin: false)
  }
}
