extension SyntaxTree {
  /// The tree as text, one item a paragraph; equal for equal trees, whatever their spans.
  public var dump: String { items.map { $0.dump.text() + "\n" }.joined() }
}

extension Item {
  /// The item as nested lists.
  var dump: SExpression {
    switch self {
    case .importing(let declaration): declaration.dump
    case .function(let declaration): declaration.dump
    case .model(let declaration): declaration.dump
    case .structure(let declaration): declaration.dump
    case .enumeration(let declaration): declaration.dump
    case .requirements(let declaration): declaration.dump
    case .gradient(let declaration): declaration.dump
    case .test(let declaration):
      .node("test", [.quoted(declaration.title), declaration.body.dump])
    case .setting(let declaration): declaration.dump
    case .alias(let declaration):
      .node(
        "type",
        documentationDump(declaration.documentation)
          + [.atom(declaration.name.text), declaration.type.dump])
    case .statement(let statement): statement.dump
    }
  }
}

/// The documentation as nested lists; nothing without any.
func documentationDump(_ documentation: String?) -> [SExpression] {
  documentation.map { [.node("doc", [.quoted($0)])] } ?? []
}

/// Parts under a word; nothing without parts.
func section(_ head: String, _ parts: [SExpression]) -> [SExpression] {
  parts.isEmpty ? [] : [.node(head, parts)]
}

extension ImportDeclaration {
  /// The import as nested lists.
  var dump: SExpression {
    var parts: [SExpression] = []
    switch source {
    case .path(let path): parts.append(.atom(path.map(\.text).joined(separator: ".")))
    case .file(let path, _): parts.append(.quoted(path))
    }
    if let names { parts.append(.node("names", names.map { .atom($0.text) })) }
    if let alias { parts.append(.node("as", [.atom(alias.text)])) }
    return .node("import", parts)
  }
}

extension FunctionDeclaration {
  /// The function as nested lists.
  var dump: SExpression {
    var parts: [SExpression] = [.atom(name.text)]
    parts += documentationDump(documentation)
    parts += section("binders", binders.map(\.dump))
    parts.append(.node("parameters", parameters.map(\.dump)))
    if let result { parts.append(.node("->", [result.dump])) }
    parts += section("where", facts.map(\.dump))
    if let body { parts.append(body.dump) }
    let declaration = SExpression.node(kind.rawValue, parts)
    return isExported ? .node("export", [declaration]) : declaration
  }
}

extension Binder {
  /// The binder as nested lists.
  var dump: SExpression {
    let word = SExpression.atom((isRun ? "..." : "") + name.text)
    return constraint.map { .node(":", [word, $0.dump]) } ?? word
  }
}

extension Parameter {
  /// The parameter as nested lists.
  var dump: SExpression {
    .list([.atom(name.text), type.dump] + (defaultValue.map { [$0.dump] } ?? []))
  }
}

extension ModelDeclaration {
  /// The model as nested lists.
  var dump: SExpression {
    var parts: [SExpression] = [.atom(name.text)]
    parts += documentationDump(documentation)
    parts += section("binders", binders.map(\.dump))
    parts += section("parameters", parameters.map(\.dump))
    parts += section(":", conformances.map(\.dump))
    parts += section("where", facts.map(\.dump))
    return .node("model", parts + members.map(\.dump))
  }
}

extension Member {
  /// The member as nested lists.
  var dump: SExpression {
    switch self {
    case .tensor(let field):
      .node(
        field.role.rawValue,
        [.atom(field.name.text)] + documentationDump(field.documentation)
          + (field.type.map { [.node(":", [$0.dump])] } ?? []) + [field.value.dump])
    case .constant(let statement, let isFrozen, _):
      isFrozen ? .node("frozen", [statement.dump]) : statement.dump
    case .function(let declaration): declaration.dump
    }
  }
}

extension StructDeclaration {
  /// The struct as nested lists.
  var dump: SExpression {
    var parts: [SExpression] = [.atom(name.text)]
    parts += documentationDump(documentation)
    parts += section("binders", binders.map(\.dump))
    parts += section("where", facts.map(\.dump))
    parts += fields.map {
      .list([.atom($0.name.text)] + documentationDump($0.documentation) + [$0.type.dump])
    }
    return .node("struct", parts)
  }
}

extension EnumDeclaration {
  /// The enum as nested lists.
  var dump: SExpression {
    .node(
      "enum",
      [.atom(name.text)] + documentationDump(documentation) + cases.map { .atom($0.text) })
  }
}

extension ProtocolDeclaration {
  /// The protocol as nested lists.
  var dump: SExpression {
    .node(
      "protocol",
      [.atom(name.text)] + documentationDump(documentation)
        + section("binders", binders.map(\.dump)) + methods.map(\.dump))
  }
}

extension GradientDeclaration {
  /// The rule as nested lists.
  var dump: SExpression {
    .node(
      "gradient",
      [.atom(function.text)] + documentationDump(documentation)
        + [.node("parameters", parameters.map { .atom($0.text) }), body.dump])
  }
}

extension SettingDeclaration {
  /// The setting as nested lists.
  var dump: SExpression {
    .node(
      "setting",
      [.atom(name.text)] + documentationDump(documentation) + [type.dump, value.dump])
  }
}
